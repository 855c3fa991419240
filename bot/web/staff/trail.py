"""The audit, for owners: who did what, before, after, when, by which door; and all of it as a file."""

import asyncio

from starlette.responses import Response

from bot.web.guard import Refused
from bot.web.staff import deeds
from bot.web.staff.frame import HOME, Visit, staff_page
from knowledge import audit
from knowledge.tabular import csv_text
from knowledge.wording import Voice

_SIZE = 50


@staff_page(f"{HOME}/audit", "staff")
async def trail(visit: Visit) -> Response:
    """GET /staff/audit: the newest lines, or those after ``?after=KEY``."""
    try:
        lines = await visit.house.database.aread(audit.page, _SIZE, visit.request.query_params.get("after", ""))
    except (ValueError, OverflowError):
        raise Refused(400, "unclear") from None
    older = lines[-1].key if len(lines) == _SIZE else ""
    return visit.render(
        "audit.html",
        lines=lines,
        told=deeds.told,
        names=deeds.names_in(visit.house.shelf.book, visit.voice),
        older=older,
    )


@staff_page(f"{HOME}/audit.csv", "staff")
async def download(visit: Visit) -> Response:
    """GET /staff/audit.csv: every line, for a spreadsheet."""
    voice, names = Voice(), deeds.names_in(visit.house.shelf.book)
    lines = await visit.house.database.aread(lambda c: [*audit.whole(c)])
    rows = (deeds.told(line, voice, names) for line in lines)
    content = await asyncio.to_thread(csv_text, deeds.headings(voice), rows)  # most of a second for 10,000 lines
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


PAGES = (trail, download)
