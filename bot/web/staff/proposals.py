"""What waits for a second person: each proposal with what differs, to publish or to send back; and what was sent back,
with why, to be mended and handed in again or put away.
"""

from functools import partial
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from bot.web.guard import Refused
from bot.web.staff.changes import changed, label_of, shown_by
from bot.web.staff.facts import mending_form
from bot.web.staff.forms import Nothing
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge.keeping import history, proposals
from knowledge.keeping.catalogue import label
from knowledge.keeping.proposals import Proposal

PATH: Final = f"{HOME}/drafts"
ONE: Final = f"{PATH}/{{id:int}}"


class Why(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is sent back."""

    why: str = ""


@staff_page(PATH, "facts")
async def waiting(visit: Visit) -> Response:
    """GET /staff/drafts: all that waits, before it what was sent back to who looks."""
    waits = await visit.house.database.aread(proposals.waiting)
    back = await visit.house.database.aread(proposals.sent_back, visit.actor.name)
    return shown_by(visit, "drafts.html", waiting=waits, back=back, called=partial(_called, visit))


def _called(visit: Visit, held: Proposal) -> str:
    """What the proposed fact is called, the one that stands when it would be archived."""
    book = visit.house.shelf.book
    return label(held.fact, book, visit.voice) if held.fact is not None else label_of(book, held.key, visit.voice)


@staff_page(ONE, "facts")
async def one(visit: Visit) -> Response:
    """GET /staff/drafts/ID: what would change."""
    held = await visit.house.database.aread(proposals.proposal, visit.number("id"))
    seen = await visit.house.database.aread(history.as_seen, held.key, held.base)
    state = await visit.house.database.aread(history.state_of, held.key)
    return shown_by(
        visit,
        "draft.html",
        held=held,
        differences_found=history.differences(held.key[0], seen, held.fact),
        outdated=state is not None and state.revision != held.base,
        own=held.who == visit.actor.name,
        title=_called(visit, held),
        mends=_can_be_mended(visit, held),
    )


def _can_be_mended(visit: Visit, held: Proposal) -> bool:
    """Whether it was sent back to who looks, and there is a form for it: not for what was to be archived, or is."""
    there = not held.base or held.key[1] in visit.house.shelf.book.kinds.get(held.key[0], {})
    return held.state == "refused" and held.who == visit.actor.name and held.fact is not None and there


@staff_page(f"{ONE}/mend", "facts")
async def mend(visit: Visit) -> Response:
    """GET /staff/drafts/ID/mend: the form as it was handed in."""
    held = await visit.house.database.aread(proposals.proposal, visit.number("id"))
    if held.fact is None or not _can_be_mended(visit, held):
        raise Refused(404, "missing")
    return mending_form(visit, held, held.fact)


@staff_form(f"{ONE}/approve", "review", Nothing)
async def approve(visit: Visit, _form: Nothing) -> Response:
    """POST: published."""
    await changed(visit, proposals.approve, visit.number("id"), visit.actor, visit.now)
    return visit.go(PATH, "approved")


@staff_form(f"{ONE}/refuse", "facts", Why)
async def refuse(visit: Visit, form: Why) -> Response:
    """POST: sent back, or taken back or put away by who proposed it."""
    number = visit.number("id")
    await visit.house.database.awrite(proposals.refuse, number, visit.actor, form.why, visit.now)
    held = await visit.house.database.aread(proposals.proposal, number)
    return visit.go(PATH, held.state)


PAGES = (waiting, one, mend, approve, refuse)
