"""What waits for a second person: each proposal with what differs, to publish or to send back."""

from typing import Final

from msgspec import Struct
from starlette.responses import Response

from bot.web.staff.changes import changed, shown_by
from bot.web.staff.forms import Nothing
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge.keeping import history, proposals

PATH: Final = f"{HOME}/drafts"
ONE: Final = f"{PATH}/{{id:int}}"


class Why(Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is sent back."""

    why: str = ""


@staff_page(PATH, "facts")
async def waiting(visit: Visit) -> Response:
    """GET /staff/drafts: all that waits."""
    return shown_by(visit, "drafts.html", waiting=await visit.house.database.aread(proposals.waiting))


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
    )


@staff_form(f"{ONE}/approve", "review", Nothing)
async def approve(visit: Visit, _form: Nothing) -> Response:
    """POST: published."""
    await changed(visit, proposals.approve, visit.number("id"), visit.actor, visit.now)
    return visit.go(PATH, "approved")


@staff_form(f"{ONE}/refuse", "facts", Why)
async def refuse(visit: Visit, form: Why) -> Response:
    """POST: sent back, or taken back by who proposed it."""
    await visit.house.database.awrite(proposals.refuse, visit.number("id"), visit.actor, form.why, visit.now)
    return visit.go(PATH, "refused")


PAGES = (waiting, one, approve, refuse)
