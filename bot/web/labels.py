"""The fixed words of the page, and how one visitor sees it: language and 长者模式."""

import re
from functools import cache
from pathlib import Path

import msgspec
import yaml
from starlette.requests import Request

LANGUAGES = ("zh", "zh-hant", "en")
COOKIE = "view"
_FILE = Path(__file__).parent / "labels.yaml"


@cache
def labels(language: str) -> dict[str, str]:
    """The page's words in a language of ``LANGUAGES``, by key."""
    held = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return msgspec.convert(held[language], type=dict[str, str])


class View(msgspec.Struct, frozen=True):
    """How the page looks for one visitor. It is kept in a cookie of its own, so that no server has to remember it."""

    language: str = "zh"
    elder: bool = False

    @property
    def words(self) -> dict[str, str]:
        """The page's words."""
        return labels(self.language)

    @property
    def cookie(self) -> str:
        """The view as its cookie says it."""
        return f"{self.language}.elder" if self.elder else self.language


def view_of(request: Request) -> View:
    """The view a visitor chose; before that, the language their browser asks for, else Chinese."""
    language, _, manner = request.cookies.get(COOKIE, "").partition(".")
    if language not in LANGUAGES:
        language = _asked_for(request.headers.get("accept-language", ""))
    return View(language, manner == "elder")


def _asked_for(accepted: str) -> str:
    first = re.split("[,;]", accepted, maxsplit=1)[0].strip().lower()
    if first.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-hant"
    return "en" if first.startswith("en") else "zh"
