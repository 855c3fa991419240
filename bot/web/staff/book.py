"""The Book on pages: lists with search, one fact with everything that belongs to it, its history."""

import asyncio
from typing import Final

import msgspec
from starlette.responses import JSONResponse, Response

from bot.web.guard import Refused
from bot.web.staff.changes import BOOK, action_for, changed, key_in, label_of, path_of, shown_by
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge.editing import Edit
from knowledge.errors import InputError
from knowledge.keeping import history, proposals, saving
from knowledge.keeping.catalogue import find, known, label
from knowledge.keeping.fields import fields_of, shown
from knowledge.keeping.fitting import clashes, said_names
from knowledge.keeping.linking import links_to
from knowledge.kinds import KINDS
from knowledge.permission import demand, is_reviewed, may
from knowledge.reading import Key, State

_PAGE: Final = 50
_LINKS: Final = 30
_FAR: Final = 100_000
_FIRST: Final = "entry"
FACT: Final = f"{BOOK}/{{kind}}/{{id}}"


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A button on a fact's page, with the revision that was on it."""

    seen: int


class Sure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same, with a box that was ticked."""

    seen: int
    sure: bool = False


class Which(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A revision by number."""

    number: int


@staff_page(BOOK, "read")
async def listing(visit: Visit) -> Response:
    """GET /staff/book?kind=…&q=…&page=…: the facts of a kind, those that the words may mean, or those put away."""
    asked = visit.request.query_params
    kind, words, number = asked.get("kind", _FIRST), asked.get("q", "")[:100], asked.get("page", "1")
    if kind not in KINDS or not (number.isdecimal() and 0 < int(number[:6]) < _FAR):
        raise Refused(404, "missing")
    put_away, book = bool(asked.get("archived")), visit.house.shelf.book
    if put_away:
        facts = await visit.house.database.aread(history.archived, kind)
    else:
        held = book.kinds.get(kind, {})
        facts = [held[key] for key in await asyncio.to_thread(find, book, kind, words)]
    first = (int(number) - 1) * _PAGE
    return shown_by(
        visit,
        "book.html",
        kind=kind,
        words=words,
        rows=[(one, label(one, book, visit.voice)) for one in facts[first : first + _PAGE]],
        total=len(facts),
        put_away=put_away,
        counts={name: len(book.kinds.get(name, {})) for name in KINDS},
        older=int(number) + 1 if len(facts) > first + _PAGE else 0,
        may_add=may(visit.actor, action_for(kind)),
    )


@staff_page(FACT, "read")
async def fact(visit: Visit) -> Response:
    """GET /staff/book/KIND/ID: what it says, who names it, how old it is, what can be done."""
    await visit.house.shelf.refresh()
    key = key_in(visit)
    state = await _state(visit, key)
    book = visit.house.shelf.book
    linked = await asyncio.to_thread(links_to, book, key)
    return shown_by(
        visit,
        "fact.html",
        key=key,
        state=state,
        title=label(state.fact, book, visit.voice),
        texts=shown(key[0], state.fact),
        fields=fields_of(key[0]),
        linked=linked[:_LINKS],
        linked_count=len(linked),
        clashing=clashes(book, key, said_names(state.fact)),
        may_change=may(visit.actor, action_for(key[0])),
    )


@staff_page(f"{FACT}/history", "read")
async def past(visit: Visit) -> Response:
    """GET …/history: every change with what differs, each of which can come back."""
    key = key_in(visit)
    state = await _state(visit, key)
    changes = await visit.house.database.aread(history.revisions, key)
    told = [(one, history.differences(key[0], one.before, one.after)) for one in changes]
    title = label(state.fact, visit.house.shelf.book, visit.voice)
    return shown_by(
        visit,
        "history.html",
        key=key,
        title=title,
        state=state,
        changes=told,
        may_change=may(visit.actor, action_for(key[0])),
    )


@staff_form(f"{FACT}/confirm", "read", Seen)
async def confirm(visit: Visit, form: Seen) -> Response:
    """POST: 「核对于」 today, by name."""
    key = key_in(visit)
    demand(visit.actor, action_for(key[0]))
    await changed(visit, saving.confirm, key, form.seen, visit.actor, visit.now)
    return visit.go(path_of(key), "confirmed")


@staff_form(f"{FACT}/archive", "read", Sure)
async def archive(visit: Visit, form: Sure) -> Response:
    """POST: put away, never deleted; what is read by a second person is proposed."""
    key = key_in(visit)
    demand(visit.actor, action_for(key[0]))
    if not form.sure:
        raise InputError("not_ticked_archive")
    before = known(visit.house.shelf.book, key)
    edit = Edit(key, None, form.seen)
    if is_reviewed(key[0], before, None):
        await changed(visit, proposals.propose, edit, visit.actor, "", visit.now)
        return visit.go(path_of(key), "proposed")
    await changed(visit, saving.save, edit, visit.actor, visit.now)
    return visit.go(path_of(key), "archived")


@staff_form(f"{FACT}/restore", "read", Which)
async def bring_back(visit: Visit, form: Which) -> Response:
    """POST: as it stood after one change, at once; whoever was told of something else is told again."""
    key = key_in(visit)
    demand(visit.actor, action_for(key[0]))
    if await visit.house.database.aread(history.key_of, form.number) != key:
        raise Refused(404, "missing")
    await changed(visit, saving.bring_back, form.number, visit.actor, visit.now)
    return visit.go(path_of(key), "restored")


@staff_page(f"{HOME}/names", "read")
async def names(visit: Visit) -> Response:
    """GET /staff/names?kind=…&id=…&said=…: which of these names others have, for the warning while typing."""
    asked, book = visit.request.query_params, visit.house.shelf.book
    if asked.get("kind", "") not in KINDS:
        raise Refused(404, "missing")
    key, said = (asked["kind"], asked.get("id", "")), asked.get("said", "")[:2_000].splitlines()
    found = await asyncio.to_thread(clashes, book, key, said[:100])
    return JSONResponse(
        {name: [label_of(book, other, visit.voice) for other in others] for name, others in found.items()}
    )


async def _state(visit: Visit, key: Key) -> State:
    state = await visit.house.database.aread(history.state_of, key)
    if state is None:
        raise Refused(404, "missing")
    return state


PAGES = (listing, names, fact, past, confirm, archive, bring_back)
