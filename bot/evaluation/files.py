"""Labelled rows from files: JSON lines, YAML (a list of rows, or our shorter golden form) and folders of rosters."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.evaluation import golden
from bot.evaluation.formats import Json, Kind, Labelled, LabelsError, RosterRow, Row, row_of

_EXPECTED = ".expected.json"


def labelled(path: Path) -> Labelled:
    """The rows of a file, or of a folder of rosters. Raises LabelsError with file, place and trouble."""
    if path.is_dir():
        return Labelled("rosters", str(path), tuple(_rosters(path)))
    read = _yaml_rows if path.suffix in {".yaml", ".yml"} else _json_lines
    rows = list(read(path))
    if not rows:
        raise LabelsError(f"{path}: no rows in it")
    kind: Kind = rows[0][0]
    strange = next((row for row in rows if row[0] != kind), None)
    if strange is not None:
        raise LabelsError(f"{path}: rows of kind {kind} and of kind {strange[0]} in one file")
    return Labelled(kind, str(path), tuple(row for _, row in rows))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise LabelsError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise LabelsError(f"{path}, line {line}: not UTF-8") from error


def _json_lines(path: Path) -> Iterator[tuple[Kind, Row]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            yield row_of(_json(line, place := f"{path}, line {number}"), place)


def _json(text: str, place: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise LabelsError(f"{place}: not JSON: {error}") from error


def _yaml_rows(path: Path) -> Iterator[tuple[Kind, Row]]:
    try:
        loaded = yaml.load(_text(path), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise LabelsError(f"{where}: not YAML: {getattr(error, 'problem', error)}") from error
    values = msgspec.to_builtins(loaded)  # YAML makes dates of what looks like one; labels want their text
    rows = golden.rows(values, str(path)) if isinstance(values, dict) else values
    if rows is not None and not isinstance(rows, list):
        raise LabelsError(f"{path}: a list of rows is needed")
    for number, row in enumerate(rows or (), 1):
        yield row_of(row, f"{path}, row {number}")


def _rosters(folder: Path) -> Iterator[RosterRow]:
    expected = sorted(folder.glob(f"*{_EXPECTED}"))
    if not expected:
        raise LabelsError(f"{folder}: no NAME{_EXPECTED} beside a table in it")
    for path in expected:
        values = _json(_text(path), str(path))
        if not isinstance(values, dict) or not {"sessions", "errors"} <= values.keys():
            raise LabelsError(f"{path}: an object with sessions and errors is needed")
        yield _roster(path, values)


def _roster(path: Path, values: Json) -> RosterRow:
    name = path.name.removesuffix(_EXPECTED)
    beside = (one for one in sorted(path.parent.glob(f"{name}.*")) if one != path)
    table = next(chain([path.parent / values["file"]] if "file" in values else [], beside), None)
    if table is None or not table.is_file():
        raise LabelsError(f"{path}: the table it speaks of is not beside it")
    values = {"id": name, "table": str(table), "sessions": values["sessions"], "errors": values["errors"]}
    try:
        return msgspec.convert(values, RosterRow, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as error:
        raise LabelsError(f"{path}: {error}") from error
