"""「试一试」: a question asked as a resident would, with what is understood, what is near and why,
the answer, and what it would take from others as a wording of a new entry.
"""

import asyncio
from typing import Final

from starlette.responses import Response

from bot.web.staff.changes import shown_by
from bot.web.staff.frame import HOME, Visit, staff_page
from bot.web.staff.rehearsing import moved_by_words
from knowledge.comprehension import LONGEST
from knowledge.keeping.trying import tried

PATH: Final = f"{HOME}/try"


@staff_page(PATH, "read")
async def trying(visit: Visit) -> Response:
    """GET /staff/try?q=…: saves nothing and counts nowhere."""
    question = visit.request.query_params.get("q", "").strip()[:LONGEST]
    await visit.house.shelf.refresh()
    trial = await asyncio.to_thread(tried, visit.house.shelf.reader, question, visit.now) if question else None
    moved = await moved_by_words(visit, question) if question else []
    return shown_by(visit, "try.html", question=question, trial=trial, moved=moved)


PAGES = (trying,)
