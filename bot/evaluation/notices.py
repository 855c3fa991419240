"""Clerks' notices: the changes they mean, compared by what they do to the roster, and the flags they must raise."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from bot.evaluation.formats import Json, NoticeRow
from bot.evaluation.score import Miss, Score, share, tallies

KINDS = frozenset({"suspend", "extra", "stand_in", "move", "swap", "close", "resume"})
Effect = tuple[Any, ...]


class Judged(msgspec.Struct, frozen=True):
    """One notice: wanted changes, those of them read, changes nobody meant, and its flags."""

    row: NoticeRow
    wanted: tuple[Effect, ...]
    missing: tuple[Effect, ...]
    invented: tuple[Effect, ...]
    flags: frozenset[str]

    @property
    def flagged(self) -> bool:
        """Whether all flags it must raise were raised."""
        return set(self.row.flags) <= self.flags

    @property
    def right(self) -> bool:
        """Whether nothing is missing and nothing invented."""
        return not self.missing and not self.invented and self.flagged


def effect(change: Json, roster: Sequence[Json]) -> Effect:
    """What a change does, so that equal doings compare equal: 全天 and the one half-day somebody sits are the same."""
    half_day = change.get("half_day") or "全天"
    sits = {one["half_day"] for one in roster if one["expert"] == change.get("expert")}
    moved = change.get("moved_to") or {}
    several = len({one["place"] for one in roster}) > 1
    return (
        change.get("change"),
        change.get("expert"),
        change.get("place") if several else None,
        change.get("from"),
        change.get("to"),
        "全天" if sits == {half_day} else half_day,
        change.get("stand_in"),
        moved.get("date"),
        moved.get("half_day"),
        change.get("as_weekday"),
        change.get("scope"),
        tuple(change.get("weekdays") or ()),
        tuple(sorted(change.get("candidate_experts") or ())),
    )


def judge(row: NoticeRow, reading: Json) -> Judged:
    """Hold a reading (``{"changes", "flags"}``) against its label."""
    wanted = [effect(change, row.roster) for change in row.expect]
    said = [effect(c, row.roster) for c in reading.get("changes", ()) if c.get("change") in KINDS]
    missing, invented = Counter(wanted), Counter(said)
    both = missing & invented
    return Judged(
        row,
        tuple(wanted),
        tuple((missing - both).elements()),
        tuple((invented - both).elements()),
        frozenset(reading.get("flags", ())),
    )


def score(rows: Sequence[NoticeRow], readings: Sequence[Json]) -> Score:
    """Whole notices right, changes read, changes invented, flags raised and flags raised for nothing."""
    judged = [judge(row, reading) for row, reading in zip(rows, readings, strict=True)]
    must = [one for one in judged if one.row.flags]
    wanted = sum(len(one.wanted) for one in judged)
    read = wanted - sum(len(one.missing) for one in judged)
    figures = {
        "whole_right": share(sum(one.right for one in judged), len(judged)),
        "changes": share(read, wanted),
        "changes_right": read,
        "changes_rows": wanted,
        "invented": sum(len(one.invented) for one in judged),
        "flags_right": sum(one.flagged for one in must),
        "flags_rows": len(must),
        "false_flags": sum(bool(one.flags - set(one.row.flags)) for one in judged),
    }
    by = {
        "change": tallies(({c["change"] for c in one.row.expect}, one.right) for one in judged),
        "flag": tallies((one.row.flags, one.flagged) for one in must),
    }
    return Score(figures, by, tuple(_miss(one) for one in judged if not one.right))


def _miss(one: Judged) -> Miss:
    why = f"missing {_told(one.missing)}; invented {_told(one.invented)}"
    return Miss(one.row.id, one.row.text, f"flags {sorted(one.row.flags)}", f"flags {sorted(one.flags)}", why)


def _told(effects: Sequence[Effect]) -> str:
    return " | ".join(" ".join(str(part) for part in one if part) for one in effects) or "nothing"
