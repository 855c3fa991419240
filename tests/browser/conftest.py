"""A Chromium, a served house, and a page that minds what it may not do: errors, strangers, broken policy."""

import asyncio
import contextlib
import shutil
import threading
from pathlib import Path

import pytest

from bot.web.server import serving
from tests.browser.house import House
from tests.patience import PATIENCE

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", shutil.which("chromium")) if path and Path(path).exists()), None
)
WITHOUT = "NO BROWSER HERE: the chat page was NOT tested in a browser. Install Debian's package chromium and run again."
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class Served:
    """An application served from a thread of its own, at the same port each time it is started.

    ``beside(app)`` is a context that is open meanwhile, on the same loop.
    """

    def __init__(self, app, beside=lambda _app: contextlib.nullcontext()):
        self._app, self._beside = app, beside
        self.port = 0
        self.start()

    def start(self):
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        assert self._up.wait(PATIENCE)

    async def _serve(self):
        self._loop, self._down = asyncio.get_running_loop(), asyncio.Event()
        app = self._app()
        async with serving(app, "127.0.0.1", self.port) as self.url, self._beside(app):
            self.port = int(self.url.rpartition(":")[2])
            self._up.set()
            await self._down.wait()

    def run(self, work):
        """Do something in the server's thread."""
        self._loop.call_soon_threadsafe(work)

    def wait_for(self, work):
        """Do something that takes time on the server's loop, and give what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def stop(self):
        self._loop.call_soon_threadsafe(self._down.set)
        self._thread.join(PATIENCE)


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip(WITHOUT)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def house():
    return House()


@pytest.fixture
def served(chromium, house):  # the browser first: without one nothing is served
    served = Served(house.app)
    yield served
    served.stop()


class Watched:
    """A page and everything on it that should not happen. ``excused`` holds words of errors a test brings about."""

    def __init__(self, context, url):
        self.url, self.excused, self.faults = url, (), []
        self.context, self.page = context, context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("console", lambda said: self._fault(said.text) if said.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self._fault(str(error)))
        self.page.on(
            "request", lambda sent: None if sent.url.startswith(url) else self._fault(f"request to {sent.url}")
        )

    def _fault(self, words):
        self.faults.append(words)

    def open(self):
        self.page.goto(self.url)
        self.page.locator("button[value='menu:reminders']").wait_for()
        return self.page

    def ask(self, words):
        answers = self.page.locator(".bot").count()
        self.page.fill("#ask", words)
        self.page.keyboard.press("Enter")
        self.page.locator(".bot").nth(answers).wait_for()

    def check(self):
        assert not [fault for fault in self.faults if not any(words in fault for words in self.excused)]


@pytest.fixture
def visit(chromium, served):
    """Open a browser window: ``visit(width=320, color_scheme="dark")``."""
    with contextlib.ExitStack() as stack:
        opened = []

        def _visit(width=360, height=740, **wanted):
            settings = {"locale": "zh-CN", "reduced_motion": "reduce", **wanted}
            context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
            stack.callback(context.close)
            opened.append(Watched(context, served.url))
            return opened[-1]

        yield _visit
        for watched in opened:
            watched.check()
