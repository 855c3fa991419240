"""Spreadsheets: the sessions read in their core fields, and the cells somebody must look at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from bot.evaluation.formats import Json, RosterRow
from bot.evaluation.score import Miss, Score, Tally, share

Core = tuple[Any, ...]


class Judged(msgspec.Struct, frozen=True):
    """One file. ``read`` is false when it was refused: its cells then count for nothing."""

    row: RosterRow
    read: bool
    missing: tuple[Core, ...]
    invented: tuple[Core, ...]
    cells: int
    said: int

    @property
    def whole(self) -> bool:
        """Whether everything in it was read right."""
        return self.read and not self.missing and not self.invented and self.cells == len(self.row.errors)


def core(session: Json) -> Core:
    """The fields of a session that must be right."""
    texts = (session.get(key) or "" for key in ("expert", "department", "campus"))
    when = session.get("weekday") or tuple(session.get("dates") or ())
    rest = (session.get(key) or "" for key in ("half_day", "kind"))
    return (*texts, when, *rest, bool(session.get("needs_confirmation")))


def judge(row: RosterRow, reading: Json | None) -> Judged:
    """Hold a reading (``{"sessions", "errors", "notes"}``, None when refused) against its label."""
    said = reading or {}
    missing = Counter(core(one) for one in row.sessions)
    invented = Counter(core(one) for one in said.get("sessions", ()))
    both = missing & invented
    shown = {
        cell
        for one in said.get("errors", ())
        for cell in ((one.get("sheet") or "", one.get("cell")), ("", one.get("cell")))
    }
    return Judged(
        row,
        reading is not None,
        tuple((missing - both).elements()),
        tuple((invented - both).elements()),
        sum(bool(_cells(one) & shown) for one in row.errors) if reading is not None else 0,
        len(said.get("errors", ())),
    )


def _cells(error: Json) -> set[tuple[str, str]]:
    return {(error.get("sheet") or "", cell) for cell in (error["cell"], *error.get("also", ()))}


def score(rows: Sequence[RosterRow], readings: Sequence[Json | None]) -> Score:
    """Files right as a whole, sessions read and invented, and cells in trouble that were shown."""
    judged = [judge(row, reading) for row, reading in zip(rows, readings, strict=True)]
    sessions = sum(len(one.row.sessions) for one in judged)
    right = sessions - sum(len(one.missing) for one in judged)
    cells = sum(len(one.row.errors) for one in judged if one.read)
    shown = sum(one.cells for one in judged)
    figures = {
        "whole_right": sum(one.whole for one in judged),
        "files": len(judged),
        "sessions": share(right, sessions),
        "sessions_right": right,
        "sessions_rows": sessions,
        "invented": sum(len(one.invented) for one in judged),
        "cells_shown": shown,
        "cells_rows": cells,
        "problems_said": sum(one.said for one in judged),
    }
    by = {
        "file": {one.row.id: Tally(len(one.row.sessions) - len(one.missing), len(one.row.sessions)) for one in judged}
    }
    return Score(figures, by, tuple(_misses(judged)))


def _misses(judged: Sequence[Judged]) -> Iterator[Miss]:
    for one in judged:
        for session in one.missing:
            yield Miss(
                one.row.id, one.row.table.name, _told(session), "-", "session not read" if one.read else "refused"
            )
        for session in one.invented:
            yield Miss(one.row.id, one.row.table.name, "-", _told(session), "session nobody wrote")
        if one.read and one.cells < len(one.row.errors):
            wanted = ", ".join(f"{error['cell']} {error['why']}" for error in one.row.errors)
            yield Miss(one.row.id, one.row.table.name, wanted, f"{one.cells} of them shown", "cells in trouble")


def _told(session: Core) -> str:
    return " ".join(str(part) for part in session if part)
