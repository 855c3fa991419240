"""Pictures of every page of the desk at 360 and 1280 px: ``python -m tests.browser.screenshots FOLDER desk``."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.assembly import open_house
from bot.web.app import build_app
from bot.web.staff import pages
from tests.browser import busy_desk, desk_pages
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Served
from tests.conftest import NOON
from tests.houses import house_settings
from tests.patience import PATIENCE

WIDTHS = (360, 1280)
_TALLEST, _BROKEN = 2600, 500
SPEECH = {"LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}
"""A Chinese browser writes its own words, like those of a date's field, in Chinese."""


def main(folder: Path, only: tuple[str, ...] = ()) -> None:
    """Serve a busy desk and take the pictures; ``only`` names some of the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS), env=os.environ | SPEECH)
        for width in WIDTHS:
            with tempfile.TemporaryDirectory() as new:
                _at(folder, browser, width, f"sqlite:///{new}/book.sqlite", only)


def _at(folder: Path, browser, width: int, database: str, only: tuple[str, ...]) -> None:
    with open_house(house_settings(database), lambda: NOON) as house:
        busy_desk.fill(house)
        served = Served(lambda: desk_app(house))
        try:
            _take(folder, browser, width, house, served.url, only)
        finally:
            served.stop()


def desk_app(house):
    """The application of a house whose clock stands still."""

    async def ready():
        return True

    return build_app(
        house.routes.answer, book=lambda: house.shelf.book, clock=house.clock, ready=ready, extra=pages.routes(house)
    )


def _take(folder: Path, browser, width: int, house, url: str, only: tuple[str, ...]) -> None:
    size = {"width": width, "height": 740 if width < 1000 else 800}
    context = browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce")
    page, broken = context.new_page(), []
    page.set_default_timeout(PATIENCE * 1000)
    page.on("response", lambda reply: broken.append(reply.url) if reply.status >= _BROKEN else None)

    def shoot(name: str, go) -> None:
        if only and name not in only:
            return
        go(page, url, house)
        page.wait_for_load_state()
        height = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True,
                        clip={"x": 0, "y": 0, "width": width, "height": height})  # fmt: skip

    for name, go in desk_pages.OUTSIDE.items():
        shoot(name, go)
    desk_pages.enter(page, url)
    for name, path in desk_pages.PAGES.items():
        shoot(name, lambda page, url, _house, path=path: page.goto(f"{url}/staff{path}"))
    for name, go in desk_pages.STEPS.items():
        shoot(name, go)
    context.close()
    if broken:
        raise SystemExit(f"broken pages: {broken}")
