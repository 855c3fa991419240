"""Who was let go, or has another place by now, does nothing with a request that came in before."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from knowledge import invites, queue, staff
from knowledge.adjusting import adjust
from knowledge.answered import put_back
from knowledge.clinics import Change, Expert, Session
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.errors import JiamenkouError, NotAllowed
from knowledge.keeping import proposals
from knowledge.model import Entry, Hotline
from knowledge.permission import ALARM_NUMBERS, Actor
from knowledge.reading import version
from knowledge.tuning import USUAL
from scheduler.replying import reply
from tests.conftest import NOON

SHELL = Actor("root", "command")
ENTRY = Entry(id="q", title="怎么转诊", topic="programme", answer="找家庭医生", confirmed_by="安")


def somebody(database, name, role="owner", *places):
    """Somebody of the staff as the desk knows them: ``places`` need not stand in the Book."""
    token = database.write(invites.make, SHELL, name, "viewer", (), NOON)
    who = database.write(invites.accept_on_web, token, "", "x", NOON)
    values = {"role": role, "institutions": str([*places]).replace("'", '"')}
    database.write(lambda c: c.execute(staff.t.staff.update().where(staff.t.staff.c.id == who.id).values(values)))
    return database.read(staff.member, who.id)


DEEDS = {
    "publishes": lambda c, actor: publish(c, [Edit(("entry", "q"), ENTRY)], "staff", actor, NOON),
    "invites": lambda c, actor: invites.make(c, actor, "同伙", "owner", (), NOON),
    "gives themselves a link": lambda c, actor: invites.again(c, actor, 2, NOON),
    "moves": lambda c, actor: staff.move(c, actor, 1, "viewer", (), NOON),
    "removes": lambda c, actor: staff.remove(c, actor, 1, NOON),
    "sets a password": lambda c, actor: staff.set_password(c, staff.member(c, 2), "y", actor, NOON),
    "sets": lambda c, actor: adjust(c, USUAL, USUAL, actor, NOON),
    "takes": lambda c, actor: queue.take(c, [1], actor, NOON),
    "puts back": lambda c, actor: put_back(c, [1], actor),
    "answers": lambda c, actor: reply(c, 1, "好", actor, NOON),
    "approves": lambda c, actor: proposals.approve(c, None, 1, actor, NOON),
    "refuses": lambda c, actor: proposals.refuse(c, 1, actor, "", NOON),
}


@pytest.mark.parametrize("deed", list(DEEDS))
@pytest.mark.parametrize("door", ["web", "chat", "import"])
def test_who_was_let_go_while_their_form_was_on_its_way_does_nothing_more(database: Database, deed, door):
    somebody(database, "安")
    somebody(database, "本")
    gone = somebody(database, "走")
    late = gone.actor(door)
    database.write(staff.remove, SHELL, gone.id, NOON)
    with pytest.raises(NotAllowed, match="走 的权限刚刚变了"):
        database.write(DEEDS[deed], late)
    assert {one.name: one.role for one in database.read(staff.members) if one.active} == {"安": "owner", "本": "owner"}
    assert database.read(version) == 0


@pytest.mark.parametrize("to", [("viewer", ()), ("clerk", ("longhua",))])
def test_another_role_or_other_hospitals_count_at_once(database: Database, to):
    somebody(database, "安")
    late = somebody(database, "王", "clerk", "tianshan").actor("web")
    values = {"role": to[0], "institutions": str([*to[1]]).replace("'", '"')}
    database.write(lambda c: c.execute(staff.t.staff.update().where(staff.t.staff.c.name == "王").values(values)))
    session = Session(id="s", expert="e", institution="tianshan", half_day="上午")
    with pytest.raises(NotAllowed, match="刚刚变了"):
        database.write(publish, [Edit(("session", "s"), session)], "staff", late, NOON)


@pytest.mark.parametrize("deed", [
    lambda actor, other: lambda c: staff.move(c, actor, other, "viewer", (), NOON),
    lambda actor, other: lambda c: staff.remove(c, actor, other, NOON),
], ids=["demote", "remove"])  # fmt: skip
def test_two_owners_who_put_each_other_out_at_the_same_moment_leave_one(database: Database, deed):
    ann, ben = (somebody(database, name) for name in ("安", "本"))
    both, outcomes = Barrier(2), []

    def at_once(actor, other):
        both.wait()
        try:
            database.write(deed(actor, other))
        except JiamenkouError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(at_once, ann.actor("web"), ben.id), pool.submit(at_once, ben.actor("web"), ann.id)]
        outcomes = [one.result() for one in tries]
    assert sorted(map(str, outcomes)) == sorted(map(str, [None, NotAllowed]))
    assert database.read(staff.owners) == 1


def test_a_link_opened_twice_at_the_same_moment_lets_one_in(database: Database):
    token, both = database.write(invites.first_owner, NOON), Barrier(2)

    def at_once(name):
        both.wait()
        try:
            database.write(invites.accept_on_web, token, name, "x", NOON)
        except JiamenkouError:
            return ""
        return name

    with ThreadPoolExecutor(2) as pool:
        got = [one.result() for one in [pool.submit(at_once, name) for name in ("安", "本")]]
    assert len([name for name in got if name]) == 1
    assert [one.name for one in database.read(staff.members)] == [name for name in got if name]


CLERK = Actor("王", "web", "clerk", ("tianshan",))


@pytest.mark.parametrize("fact", [
    ("session", Session(id="s", expert="theirs", institution="tianshan", half_day="上午")),
    ("change", Change(id="s", change="suspend", institution="tianshan", expert="theirs", first="2026-12-01")),
])  # fmt: skip
def test_a_clerk_speaks_for_no_expert_of_another_hospital(database: Database, fact):
    """Even under their own hospital's name: residents who ask for that expert would be told of it."""
    theirs = Expert(id="theirs", name="甲", institution="longhua", confirmed_by="安")
    own = Expert(id="theirs", name="甲", institution="tianshan", confirmed_by="安")
    database.write(publish, [Edit(("expert", "theirs"), theirs)], "file", SHELL, NOON)
    with pytest.raises(NotAllowed, match="甲 是别家医院的专家"):
        database.write(publish, [Edit((fact[0], "s"), fact[1])], "staff", CLERK, NOON)
    with pytest.raises(NotAllowed, match="只管自己医院的排班"):  # nor by making the expert theirs on the way
        database.write(publish, [Edit(("expert", "theirs"), own), Edit((fact[0], "s"), fact[1])], "staff", CLERK, NOON)
    database.write(publish, [Edit(("expert", "theirs"), own)], "file", SHELL, NOON)
    assert database.write(publish, [Edit((fact[0], "s"), fact[1])], "staff", CLERK, NOON) == 3


