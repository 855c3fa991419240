"""What pages of the Book share: a change made against the newest Book, and how facts are shown."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection
from starlette.responses import Response

from bot.web.guard import Refused
from bot.web.labels import view_of
from bot.web.links import pieces, safe
from bot.web.staff.frame import HOME, Visit
from bot.web.staff.naming import naming
from knowledge.book import Book
from knowledge.importing.wording import rule_words
from knowledge.keeping.catalogue import known, label
from knowledge.keeping.fields import MEANT
from knowledge.keeping.nested import read_nested
from knowledge.keeping.saving import Behind
from knowledge.kinds import KINDS
from knowledge.model import District, Institution, Specialty
from knowledge.permission import Action, may
from knowledge.reading import Key
from knowledge.wording import Voice

P = ParamSpec("P")
T = TypeVar("T")

BOOK: Final = f"{HOME}/book"
CLINICS: Final = frozenset({"expert", "session", "change", "site_rule"})
_TRIES: Final = 5


async def changed(
    visit: Visit, work: Callable[Concatenate[Connection, Book, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Do ``work(connection, book, …)`` with the newest Book, which is in use here at once after.

    A colleague's publishing between reading and writing is no trouble of the editor's: it is tried again.
    """
    shelf, database = visit.house.shelf, visit.house.database
    for left in reversed(range(_TRIES)):
        await shelf.refresh()
        try:
            done = await database.awrite(work, shelf.book, *args, **kwargs)
        except Behind:
            if not left:
                raise
        else:
            await shelf.refresh()
            return done
    raise AssertionError  # the last try returned or raised


def shown_by(visit: Visit, template: str, status: int = 200, **values: object) -> Response:
    """A page about facts: with what facts, kinds and fields are called."""
    book = visit.house.shelf.book
    helpers: dict[str, object] = {
        "book": book,
        "naming": naming(english=view_of(visit.request).language == "en"),
        "label_of": lambda key: label_of(book, key, visit.voice),
        "name_in": partial(name_in, book, visit.voice),
        "pieces": pieces,
        "safe": safe,
        "opened": read_nested,
        "spoken": lambda name, text: spoken(book, visit, name, text),
        "may": lambda action: may(visit.actor, action),
    }
    return visit.render(template, status, **(helpers | values))


def label_of(book: Book, key: Key, voice: Voice) -> str:
    """What a fact is called, its id when it is gone."""
    fact = known(book, key)
    return label(fact, book, voice) if fact is not None else key[1]


def name_in(book: Book, voice: Voice, name: str) -> str:
    """What a district, a specialty or a hospital of this Chinese name is called in the reader's language."""
    if not voice.english:
        return name
    held: Iterable[District | Specialty | Institution] = chain(
        book.districts.values(), book.specialties.values(), book.institutions.values()
    )
    return next((fact.english for fact in held if fact.name == name and fact.english), name)


def spoken(book: Book, visit: Visit, name: str, text: str) -> str:
    """A field's text as people say it: choices and facts by name, rules in words; all else as it stands."""
    if name == "rule":
        return rule_words(text, visit.voice)
    said, kind = naming(english=visit.voice.english), MEANT.get(name, "")
    lines = [(line, known(book, (kind, line))) for line in text.splitlines()]
    return "\n".join(
        label(fact, book, visit.voice) if fact is not None else said.said(name, line) for line, fact in lines
    )


def key_in(visit: Visit) -> Key:
    """The fact that the path names. Raises Refused (404) for an unknown kind."""
    kind = visit.request.path_params["kind"]
    if kind not in KINDS:
        raise Refused(404, "missing")
    return kind, visit.request.path_params["id"]


def action_for(kind: str) -> Action:
    """What somebody must be allowed to do to change facts of a kind: a clerk their clinics, editors all."""
    return "clinics" if kind in CLINICS else "series" if kind == "series" else "facts"


def path_of(key: Key) -> str:
    """The page of a fact."""
    return f"{BOOK}/{key[0]}/{key[1]}"
