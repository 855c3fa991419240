"""Rosters in many layouts say what a clerk would read in them."""

import pytest

from knowledge.rosters.model import Roster
from knowledge.rosters.reader import read_roster_bytes
from tests.knowledge.rosters.fresh import CASES, Case


def said(roster: Roster) -> list[str]:
    return sorted(
        "|".join(
            [
                s.expert or "",
                s.department or "",
                s.campus or "",
                s.weekday or " ".join(s.dates or ()),
                s.half_day or "",
                s.kind or "",
            ]
        )
        + ("?" if s.needs_confirmation else "")
        for s in roster.sessions
    )


def lines(text: str) -> list[str]:
    return sorted(line.strip() for line in text.split("\n") if line.strip())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fresh_roster_is_read_as_a_clerk_would(case: Case):
    roster = read_roster_bytes(case.file, case.content)
    assert said(roster) == lines(case.sessions)
    assert sorted(f"{e.sheet}!{e.cell} {e.why}".lstrip("!") for e in roster.errors) == lines(case.errors)
