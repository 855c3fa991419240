"""The labelled rosters shared with the project are read exactly as expected."""

import json
from pathlib import Path

import msgspec
import pytest

from knowledge.rosters.reader import read_roster

FOLDER = Path(__file__).parents[4] / "shared" / "eval" / "rosters_dev"
FILES = sorted(path for path in FOLDER.glob("*") if path.suffix in {".xlsx", ".xls", ".csv"})


def key(item):
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


def cells(notes):
    return sorted((note["sheet"], note["cell"]) for note in notes)


@pytest.mark.skipif(not FILES, reason="the shared labelled rosters are not beside this clone")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_labelled_roster_is_read_exactly(path):
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
    got = json.loads(msgspec.json.encode(read_roster(path)))
    assert sorted(map(key, got["sessions"])) == sorted(map(key, expected["sessions"]))
    assert sorted(map(key, got["errors"])) == sorted(map(key, expected["errors"]))
    assert cells(got["notes"]) == cells(expected["notes"])
