"""An expert as a clerk fills them in: a new one, one that is changed, one that is put away."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

import msgspec

from knowledge.book import Book
from knowledge.clinics import Change, Expert
from knowledge.editing import Edit
from knowledge.errors import InputError
from knowledge.keeping.linking import links_to
from knowledge.permission import Actor
from knowledge.understanding.normalise import canonical
from knowledge.wording import sentence

_LONGEST: Final = 60
_GOOD_AT: Final = 300
_ALIASES: Final = 10


class ExpertForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of the form. ``another``: of the same name as somebody known, and yet another person."""

    institution: str
    name: str
    title: str = ""
    home_hospital: str = ""
    good_at: str = ""
    aliases: str = ""
    another: bool = False
    seen: Annotated[int, msgspec.Meta(ge=0)] = 0


def form_of(expert: Expert, revision: int) -> ExpertForm:
    """An expert as the form shows them."""
    kept = ("institution", "name", "title", "home_hospital", "good_at")
    told = {name: getattr(expert, name) for name in kept}
    return ExpertForm(**told, aliases="、".join(expert.aliases), another=True, seen=revision)


def expert_of(form: ExpertForm, held: Expert, book: Book, actor: Actor, now: datetime) -> Expert:
    """The expert as the form says, on top of ``held``, signed by who says so. Raises InputError with a sentence."""
    if form.institution not in book.institutions:
        raise InputError("no_such_hospital")
    name = _words(form.name, "part_name")
    if not name:
        raise InputError("no_expert_name")
    aliases = tuple(dict.fromkeys(word for word in re.split(r"[\s、,，;；]+", form.aliases) if word))
    if len(aliases) > _ALIASES or any(len(one) > _LONGEST for one in aliases):
        raise InputError("aliases_unfit", count=_ALIASES, most=_LONGEST)
    return msgspec.structs.replace(
        held,
        name=name,
        institution=form.institution,
        title=_words(form.title, "part_title"),
        home_hospital=_words(form.home_hospital, "part_home"),
        good_at=_words(form.good_at, "part_good_at", _GOOD_AT),
        aliases=aliases,
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )


def namesakes(book: Book, name: str, key: str = "") -> list[Expert]:
    """Other experts who are called so, or go by that name."""
    wanted = canonical(name)
    return [
        one
        for one in book.clinics.experts.values()
        if one.id != key and wanted and wanted in {canonical(said) for said in (one.name, *one.aliases)}
    ]


def put_away(book: Book, expert: Expert, seen: int, today: str) -> Sequence[Edit]:
    """What goes with an expert: their changes that are over. Raises InputError while they still sit somewhere."""
    key = ("expert", expert.id)
    linked = links_to(book, key)
    sessions = [one for one in linked if one[0] == "session"]
    if sessions:
        raise InputError("expert_sits", count=len(sessions))
    changes = [(one, book.kinds["change"][one[1]]) for one in linked if one[0] == "change"]
    ahead = [one for one, fact in changes if isinstance(fact, Change) and (not fact.last or fact.last >= today)]
    others = len(linked) - len(changes)
    if ahead or others:
        raise InputError("expert_used", count=len(ahead) + others)
    return [*(Edit(one, None) for one, _ in changes), Edit(key, None, seen)]


def _words(text: str, what: str, most: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    if len(plain) > most:
        raise InputError("words_too_long", what=sentence(what), most=most)
    return plain
