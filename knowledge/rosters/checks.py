"""What only shows when all rows are read: the same line twice, one name in two departments."""

import re
from collections import defaultdict

import msgspec

from knowledge.rosters import kinds
from knowledge.rosters.context import Draft, Findings
from knowledge.rosters.model import Session

_QUESTION = "同名医生在两个科室，是否同一人"


def drop_duplicates(all_found: list[Findings]) -> None:
    """Keep a session once; list each later row that repeats one, with the earlier cell."""
    seen: dict[Session, tuple[Findings, Draft]] = {}
    for found in all_found:
        kept: list[Draft] = []
        for draft in found.drafts:
            key = msgspec.structs.replace(draft.session, cell="")
            if not found.own:
                key = msgspec.structs.replace(key, fee=None, room=None, quota=None, title=None)
            if key not in seen:
                seen[key] = (found, draft)
                kept.append(draft)
                continue
            first_found, first = seen[key]
            if (first_found, first.row) == (found, draft.row):
                continue  # a night clinic written under 上 and under 下 of one row is one clinic
            found.trouble(
                draft.name_cell,
                "duplicate",
                also=(found.sheet.anchor(first.name_cell),) if first_found is found else (),
            )
        found.drafts = kept


def ask_same_names(all_found: list[Findings]) -> None:
    """One name under two departments: a question at the second, both sessions wait for it."""
    by_name: dict[tuple[str, str | None], dict[str, list[tuple[Findings, Draft]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for found in all_found:
        for draft in [] if found.own else found.drafts:
            name, department = draft.session.expert, draft.session.department
            if name and department and not draft.session.anonymous and not _is_kind_only(department):
                by_name[name, draft.session.place][department].append((found, draft))
    for departments in by_name.values():
        if len(departments) < 2:
            continue
        groups = list(departments.values())
        first_found, first = groups[0][0]
        for group in groups[1:]:
            found, draft = group[0]
            found.trouble(
                draft.name_cell,
                "same_name_two_departments",
                draft.session.expert,
                also=(first.name_cell,) if first_found is found else (),
            )
        for found, draft in (pair for group in groups for pair in group):
            if not draft.session.needs_confirmation:
                found.change(draft, needs_confirmation=_QUESTION)


def _is_kind_only(department: str) -> bool:
    """名中医工作室, 特需门诊, 膏方门诊: a kind of clinic beside somebody's own department."""
    return bool(re.search(r"工作室|特需|膏方|夜门诊|名中医|国医|MDT|多学科|互联网", department)) or (
        kinds.kind_in(department) is not None and department.endswith("门诊") and len(department) <= 4
    )
