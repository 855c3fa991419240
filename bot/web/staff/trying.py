"""「试一试」: a question asked as a resident would, with what is understood, what is near and why, and the answer."""

import asyncio
from typing import Final

from starlette.responses import Response

from bot.web.staff.changes import shown_by
from bot.web.staff.frame import HOME, Visit, staff_page
from knowledge.comprehension import LONGEST
from knowledge.keeping.trying import tried

PATH: Final = f"{HOME}/try"


@staff_page(PATH, "read")
async def trying(visit: Visit) -> Response:
    """GET /staff/try?q=…: saves nothing and counts nowhere."""
    question = visit.request.query_params.get("q", "").strip()[:LONGEST]
    await visit.house.shelf.refresh()
    trial = await asyncio.to_thread(tried, visit.house.shelf.reader, question, visit.now) if question else None
    return shown_by(visit, "try.html", question=question, trial=trial)


PAGES = (trying,)
