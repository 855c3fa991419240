"""The contents page of the desk. A new page: a module with ``PAGES``, in ``MODULES``, and a line in ``NAVIGATION``.

Templates extend ``base.html``, are written in Chinese as ``_("…")`` and have each such text in ``english.yaml``.
"""

from typing import Final

from starlette.routing import Route

from bot.assembly import House
from bot.web.staff import (
    arrangements,
    book,
    clinic_changes,
    copying,
    doors,
    experts,
    facts,
    figures,
    imports,
    me,
    people,
    proposals,
    questions,
    quiet_hours,
    replies,
    rosters,
    series,
    settings,
    sites,
    today,
    trail,
    trying,
)
from bot.web.staff.frame import HOME, Link, Office

NAVIGATION: Final = (
    Link("今天", HOME, "read"),
    Link("知识库", f"{HOME}/book", "read"),
    Link("试一试", f"{HOME}/try", "read"),
    Link("审核", f"{HOME}/drafts", "facts"),
    Link("排班", f"{HOME}/rosters", "read"),
    Link("随访", f"{HOME}/series", "series"),
    Link("数据", f"{HOME}/figures", "read"),
    Link("设置", f"{HOME}/settings", "settings"),
    Link("人员", f"{HOME}/people", "staff"),
    Link("记录", f"{HOME}/audit", "staff"),
)
"""In the order in which they stand above every page."""

MODULES: Final = (
    today,
    questions,
    replies,
    facts,
    book,
    proposals,
    trying,
    rosters,
    clinic_changes,
    copying,
    arrangements,
    experts,
    imports,
    sites,
    series,
    figures,
    settings,
    quiet_hours,
    doors,
    me,
    people,
    trail,
)


def routes(house: House) -> list[Route]:
    """All routes of the desk for a house."""
    office = Office(house, NAVIGATION)
    return [page.route(office) for module in MODULES for page in module.PAGES]
