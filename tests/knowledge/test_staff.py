"""Who is staff: links that let in once, chats that speak for somebody, the last owner, the audit.

Over 250 lines: each test is one thing that happens to who is staff.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from knowledge import audit, invites, sessions, staff
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.errors import InputError, NotAllowed
from knowledge.message import Address
from knowledge.model import Institution
from tests.conftest import NOON

SHELL = Actor("root", "command")
PHONE = Address("telegram", "7")
BROWSER = Address("web", "ab")


@pytest.fixture
def desk(database: Database) -> Database:
    """Two hospitals, one owner."""
    facts = [
        Institution(id=name, name=name, short=short) for name, short in (("tianshan", "天山"), ("longhua", "龙华"))
    ]
    edits = [Edit(("institution", fact.id), fact) for fact in facts]
    database.write(publish, edits, "file", Actor("家门口", "program"), NOON)
    token = database.write(invites.first_owner, NOON)
    database.write(invites.accept_on_web, token, "安", "hash", NOON)
    return database


def joined(desk: Database, name: str, role: str, *institutions: str) -> staff.Member:
    token = desk.write(invites.make, SHELL, name, role, institutions, NOON)
    return desk.write(invites.accept_on_web, token, "", "hash", NOON)


def actor(desk: Database, name: str) -> Actor:
    return desk.read(staff.actor_named, name, "web")


def test_the_first_owner_comes_by_a_link_and_no_second_one_does(database: Database):
    tokens = [database.write(invites.first_owner, NOON) for _ in range(2)]
    assert len(tokens[0]) >= 32
    who = database.write(invites.accept_on_web, tokens[0], " 安　娜 ", "hash", NOON)
    assert (who.name, who.role, who.active, who.has_password) == ("安 娜", "owner", True, True)
    assert database.write(invites.first_owner, NOON) is None
    with pytest.raises(InputError, match="用过"):
        database.write(invites.accept_on_web, tokens[1], "坏人", "hash", NOON)


def test_a_link_lets_in_once(desk: Database):
    token = desk.write(invites.make, SHELL, "小王", "clerk", ["tianshan"], NOON)
    assert desk.read(invites.peek, token, NOON) == invites.Invite("小王", "clerk", ("tianshan",))
    assert desk.write(invites.accept_on_web, token, "别的名字", "hash", NOON).name == "小王"
    assert desk.read(invites.peek, token, NOON) is None
    with pytest.raises(InputError, match="用过"):
        desk.write(invites.accept_in_chat, token, PHONE, NOON)


@pytest.mark.parametrize(("hours", "open_"), [(23, True), (24, False), (240, False)])
def test_a_link_lasts_a_day(desk: Database, hours, open_):
    token = desk.write(invites.make, SHELL, "小王", "viewer", [], NOON)
    later = NOON + timedelta(hours=hours)
    assert (desk.read(invites.peek, token, later) is not None) is open_
    if not open_:
        with pytest.raises(InputError, match="过期"):
            desk.write(invites.accept_on_web, token, "", "hash", later)


def test_of_many_who_open_a_link_at_once_one_comes_in(desk: Database):
    token = desk.write(invites.make, SHELL, "小王", "editor", [], NOON)

    def accept(number: int) -> bool:
        try:
            desk.write(invites.accept_in_chat, token, Address("telegram", str(number)), NOON)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, range(8))) == 1


def test_a_newer_link_for_a_name_ends_the_older(desk: Database):
    first = desk.write(invites.make, SHELL, "小王", "editor", [], NOON)
    second = desk.write(invites.make, SHELL, "小王", "viewer", [], NOON)
    assert desk.read(invites.peek, first, NOON) is None
    assert desk.write(invites.accept_on_web, second, "", "hash", NOON).role == "viewer"


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u202e", "长" * 41])
def test_a_name_is_a_name(desk: Database, name):
    with pytest.raises(InputError, match="1 到 40"):
        desk.write(invites.make, SHELL, name, "viewer", [], NOON)


def test_a_name_that_only_looks_different_is_the_same(desk: Database):
    joined(desk, "王 Li", "viewer")
    with pytest.raises(InputError, match="已经有"):
        desk.write(invites.make, SHELL, "王\u200b　Ｌi ", "viewer", [], NOON)


@pytest.mark.parametrize(
    ("role", "institutions", "wrong"),
    [("king", [], "没有「king」"), ("clerk", [], "至少一家"), ("clerk", ["tianshan", "nowhere"], "nowhere")],
)
def test_a_role_is_a_role_and_a_clerk_has_a_hospital(desk: Database, role, institutions, wrong):
    with pytest.raises(InputError, match=wrong):
        desk.write(invites.make, SHELL, "小王", role, institutions, NOON)


@pytest.mark.parametrize("role", ["editor", "clerk", "viewer"])
def test_only_owners_look_after_staff(desk: Database, role):
    who = joined(desk, "小王", role, "tianshan")
    ann = desk.read(staff.named, "安")
    for work, args in (
        (invites.make, ("新人", "owner", [])),
        (invites.again, (ann.id,)),
        (staff.move, (who.id, "owner", [])),
        (staff.remove, (ann.id,)),
    ):
        with pytest.raises(NotAllowed, match="小王"):
            desk.write(work, actor(desk, "小王"), *args, NOON)


def test_a_chat_speaks_for_who_opened_the_link_there(desk: Database):
    assert desk.read(staff.actor_of, PHONE, NOON) is None
    token = desk.write(invites.make, SHELL, "小王", "clerk", ["tianshan"], NOON)
    desk.write(invites.accept_in_chat, token, PHONE, NOON)
    assert desk.read(staff.actor_of, PHONE, NOON) == Actor("小王", "chat", "clerk", ("tianshan",))
    assert desk.read(staff.actor_of, Address("web", "7"), NOON) is None
    late = NOON + timedelta(days=400)
    assert desk.read(staff.actor_of, PHONE, late).name == "小王"


def test_a_browser_speaks_for_nobody_after_a_week(desk: Database):
    desk.write(invites.accept_in_chat, desk.write(invites.make, SHELL, "本", "editor", [], NOON), BROWSER, NOON)
    assert desk.read(staff.actor_of, BROWSER, NOON + timedelta(days=6)).name == "本"
    assert desk.read(staff.actor_of, BROWSER, NOON + timedelta(days=7)) is None


def test_another_link_sets_a_new_password_and_keeps_the_place(desk: Database):
    who = joined(desk, "小王", "clerk", "tianshan")
    cookie = desk.write(sessions.start, who, NOON)
    token = desk.write(invites.again, actor(desk, "安"), who.id, NOON)
    assert desk.read(invites.peek, token, NOON).known
    desk.write(staff.move, actor(desk, "安"), who.id, "viewer", [], NOON)
    assert desk.write(invites.accept_on_web, token, "", "other", NOON).role == "viewer"
    assert desk.read(sessions.find, cookie, NOON) is None


def test_who_goes_is_out_at_once_everywhere(desk: Database):
    ben = joined(desk, "本", "owner")
    cookie = desk.write(sessions.start, ben, NOON)
    desk.write(invites.accept_in_chat, desk.write(invites.again, SHELL, ben.id, NOON), PHONE, NOON)
    for_ben = desk.write(invites.again, SHELL, ben.id, NOON)
    by_ben = desk.write(invites.make, actor(desk, "本"), "朋友", "owner", [], NOON)
    desk.write(staff.remove, actor(desk, "安"), ben.id, NOON)
    assert desk.read(sessions.find, cookie, NOON) is None
    assert desk.read(staff.actor_of, PHONE, NOON) is None
    assert desk.read(invites.peek, for_ben, NOON) is None
    assert desk.read(invites.peek, by_ben, NOON) is None
    with pytest.raises(InputError, match="在职"):
        actor(desk, "本")
    back = joined(desk, "本", "viewer")
    assert (back.id, back.role, back.active) == (ben.id, "viewer", True)


def test_who_is_no_owner_any_more_leaves_no_open_links_behind(desk: Database):
    ben = joined(desk, "本", "owner")
    by_ben = desk.write(invites.make, actor(desk, "本"), "朋友", "owner", [], NOON)
    desk.write(staff.move, actor(desk, "安"), ben.id, "viewer", [], NOON)
    assert desk.read(invites.peek, by_ben, NOON) is None


def test_the_last_owner_stays(desk: Database):
    ann = desk.read(staff.named, "安")
    for work, args in ((staff.remove, ()), (staff.move, ("editor", []))):
        with pytest.raises(NotAllowed, match="最后一位"):
            desk.write(work, SHELL, ann.id, *args, NOON)
    ben = joined(desk, "本", "owner")
    desk.write(staff.remove, actor(desk, "本"), ann.id, NOON)
    with pytest.raises(NotAllowed, match="最后一位"):
        desk.write(staff.remove, SHELL, ben.id, NOON)


def test_of_two_owners_who_send_each_other_away_at_once_one_stays(desk: Database):
    both = [desk.read(staff.named, "安"), joined(desk, "本", "owner")]

    def send_away(number: int) -> bool:
        try:
            desk.write(staff.remove, both[1 - number].actor("web"), both[number].id, NOON)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send_away, range(2))) == [False, True]
    assert desk.read(staff.owners) == 1


def test_everything_is_written_down(desk: Database):
    who = joined(desk, "小王", "clerk", "tianshan")
    desk.write(staff.move, actor(desk, "安"), who.id, "clerk", ["tianshan", "longhua"], NOON)
    desk.write(publish, [Edit(("institution", "tianshan"), Institution(id="tianshan", name="天山", short="天山"))],
               "staff", actor(desk, "安"), NOON + timedelta(minutes=1))  # fmt: skip
    desk.write(staff.remove, actor(desk, "安"), who.id, NOON + timedelta(minutes=2))
    told = [(x.who, x.door, x.action, x.subject, x.before, x.after) for x in desk.read(audit.page, 50)]
    assert told == [
        ("安", "web", "remove", "小王", "clerk tianshan longhua", ""),
        ("安", "web", "change", "institution tianshan", "name=tianshan", "name=天山"),
        ("安", "web", "role", "小王", "clerk tianshan", "clerk tianshan longhua"),
        ("小王", "web", "accept", "小王", "", "clerk tianshan"),
        ("root", "command", "invite", "小王", "", "clerk tianshan"),
        ("安", "web", "accept", "安", "", "owner"),
    ]
    assert not any("hash" in line.after for line in desk.read(audit.page, 50))


def test_the_audit_is_read_page_by_page_without_gap_or_double(desk: Database):
    for number in range(7):
        moment = NOON + timedelta(seconds=number // 3)
        fact = Institution(id="longhua", name=f"龙华{number}", short="龙华")
        desk.write(publish, [Edit(("institution", "longhua"), fact)], "staff", actor(desk, "安"), moment)
        desk.write(audit.record, SHELL, moment, "role", str(number))
    everything, paged, last = [line.key for line in desk.read(audit.page, 100)], [], ""
    while lines := desk.read(audit.page, 2, last):
        paged += [line.key for line in lines]
        last = lines[-1].key
    assert paged == everything == sorted(everything, reverse=True)
    assert [line.key for line in desk.read(lambda c: [*audit.whole(c)])] == everything
    assert len(everything) == 15
