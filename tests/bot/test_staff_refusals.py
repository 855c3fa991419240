"""What staff are told when a form is filled in wrongly: every form of the desk, every field, in both languages.

The rows are those of :mod:`tests.bot.deeds`, so that a new form is asked here at once.
"""

import asyncio
import re
import shutil
from html import unescape

import pytest

from knowledge import sessions, staff
from knowledge.database import Database
from knowledge.kinds import KINDS
from tests.bot import deeds
from tests.bot.deeds import BOOK, DEEDS, EVERYBODY, VIEWER, filled, form_of
from tests.bot.roster_rig import roster_desk

PROBLEM = re.compile(r'<p class="problem"[^>]*>(.*?)</p>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z_]{3,}")
NAMED = re.compile(f"“[^”]*”|{'|'.join(EVERYBODY)}")
WRONG = ("", "zzz?", "9999-99-99", "?" * 3_000)
OWN_WORDS = {"zzz", "FREQ", "WEEKLY", "BYDAY", "https", "http"}
"""What a Chinese sentence may hold in Latin letters: what was typed, and what is typed just so."""


@pytest.fixture(scope="module")
def told(shipped_file, tmp_path_factory):
    """Every sentence in which a form was refused, by language, with a form that brought it."""
    path = shutil.copy(shipped_file, tmp_path_factory.mktemp("refusals") / "book.sqlite")
    database = Database(f"sqlite:///{path}")
    yield asyncio.run(collected(database))
    database.close()


async def collected(shipped):
    async with roster_desk(shipped) as desk:
        desk.member("编", "editor")
        desk.house.database.write(deeds.furnish)
        await desk.house.shelf.refresh()
        deeds.proposed(desk)
        held: dict[str, dict[str, str]] = {"zh-CN": {}, "en": {}}
        for language, found in held.items():
            browsers = await logged_in(desk, language)
            for path, by, fields in forms(desk):
                client, token = browsers[by]
                reply = await client.post(path, data=fields | {"csrf": token})
                found.update(dict.fromkeys(problems(reply.text), path))
        return held


async def logged_in(desk, language):
    held = {}
    for name in EVERYBODY:
        token = desk.house.database.write(sessions.start, desk.written(staff.named, name), desk.clock.now)
        client = await desk.browser()
        client.cookies.set("staff", token, domain="127.0.0.1", path="/staff")
        client.headers["Accept-Language"] = language
        held[name] = client, sessions.form_token(token)
    return held


def forms(desk):
    """Every form with something wrong in it: where it goes, who sends it, its fields."""
    gone = ("logout", "everywhere", "password", "/remove", "/yes", "/no", "/expert/{id:str}")
    for deed in DEEDS:
        if not deed.at.endswith(gone):
            fields = filled(desk, deed.fields)
            yield deed.at, VIEWER, fields
            yield from ((deed.at, deed.by, wrong) for wrong in wrongly(fields))
    for kind in KINDS:
        key, fields = form_of(desk, kind)
        yield f"{BOOK}/{kind}/{key}/edit", VIEWER, fields
        for wrong in WRONG:  # all fields at once: each is told of
            own = {name: wrong for name in fields if not name.startswith("desk_")}
            yield f"{BOOK}/{kind}/{key}/edit", "安", fields | own | {"desk_act": "preview"}


def wrongly(fields):
    """The form with each field wrong, one after the other."""
    for name in fields:
        for wrong in WRONG if fields[name] != "true" else ("",):
            yield fields | {name: wrong}


def problems(page):
    return {" ".join(unescape(TAG.sub(" ", told)).split()) for told in PROBLEM.findall(page)}


def test_many_are_heard(told):
    assert min(len(found) for found in told.values()) > 60


def test_in_english_only_names_are_chinese(told):
    """Names stand in quotation marks, but for those of the staff."""
    held = {NAMED.sub("", sentence): path for sentence, path in told["en"].items()}
    assert not {sentence: path for sentence, path in held.items() if HAN.search(sentence)}


def test_in_chinese_nothing_is_latin_but_what_was_typed(told):
    held = told["zh-CN"]
    assert not {sentence: path for sentence, path in held.items() if not HAN.search(sentence)}
    assert not {sentence: path for sentence, path in held.items() if {*LATIN.findall(sentence)} - OWN_WORDS}
