"""The first page of the desk."""

from starlette.responses import Response

from bot.web.staff.frame import HOME, Visit, staff_page


@staff_page(HOME, "read")
async def home(visit: Visit) -> Response:
    """GET /staff: where to go."""
    return visit.render("home.html")


PAGES = (home,)
