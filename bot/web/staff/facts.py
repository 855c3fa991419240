"""The form of a fact: new, changed, tried before it is published, and side by side when two changed it at once.

Each kind has a form of its own made from the kind's fields, so that a field which is none is refused with the form.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import msgspec
from starlette.responses import RedirectResponse, Response

from bot.web.guard import Refused
from bot.web.staff.changes import BOOK, action_for, changed, path_of, shown_by
from bot.web.staff.frame import Page, Visit, staff_form, staff_page
from bot.web.staff.rehearsing import REHEARSED, prepared, rehearsed
from bot.web.staff.words import SAID
from knowledge.editing import Edit
from knowledge.errors import Conflict
from knowledge.keeping import history, picking, proposals, saving
from knowledge.keeping.fields import Field, empty, fields_of, shown, taken
from knowledge.keeping.fitting import clashes, misfits, said_names
from knowledge.keeping.leading import NO_FACT, Moves
from knowledge.kinds import KINDS
from knowledge.model import Fact
from knowledge.permission import check, is_reviewed, needs_review
from knowledge.reading import Key, State
from knowledge.vouching import carried
from knowledge.wording import Sentence

MOST: Final = 512 * 1024
"""Bytes of a form: the longest referral with all its steps takes a tenth."""
_OWN: Final = (("desk_seen", int, 0), ("desk_act", str, "save"), ("desk_confirmed", bool, False))
_MORE: Final = (("desk_agreed", bool, False), ("desk_note", str, ""), ("desk_mends", int, 0))


class Draft(msgspec.Struct, frozen=True):
    """What was sent: the texts of the fields with ids, names that mean nothing, and what is to be done with them.

    ``mends`` is the number of a draft of a new fact that was sent back, 0 for none.
    """

    texts: dict[str, str]
    seen: int
    act: str
    confirmed: bool
    agreed: bool
    note: str
    mends: int = 0
    unknown: Mapping[str, Sentence] = {}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a form's page says beside its fields."""

    problems: Mapping[str, Sentence] = {}
    misfits: Sequence[Sentence] = ()
    moves: Moves = Moves()
    clashing: Mapping[str, Sequence[Key]] = {}
    differences: Sequence[history.Difference] = ()
    theirs: Sequence[history.Difference] = ()
    previewed: bool = False
    own: Key = NO_FACT
    rehearsed: bool = False
    said: str = ""
    why: str = ""


def form_of(kind: str) -> type[msgspec.Struct]:
    """The form of a kind: its fields as texts, all there but boxes, and the desk's own; nothing else is taken."""
    texts: list[Any] = [
        (field.name, tuple[str, ...], ()) if _is_listed(field) else (field.name, str, "") for field in fields_of(kind)
    ]
    return msgspec.defstruct(f"{kind}_form", [*texts, *_OWN, *_MORE], frozen=True, forbid_unknown_fields=True)


def _is_listed(field: Field) -> bool:
    """Whether several facts are ticked or typed by name."""
    return field.shape == "lines" and bool(field.refers)


def _draft(visit: Visit, kind: str, form: msgspec.Struct) -> Draft:
    held = msgspec.structs.asdict(form)
    typed = {f.name: "\n".join(held[f.name]) if _is_listed(f) else held[f.name] for f in fields_of(kind)}
    texts, unknown = picking.with_ids(kind, typed, picking.Names(visit.house.shelf.book))
    own = {name.removeprefix("desk_"): held[name] for name, *_ in (*_OWN, *_MORE)}
    return Draft(texts=texts, unknown=unknown, **own)


async def show_new(kind: str, visit: Visit) -> Response:
    """GET /staff/book/KIND/new: an empty form."""
    return prepared(visit, new_form(visit, kind, empty(kind)))


def new_form(visit: Visit, kind: str, texts: dict[str, str], *, said: str = "") -> Response:
    """The form of a new fact, with what is known of it already."""
    return _page(visit, (kind, ""), Draft(texts, 0, "", confirmed=True, agreed=False, note=""), Shown(said=said))


def mending_form(visit: Visit, held: proposals.Proposal, fact: Fact) -> Response:
    """The form as it was handed in before it was sent back, and why it was."""
    key = held.key if held.base else (held.key[0], "")
    draft = Draft(
        shown(held.key[0], fact), held.base, "", confirmed=not held.base, agreed=False, note=held.note,
        mends=0 if held.base else held.id,
    )  # fmt: skip
    return prepared(visit, _page(visit, key, draft, Shown(why=held.why)))


async def show_edit(kind: str, visit: Visit) -> Response:
    """GET /staff/book/KIND/ID/edit: the form as it stands now."""
    key = kind, visit.request.path_params["id"]
    state = await _held(visit, key)
    draft = Draft(shown(kind, state.fact), state.revision, "", confirmed=False, agreed=False, note="")
    return prepared(visit, _page(visit, key, draft, Shown()))


async def add(kind: str, visit: Visit, form: msgspec.Struct) -> Response:
    """POST /staff/book/KIND/new."""
    draft = _draft(visit, kind, form)
    key = kind, f"desk_{secrets.token_hex(6)}"
    if draft.mends:
        key = await visit.house.database.aread(proposals.new_once, draft.mends, kind, visit.actor.name)
    return await _save(visit, key, draft, None)


