"""Pictures of the real page for the README: ``python -m tests.browser.screenshots FOLDER`` (needs Chromium)."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.assembly import open_house, shanghai_now
from bot.settings import Settings
from bot.web.app import build_app
from tests.browser.conftest import ARGUMENTS, CHROMIUM, WITHOUT, Served, Watched

PICTURES = (
    ("first", {}, (), ""),
    ("answer", {}, ("静安有几个基地",), ""),
    ("elder", {}, ("浦东看骨伤去哪里",), "#elder"),
    ("dark", {"color_scheme": "dark"}, ("我住在莘庄，附近哪里看肾病？",), ""),
    ("map", {}, (), "#city summary"),
)


def take(folder: Path, browser, url) -> None:
    """One PNG a picture, 360 × 740 at double resolution."""
    for name, look, questions, pressed in PICTURES:
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            locale="zh-CN",
            reduced_motion="reduce",
            **look,
        )
        watched = Watched(context, url)
        page = watched.open()
        if pressed:
            page.locator(pressed).click()
            page.wait_for_timeout(500)
        if pressed == "#city summary":
            page.locator("#city").evaluate("node => node.scrollIntoView()")
        for question in questions:
            watched.ask(question)
        page.wait_for_timeout(500)
        page.evaluate("() => document.activeElement.blur()")
        page.screenshot(path=folder / f"{name}.png")
        context.close()


def main(folder: Path) -> None:
    """Serve the real house from a new database and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as new, open_house(Settings(database=f"sqlite:///{new}/book.sqlite")) as house:

        async def ready():
            return True

        served = Served(
            lambda: build_app(house.routes.answer, book=lambda: house.shelf.book, clock=shanghai_now, ready=ready)
        )
        try:
            with sync_playwright() as playwright:
                take(folder, playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS)), served.url)
        finally:
            served.stop()


if __name__ == "__main__":
    if CHROMIUM is None or len(sys.argv) != 2:
        sys.exit(WITHOUT if CHROMIUM is None else __doc__)
    main(Path(sys.argv[1]))
