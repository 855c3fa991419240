"""The small parts of the staff's door: passwords, tries, cells of a spreadsheet."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import attempts, passwords, sessions
from knowledge.attempts import Allowance
from knowledge.database import Database
from knowledge.errors import InputError
from knowledge.tabular import csv_text, guarded
from tests.conftest import NOON

THREE = Allowance(3, 60)


@pytest.mark.parametrize(
    "password",
    ["四月 river 17 柚子", "correct horse battery", "mK3!vq9_zL", "蓝色的大象在屋顶上跳舞呢", "sunny-river-27"],
)
def test_good_passwords_are_taken_and_recognised(password):
    kept = passwords.kept(passwords.checked(password, "小王"))
    assert kept.startswith("$argon2id$")
    assert password not in kept
    assert passwords.fits(password, kept)
    assert not passwords.fits(password + " ", kept)
    assert not passwords.fits("", kept)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "10 到 128"),
        ("四月柚子", "10 到 128"),
        ("a" * 129, "10 到 128"),
        ("1234567890", "容易猜"),
        ("0987654321", "容易猜"),
        ("1212121212", "容易猜"),
        ("qwertyuiop", "容易猜"),
        ("password123", "容易猜"),
        ("Password12345", "容易猜"),
        ("admin123456", "容易猜"),
        ("woaini1234", "容易猜"),
        ("wanglaoshi1", "容易猜"),
        ("家门口家门口家门口家", "容易猜"),
        ("１２３４５６７８９０", "容易猜"),
    ],
)
def test_trivial_passwords_are_refused(password, why):
    with pytest.raises(InputError, match=why):
        passwords.checked(password, "wanglaoshi")


def test_a_password_is_the_same_from_any_keyboard():
    kept = passwords.kept("ｓunny－river 27")
    assert passwords.fits("sunny-river 27", kept)


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$broken"])
def test_nothing_fits_where_nothing_is_kept(kept):
    assert not passwords.fits("anything at all", kept)


def test_a_burst_is_taken_then_one_now_and_then(database: Database):
    waits = [database.write(attempts.wait, "name:a", THREE, NOON) for _ in range(5)]
    assert waits == [0, 0, 0, 60, 60]
    assert database.write(attempts.wait, "name:b", THREE, NOON) == 0
    assert database.write(attempts.wait, "name:a", THREE, NOON + timedelta(seconds=59)) == 1
    assert database.write(attempts.wait, "name:a", THREE, NOON + timedelta(seconds=60)) == 0
    assert database.write(attempts.wait, "name:a", THREE, NOON + timedelta(seconds=60)) == 60
    database.write(attempts.forgive, "name:a")
    assert database.write(attempts.wait, "name:a", THREE, NOON + timedelta(seconds=60)) == 0


def test_tries_at_the_same_moment_are_all_counted(database: Database):
    with ThreadPoolExecutor(8) as pool:
        waits = [*pool.map(lambda _: database.write(attempts.wait, "k", THREE, NOON), range(20))]
    assert waits.count(0) == 3


def test_tries_that_are_over_are_forgotten_and_keys_are_not_readable(database: Database):
    database.write(attempts.wait, "net:10.1.2.3", THREE, NOON)
    kept = database.read(lambda c: c.exec_driver_sql("SELECT key FROM login_try").scalars().all())
    assert len(kept) == 1
    assert "10.1.2.3" not in kept[0]
    database.write(sessions.prune, NOON + timedelta(seconds=59))
    assert database.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM login_try").scalar()) == 1
    database.write(sessions.prune, NOON + timedelta(seconds=61))
    assert database.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM login_try").scalar()) == 0


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell in {text, "'" + text}


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\n\0", codec="utf-8")), min_size=2, max_size=2)))
def test_a_file_reads_back_as_the_cells_that_were_written(rows):
    text = csv_text(("a", "b"), rows)
    read = [*csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert read == [["a", "b"], *[[guarded(cell) for cell in row] for row in rows]]
