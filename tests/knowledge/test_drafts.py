"""Files of facts: each is read whole, or every problem is told with its file and line."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafts import files_of, read_files, read_text
from knowledge.errors import ContentError

GOOD = "source:\n- {id: a, title: t, publisher: p, date: 2017-06}\n"


def problems(content: bytes | str) -> list[str]:
    with pytest.raises(ContentError) as told:
        read_text(content.encode() if isinstance(content, str) else content, "f.yaml")
    return told.value.problems


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "f.yaml: byte 1 is not UTF-8"),
        (b"source:\n- {id: \xe4\xb8}", "is not UTF-8"),
        ("- a\n", "f.yaml:1: the file must be a mapping"),
        ("a: b: c", "f.yaml:1: not valid YAML"),
        ("source:\n- {id: a\n", "not valid YAML"),
        ("---\na: 1\n---\nb: 2\n", "not valid YAML"),
        ("a: \x00", "not valid YAML"),
        ("nonsense: []\n", "f.yaml:1: unknown kind 'nonsense'"),
        ("? [a]\n: b\n", "f.yaml:1: unknown kind"),
        ("entry: text\n", "f.yaml:1: entry must be a list"),
        ("entry:\n", "f.yaml:1: entry must be a list"),
        ("entry:\n- just words\n", "f.yaml:2: entry ?: Expected `object`"),
        ("entry:\n- &a [*a]\n", "f.yaml:2: entry"),
        ("entry:\n- {? [a] : b}\n", "f.yaml:2: entry"),
        ("entry:\n- !!python/object/apply:os.system [true]\n", "f.yaml:2: entry"),
        ("entry:\n- !!int abc\n", "f.yaml:2: entry"),
        ("entry:\n- <<: 3\n", "f.yaml:2: entry"),
        ("source:\n- id: a\n  title: t\n  publisher: p\n", "f.yaml:2: source a: Object missing required field `date`"),
        ("source:\n- {id: a, title: t, publisher: p, date: d, colour: red}\n", "unknown field `colour`"),
        ("district:\n- {id: a, name: n, point: [here, there]}\n", "f.yaml:2: district a: Expected `float`"),
        ("district:\n- {id: a, name: n, point: [.nan, 121]}\n", "f.yaml:2: district a: Expected `float` >= -90.0"),
        ("district:\n- {id: a, name: n, point: [31, .inf]}\n", "f.yaml:2: district a: Expected `float` <= 180.0"),
        ("district:\n- {id: a, name: n, point: [121.4, 31.2]}\n", "f.yaml:2: district a: Expected `float` <= 90.0"),
        ("entry:\n- " + "[" * 100_000, "f.yaml:2: nested too deep"),
        ("entry:\n- " + "{a: " * 100_000, "f.yaml:2: nested too deep"),
        ("entry:\n" + "".join(f"{'  ' * n}- a:\n" for n in range(60)), "nested too deep"),
        (
            "source:\n- id: a\n  title: t\n  title: u\n  publisher: p\n  date: d\n",
            "f.yaml:4: source: title stands here twice",
        ),
    ],
)
def test_every_slip_is_told_with_its_line(content, told):
    assert any(told in problem for problem in problems(content)), problems(content)


def test_all_slips_of_all_files_are_told_at_once(tmp_path: Path):
    (tmp_path / "a.yaml").write_text("entry: 1\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text("x: []\ny: []\n", encoding="utf-8")
    with pytest.raises(ContentError) as told:
        read_files([tmp_path])
    assert len(told.value.problems) == 3


def test_one_id_in_two_files_is_told_with_both_places(tmp_path: Path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(ContentError, match=r"b.yaml:2: source a stands already at .*a.yaml:2: keep one"):
        read_files([tmp_path])


def test_what_is_no_file_of_facts_is_told(tmp_path: Path):
    (tmp_path / "photo.png").write_bytes(b"")
    with pytest.raises(ContentError) as told:
        files_of([tmp_path / "missing.yaml", tmp_path / "photo.png"])
    assert "no such file" in told.value.problems[0]
    assert ".png" in told.value.problems[1]


def test_dates_stay_as_they_are_written_and_a_byte_order_mark_is_no_letter():
    (draft,) = read_text(b"\xef\xbb\xbf" + GOOD.encode(), "f.yaml")
    assert (draft.fact.date, draft.place) == ("2017-06", "f.yaml:2")
    (full,) = read_text(GOOD.replace("2017-06", "2017-06-01").encode(), "f.yaml")
    assert full.fact.date == "2017-06-01"


@pytest.mark.parametrize("content", ["", "# only a remark\n", "source: []\n", "{}"])
def test_an_empty_file_says_nothing(content):
    assert read_text(content.encode(), "f.yaml") == []


@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: f"entry:\n- {text}".encode("utf-8", "replace"))
    )
)
def test_no_bytes_whatever_bring_anything_but_facts_or_sentences(content):
    told: list[str] = []
    try:
        read_text(content, "f.yaml")
    except ContentError as error:
        told = error.problems
    assert all(problem.startswith("f.yaml") for problem in told)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path):
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(ContentError, match=r"large\.yaml: is 21 MB, more than 20 MB"):
        read_files([tmp_path])


def test_what_is_no_ordinary_file_is_refused_and_never_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path, tmp_path / "pipe.yaml"):
        with pytest.raises(ContentError, match=r"pipe\.yaml: is no ordinary file"):
            read_files([path])