def test_whom_an_editor_lets_sit_at_a_clerks_hospital_the_clerk_keeps_there_and_nowhere_else(database: Database):
    theirs = Expert(id="theirs", name="甲", institution="longhua", confirmed_by="安")
    held = [Session(id=place, expert="theirs", institution=place, half_day="上午") for place in ("tianshan", "longhua")]
    edits = [Edit(("expert", "theirs"), theirs), *(Edit(("session", one.id), one) for one in held)]
    database.write(publish, edits, "file", SHELL, NOON)
    off = Change(id="c", change="suspend", institution="tianshan", expert="theirs", first="2026-12-01")
    database.write(publish, [Edit(("change", "c"), off)], "staff", CLERK, NOON)
    database.write(publish, [Edit(("session", "tianshan"), None)], "staff", CLERK, NOON)
    database.write(publish, [Edit(("session", "tianshan"), held[0])], "staff", CLERK, NOON)  # taken back
    moved = Session(id="tianshan", expert="theirs", institution="yueyang", half_day="上午")
    two = Actor("王", "web", "clerk", ("tianshan", "yueyang"))
    for actor, fact in ((CLERK, held[1]), (two, moved)):
        with pytest.raises(NotAllowed):
            database.write(publish, [Edit(("session", fact.id), fact)], "staff", actor, NOON)
    with pytest.raises(NotAllowed, match="只管自己医院的排班"):
        database.write(publish, [Edit(("expert", "theirs"), theirs)], "staff", CLERK, NOON)


LINE = Hotline(id="h", number="120", name="急救", use="急救", confirmed_by="安")


@pytest.mark.parametrize("role", ["owner", "editor"])
@pytest.mark.parametrize("after", [
    None,
    Hotline(id="h", number="129", name="急救", use="急救"),
    Hotline(id="h", number="120", name="急救", use="急救", shown=False),
])  # fmt: skip
def test_a_number_that_saves_lives_is_neither_hidden_nor_put_away_nor_changed(database: Database, role, after):
    database.write(publish, [Edit(("hotline", "h"), LINE)], "shipped", SHELL, NOON)
    actor = Actor("安", "web", role)
    with pytest.raises(NotAllowed, match="120 是救命的电话"):
        database.write(publish, [Edit(("hotline", "h"), after)], "staff", actor, NOON)
    renamed = Hotline(id="h", number="120", name="医疗急救", use="急救")
    assert database.write(publish, [Edit(("hotline", "h"), renamed)], "staff", actor, NOON) == 2


@pytest.mark.parametrize("number", sorted(ALARM_NUMBERS))
def test_no_second_line_takes_a_number_that_saves_lives(database: Database, number):
    second = Hotline(id="h2", number=number, name="代购", use="代购")
    with pytest.raises(NotAllowed, match=number):
        database.write(publish, [Edit(("hotline", "h2"), second)], "staff", Actor("安", "web"), NOON)
