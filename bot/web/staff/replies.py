"""People who asked for somebody of the staff: their answer goes back by the channel they wrote from."""

from typing import Final

from msgspec import Struct
from starlette.responses import Response

from bot.web.staff.changes import shown_by
from bot.web.staff.facts import new_form
from bot.web.staff.frame import HOME, Visit, staff_form, staff_page
from knowledge import replies
from knowledge.errors import InputError
from knowledge.keeping.fields import empty
from scheduler.replying import reply

PATH: Final = f"{HOME}/handoffs/{{id:int}}"


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The answer; ``entry``: make an entry of it as well; ``asked``: when whoever was on the page had asked."""

    words: str
    entry: bool = False
    asked: str = ""


@staff_page(PATH, "answer")
async def handoff(visit: Visit) -> Response:
    """GET /staff/handoffs/ID: about what it is, and room for an answer."""
    return await _page(visit, Words(""))


@staff_form(PATH, "answer", Words)
async def answer(visit: Visit, form: Words) -> Response:
    """POST: into the outbox; nobody of the staff sees where it goes."""
    try:
        await visit.house.database.awrite(reply, visit.number("id"), form.words, visit.actor, visit.now, form.asked)
    except InputError as error:
        return await _page(visit, form, 400, problem=error.told(visit.voice))
    if form.entry:
        return new_form(visit, "entry", empty("entry") | {"answer": form.words.strip()}, said="replied")
    return visit.go(HOME, "replied")


async def _page(visit: Visit, form: Words, status: int = 200, *, problem: str = "") -> Response:
    asked = await visit.house.database.aread(replies.one, visit.number("id"))
    return shown_by(visit, "handoff.html", status, asked=asked, form=form, problem=problem, longest=replies.LONGEST)


PAGES = (handoff, answer)
