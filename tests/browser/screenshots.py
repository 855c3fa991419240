"""Pictures of the real page for the README: ``python -m tests.browser.screenshots FOLDER`` (needs Chromium).

``FOLDER desk`` takes every page of the staff desk instead, ``FOLDER desk today rosters`` some of them.
"""

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from bot.assembly import open_house, shanghai_now
from bot.reminding import diary_of
from bot.web.app import build_app
from bot.web.behind import Behind
from bot.web.push import PageSender
from knowledge.message import Address
from knowledge.moments import SHANGHAI
from scheduler import agenda
from scheduler.plans import Plan
from scheduler.worker import Line
from tests.browser import desk_pictures
from tests.browser.conftest import ARGUMENTS, CHROMIUM, WITHOUT, Served, Watched
from tests.houses import house_settings

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


def remind(folder: Path, browser, served, house, diary) -> None:
    """A reminder that fell due while the page was closed, on phones of two widths."""
    for width in (360, 375):
        context = browser.new_context(viewport={"width": width, "height": 667}, device_scale_factor=2, locale="zh-CN")
        watched = Watched(context, served.url)
        watched.open()
        (visitor,) = (cookie["value"] for cookie in context.cookies() if cookie["name"] == "visitor")
        due = house.clock().astimezone(SHANGHAI).replace(tzinfo=None) + timedelta(minutes=30)
        plan = Plan(kind="personal", start=f"{due:%Y-%m-%dT%H:%M}", words="给妈妈泡脚", chosen=True)
        house.database.write(agenda.add, Address("web", visitor), plan, house.clock())
        watched.page.close()
        house.clock.passed += timedelta(minutes=39)
        served.wait_for(diary.tick())
        page = context.new_page()
        page.goto(served.url)
        page.locator(".reminder").wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=folder / f"reminder-{width}.png")
        context.close()


class Turned:
    """The real clock, turned on by hand."""

    passed = timedelta()

    def __call__(self) -> datetime:
        return shanghai_now() + self.passed


def main(folder: Path) -> None:
    """Serve the real house from a new database and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as new,
        sync_playwright() as playwright,
        open_house(house_settings(Path(new) / "book.sqlite"), Turned()) as house,
    ):
        diary = diary_of(house)

        async def ready():
            return True

        def app():
            return build_app(
                house.routes.answer,
                book=lambda: house.shelf.book,
                clock=house.clock,
                ready=ready,
                behind=Behind(bring=diary.bring),
            )

        def beside(made):
            return diary.open(Line(channel="web", sender=PageSender(made.state.chat), per_second=None))

        served = Served(app, beside)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            take(folder, browser, served.url)
            remind(folder, browser, served, house, diary)
        finally:
            served.stop()


if __name__ == "__main__":
    if CHROMIUM is None or len(sys.argv) < 2:
        sys.exit(WITHOUT if CHROMIUM is None else __doc__)
    match sys.argv[1:]:
        case [folder, "desk", *names]:
            desk_pictures.main(Path(folder), tuple(names))
        case [folder]:
            main(Path(folder))
        case _:
            sys.exit(__doc__)
