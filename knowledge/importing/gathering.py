"""Paths → what their files say: facts of YAML files, rosters of spreadsheets. Reads; compares and writes nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from knowledge.drafts import Draft, files_of, read_files
from knowledge.errors import ContentError
from knowledge.rosters.model import Roster, RosterRefusedError, in_words
from knowledge.rosters.reader import read_roster

SPREADSHEETS = frozenset({".xlsx", ".xls", ".csv", ".xlsm", ".xlsb", ".ods", ".et"})
"""What goes to the roster reader, which says why it refuses the last four."""


class RosterFile(msgspec.Struct, frozen=True):
    """One spreadsheet as read; ``name`` without its folder, as it stands beside every cell."""

    name: str
    roster: Roster


class Gathered(msgspec.Struct, frozen=True):
    """Everything the files say; any ``errors`` keep all of it from being loaded."""

    drafts: list[Draft] = []
    rosters: list[RosterFile] = []
    errors: list[str] = []
    questions: list[str] = []


def files_to_read(paths: Sequence[Path]) -> list[Path]:
    """The files named or lying below the folders named: YAML and spreadsheets, in a stable order.

    Raises :class:`ContentError` for a path that does not exist or is of another kind.
    """
    sheets = [path for path in paths if path.suffix.lower() in SPREADSHEETS and path.is_file()]
    for folder in (path for path in paths if path.is_dir()):
        found = (file for file in folder.rglob("*") if file.suffix.lower() in SPREADSHEETS and file.is_file())
        sheets += sorted(file for file in found if not file.name.startswith(("~$", ".")))
    return [*files_of([path for path in paths if path not in sheets]), *dict.fromkeys(sheets)]


def gather(files: Sequence[Path], on_file: Callable[[Path], None] = lambda _: None) -> Gathered:
    """Read all files, those of facts together; ``on_file`` hears of each one read."""
    facts = [file for file in files if file.suffix.lower() not in SPREADSHEETS]
    found = Gathered([], [], [], [])
    try:
        found.drafts.extend(read_files(facts))
    except ContentError as error:
        found.errors.extend(error.problems)
    for file in facts:
        on_file(file)
    for file in files:
        if file.suffix.lower() in SPREADSHEETS:
            _read_sheet(file, found)
            on_file(file)
    return found


def _read_sheet(file: Path, found: Gathered) -> None:
    try:
        roster = read_roster(file)
    except RosterRefusedError as refused:
        found.errors.append(f"{file.name}：{refused}")
    except OSError as error:
        found.errors.append(f"{file}: cannot be read: {error.strerror}")
    else:
        found.rosters.append(RosterFile(file.name, roster))
        for problem in roster.errors:
            told = found.errors if problem.severity == "error" else found.questions
            told.append(f"{file.name} {in_words(problem)}")
