"""Questions without an answer: taken by one, then made an entry, put to a known one, or let go."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

import msgspec
from msgspec import Struct
from starlette.responses import RedirectResponse, Response

from bot.web.guard import Refused
from bot.web.staff.changes import changed, shown_by
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from bot.web.staff.rehearsing import moved_by, prepared
from knowledge import queue
from knowledge.answered import put_back
from knowledge.errors import Conflict, InputError
from knowledge.keeping import proposals, saving
from knowledge.keeping.fields import TOPICS
from knowledge.keeping.leading import Moved
from knowledge.keeping.likeness import entries_like, topic_of
from knowledge.model import Entry
from knowledge.permission import is_reviewed

PATH: Final = f"{HOME}/questions"
_OFFERED: Final = 8
_LONGEST: Final = 4_000


class Ids(Struct, frozen=True, forbid_unknown_fields=True):
    """The questions of a group."""

    ids: tuple[int, ...] = ()


class Adoption(Struct, frozen=True, forbid_unknown_fields=True):
    """A new entry for these questions; ``agreed``: what it takes from others was seen."""

    title: str
    answer: str
    topic: str
    ids: tuple[int, ...] = ()
    agreed: bool = False


_NOTHING: Final = Adoption("", "", "")


class Merging(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry that is to answer these questions too; ``agreed``: what it takes from others was seen."""

    entry: str
    ids: tuple[int, ...] = ()
    agreed: bool = False


@staff_page(PATH, "answer")
async def group(visit: Visit) -> Response:
    """GET /staff/questions?id=1&id=2: the wordings of a group, and the three ways to deal with them."""
    ids = _ids(visit.request.query_params.getlist("id"))
    return prepared(visit, await _page(visit, ids, _NOTHING))


@staff_form(f"{PATH}/take", "answer", Ids)
async def take(visit: Visit, form: Ids) -> Response:
    """POST: these questions are mine for a quarter of an hour."""
    await visit.house.database.awrite(queue.take, form.ids, visit.actor, visit.now)
    return RedirectResponse(f"{PATH}?{urlencode([('id', number) for number in form.ids])}", 303)


@staff_form(f"{PATH}/release", "answer", Ids)
async def release(visit: Visit, form: Ids) -> Response:
    """POST: somebody else may take them."""
    await visit.house.database.awrite(queue.release, form.ids, visit.actor)
    return visit.go(HOME, "released")


@staff_form(f"{PATH}/ignore", "answer", Ids)
async def ignore(visit: Visit, form: Ids) -> Response:
    """POST: they need no answer of ours."""
    await visit.house.database.awrite(queue.ignore, form.ids, visit.actor, visit.now)
    return visit.go(HOME, "ignored")


@staff_form(f"{PATH}/merge", "answer", Merging)
async def merge(visit: Visit, form: Merging) -> Response:
    """POST: a known entry answers them from now on; what it takes from others is shown first. Questions of medicine
    put to an entry that is not about it are seen by a second person.
    """
    await visit.house.shelf.refresh()
    known = visit.house.shelf.book.entries.get(form.entry)
    if known is None:
        raise Refused(404, "missing")
    whole = await _worded(visit, known, form.ids)
    if not form.agreed and (moved := await _stolen(visit, whole)):
        return await _page(visit, form.ids, _NOTHING, merging=known, moved=moved)
    if is_reviewed("entry", known, whole):
        await changed(visit, proposals.propose_merging, form.ids, form.entry, visit.actor, visit.now)
        return visit.go(HOME, "proposed")
    await visit.house.database.awrite(queue.merge, form.ids, form.entry, visit.actor, visit.now)
    await visit.house.shelf.refresh()
    await visit.house.settling.tick(visit.now)
    return visit.go(HOME, "merged")


@staff_form(f"{PATH}/back", "answer", Ids)
async def back(visit: Visit, form: Ids) -> Response:
    """POST: the Book does not answer them after all: they wait again."""
    await visit.house.database.awrite(put_back, form.ids, visit.actor)
    return visit.go(HOME, "waiting_again")


@staff_form(f"{PATH}/adopt", "answer", Adoption)
async def adopt(visit: Visit, form: Adoption) -> Response:
    """POST: a new entry answers them; one that speaks of referral or medicine goes to a second person first."""
    try:
        entry = _entry(visit, form)
    except InputError as error:
        return await _page(visit, form.ids, form, 400, problem=error.told(visit.voice))
    whole = await _worded(visit, entry, form.ids)
    if not form.agreed and (moved := await _stolen(visit, whole)):
        return await _page(visit, form.ids, form, moved=moved)
    if is_reviewed("entry", None, whole):
        await changed(visit, proposals.propose_for, form.ids, entry, visit.actor, visit.now)
        return visit.go(HOME, "proposed")
    await changed(visit, saving.adopt, form.ids, entry, visit.actor, visit.now)
    await visit.house.settling.tick(visit.now)
    return visit.go(HOME, "adopted")


def _entry(visit: Visit, form: Adoption) -> Entry:
    title, answer = form.title.strip(), form.answer.strip()
    if not (title and answer) or len(title) > _LONGEST or len(answer) > _LONGEST:
        raise InputError("entry_half_written")
    if form.topic not in TOPICS:
        raise InputError("no_topic")
    made = Entry(id=f"desk_{secrets.token_hex(6)}", title=title, topic=form.topic, answer=answer)
    return saving.confirmed(made, visit.actor.name, visit.now)


def _ids(said: Sequence[str]) -> tuple[int, ...]:
    if not said or not all(one.isdecimal() and len(one) < 10 for one in said):
        raise Refused(404, "missing")
    return tuple(int(one) for one in said)


async def _worded(visit: Visit, entry: Entry, ids: Sequence[int]) -> Entry:
    """The entry with these questions as its wordings."""
    return queue.worded(entry, [one.question for one in await _asked(visit, ids)])


async def _stolen(visit: Visit, entry: Entry) -> Sequence[Moved]:
    """What the entry would move; nothing when it takes no question from others."""
    moved = await moved_by(visit, ("entry", entry.id), entry)
    return moved if any(one.stolen for one in moved) else ()


async def _asked(visit: Visit, ids: Sequence[int]) -> list[queue.Waiting]:
    return await visit.house.database.aread(queue.these, ids, visit.now)


async def _page(
    visit: Visit,
    ids: tuple[int, ...],
    form: Adoption,
    status: int = 200,
    *,
    problem: str = "",
    merging: Entry | None = None,
    moved: Sequence[Moved] = (),
) -> Response:
    questions = await _asked(visit, ids)
    if not questions:
        raise Conflict("questions_gone")
    book, asked = visit.house.shelf.book, [one.question for one in questions]
    words = visit.request.query_params.get("q", "")
    found = await asyncio.to_thread(entries_like, book, [words] if words else asked)
    offered = [merging.id] if merging is not None else found[:_OFFERED]
    if not form.topic:
        form = msgspec.structs.replace(form, topic=await asyncio.to_thread(topic_of, book, asked))
    others = sorted({one.taken_by for one in questions if one.taken_by and one.taken_by != visit.actor.name})
    return shown_by(
        visit,
        "questions.html",
        status,
        questions=questions,
        ids=[one.id for one in questions],
        form=form,
        topics=TOPICS,
        problem=problem,
        moved=moved,
        words=words or asked[0],
        offered=[book.entries[key] for key in offered],
        merging=merging,
        others=others,
        mine=all(one.taken_by == visit.actor.name for one in questions),
    )


PAGES = (group, take, release, ignore, merge, back, adopt)