async def edit(kind: str, visit: Visit, form: msgspec.Struct) -> Response:
    """POST /staff/book/KIND/ID/edit."""
    key = kind, visit.request.path_params["id"]
    return await _save(visit, key, _draft(visit, kind, form), await _held(visit, key))


async def _held(visit: Visit, key: Key) -> State:
    state = await visit.house.database.aread(history.state_of, key)
    if state is None or state.archived:
        raise Refused(404, "missing")
    return state


async def _save(visit: Visit, key: Key, draft: Draft, state: State | None) -> Response:
    before = state.fact if state is not None else None
    read = taken(key[0], key[1], draft.texts, before)
    page = partial(_page, visit, key if state is not None else (key[0], ""), draft)
    if read.fact is None or draft.unknown:
        return page(Shown(problems={**read.problems, **draft.unknown}), 400)
    if state is not None and draft.seen != state.revision:
        return await _side_by_side(visit, key, draft, state)
    if read.fact == before and not draft.confirmed:
        return visit.go(path_of(key), "same")
    fact = saving.confirmed(read.fact, visit.actor.name, visit.now) if draft.confirmed else carried(before, read.fact)
    await visit.house.shelf.refresh()
    if wrong := misfits(visit.house.shelf.book, key, fact):
        return page(Shown(misfits=wrong), 400)
    check(visit.actor, key[0], before, fact)  # nobody is shown what a change would do that they may not make
    told = await _rehearsed(visit, key, before, fact)
    if draft.act == "preview" or (told.moves.harm and not draft.agreed):
        return page(told)
    return await _published(visit, key, draft, before, fact)


async def _rehearsed(visit: Visit, key: Key, before: Fact | None, fact: Fact) -> Shown:
    """What the change does: which questions it takes, whose names it shares, what differs."""
    book = visit.house.shelf.book
    return Shown(
        moves=await rehearsed(visit, key, fact),
        clashing=clashes(book, key, said_names(fact)),
        differences=history.differences(key[0], before, fact),
        previewed=True,
        own=key,
        rehearsed=key[0] in REHEARSED,
    )


async def _published(visit: Visit, key: Key, draft: Draft, before: Fact | None, fact: Fact) -> Response:
    change = Edit(key, fact, draft.seen)
    try:
        if is_reviewed(key[0], before, fact):
            await changed(visit, proposals.propose, change, visit.actor, draft.note, visit.now)
            return RedirectResponse(f"{BOOK}?kind={key[0]}&said=proposed", 303)
        await changed(visit, proposals.publish, change, visit.actor, visit.now)
    except saving.Behind:
        raise
    except Conflict:  # a colleague was faster by a moment
        return await _side_by_side(visit, key, draft, await _held(visit, key))
    return visit.go(path_of(key), "saved")


async def _side_by_side(visit: Visit, key: Key, draft: Draft, state: State) -> Response:
    """Both versions: what the other did stands in the form where this editor had changed nothing."""
    seen = await visit.house.database.aread(history.as_seen, key, draft.seen)
    was, now = shown(key[0], seen) if seen is not None else {}, shown(key[0], state.fact)
    merged = {name: now[name] if text == was.get(name) else text for name, text in draft.texts.items()}
    theirs = [history.Difference(name, now[name], merged[name]) for name in merged if now[name] != merged[name]]
    again = msgspec.structs.replace(draft, texts=merged, seen=state.revision, agreed=False)
    others = history.differences(key[0], seen, state.fact)
    return _page(visit, key, again, Shown(theirs=theirs or others, said="conflict"), 409)


def _page(visit: Visit, key: Key, draft: Draft, told: Shown, status: int = 200) -> Response:
    book = visit.house.shelf.book
    names = picking.Names(book)
    said = msgspec.structs.replace(
        told,
        differences=[_named(key[0], one, names) for one in told.differences],
        theirs=[_named(key[0], one, names) for one in told.theirs],
    )
    return shown_by(
        visit,
        "form.html",
        status,
        key=key,
        draft=draft,
        texts=picking.with_names(key[0], draft.texts, names),
        pickers={f.name: picking.picker(f.refers, names) for f in fields_of(key[0]) if f.refers},
        told=said,
        fields=fields_of(key[0]),
        reviewed=needs_review(key[0], book.kinds.get(key[0], {}).get(key[1])),
        did=SAID.get(told.said, ""),
        action=f"{path_of(key)}/edit" if key[1] else f"{BOOK}/{key[0]}/new",
    )


def _named(kind: str, one: history.Difference, names: picking.Names) -> history.Difference:
    """A difference with names in place of ids."""
    before, after = (picking.told(kind, one.field, text, names) for text in (one.before, one.after))
    return history.Difference(one.field, before, after, tuple(history.pieces(before, after)) if one.pieces else ())


def _of_kind(kind: str) -> tuple[Page, ...]:
    """The four routes of a kind."""
    action, form, fact = action_for(kind), form_of(kind), f"{BOOK}/{kind}/{{id}}/edit"

    def bound(work: Callable[..., Any]) -> Callable[..., Any]:
        return partial(work, kind)

    return (
        staff_page(f"{BOOK}/{kind}/new", action)(bound(show_new)),
        staff_form(f"{BOOK}/{kind}/new", action, form, MOST)(bound(add)),
        staff_page(fact, action)(bound(show_edit)),
        staff_form(fact, action, form, MOST)(bound(edit)),
    )


PAGES = tuple(page for kind in KINDS for page in _of_kind(kind))
