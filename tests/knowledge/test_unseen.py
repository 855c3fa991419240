"""What cannot be seen: names that look alike are one, and no fact reads otherwise than it is written."""

import pytest

from knowledge import invites, staff
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.errors import InputError
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.reading import state_of
from knowledge.rosters.files import read_sheets
from tests.conftest import NOON

SHELL = Actor("root", "command")
UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202d\u202e\u2066\u2069\ufeff"


@pytest.mark.parametrize(
    "mark", [*UNSEEN, "\u200c", "\u200d", "\u115f", "\u3164", "\u2800", "\ufe0f", "\U000e0001", "\x07"]
)
def test_a_name_that_looks_like_a_colleague_s_is_the_colleague_s(sqlite: Database, mark):
    sqlite.write(invites.accept_on_web, sqlite.write(invites.first_owner, NOON), "安娜", "x", NOON)
    with pytest.raises(InputError, match="已经有叫「安娜」"):
        sqlite.write(invites.make, SHELL, f"安{mark}娜{mark}", "owner", (), NOON)
    with pytest.raises(InputError, match="1 到"):
        sqlite.write(invites.make, SHELL, mark * 3, "owner", (), NOON)
    assert sqlite.read(staff.named, f"{mark}安娜").name == "安娜"


@pytest.mark.parametrize("door", ["web", "chat", "import", "command"])
def test_a_fact_holds_only_what_is_seen_whatever_the_door(sqlite: Database, door):
    entry = Entry(
        id="q", title=f"停{UNSEEN}诊", topic="programme", answer="👨‍👩‍👧\n第二行\t完", phrasings=(f"{UNSEEN}甲",)
    )
    sqlite.write(publish, [Edit(("entry", "q"), entry)], "staff", Actor("安", door), NOON)
    held = sqlite.read(state_of, ("entry", "q")).fact
    assert (held.title, held.answer, held.phrasings) == ("停诊", entry.answer, ("甲",))


def test_a_roster_is_read_as_it_is_seen():
    (sheet,) = read_sheets(f"专家姓名,星期\n王{UNSEEN}示范,周一\n".encode())
    assert sheet.rows[1] == ["王示范", "周一"]
