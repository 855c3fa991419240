"""Who may change what: the matrix of roles, kinds and institutions, asked in one place for every door."""

import msgspec
import pytest

from knowledge.clinics import Change, Expert, Session
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.errors import Conflict, NotAllowed
from knowledge.model import Entry, Institution, Person, Source
from knowledge.permission import ACTIONS, Actor, check, is_reviewed, may
from knowledge.reading import states
from knowledge.undoing import restore, undo
from tests.conftest import NOON

OWN, OTHER = "tianshan", "longhua"


def _session(where):
    return Session(id="s", expert="e", institution=where, half_day="上午")


def _off(where, change="suspend", expert="e"):
    return Change(id="c", change=change, institution=where, expert=expert, first="2026-12-01")


def _roster(where):
    return Source(id=f"roster_{where}", title="排班表", publisher="医院", date="2026-11-20")


SESSION = _session(OWN)
EDITS = {
    "own session": ("session", None, SESSION),
    "own session ended": ("session", SESSION, None),
    "own expert": ("expert", None, Expert(id="e", name="甲", institution=OWN)),
    "own suspension": ("change", None, _off(OWN)),
    "own roster as a source": ("source", None, _roster(OWN)),
    "another's session": ("session", None, _session(OTHER)),
    "taking another's session over": ("session", _session(OTHER), SESSION),
    "giving one's own away": ("session", SESSION, _session(OTHER)),
    "another's suspension": ("change", None, _off(OTHER)),
    "a closure of nowhere": ("change", None, _off("", "close", "")),
    "another's source": ("source", None, _roster(OTHER)),
    "an entry": ("entry", None, Entry(id="q", title="问", topic="programme", answer="答")),
}
CLERK_MAY = {"own session", "own session ended", "own expert", "own suspension", "own roster as a source"}


@pytest.mark.parametrize("role", list(ACTIONS))
@pytest.mark.parametrize("edit", list(EDITS))
@pytest.mark.parametrize("door", ["chat", "web", "command", "import"])
def test_the_matrix(role, edit, door):
    actor = Actor("小王", door, role, (OWN,))
    allowed = role in {"owner", "editor"} or (role == "clerk" and edit in CLERK_MAY)
    if allowed:
        check(actor, *EDITS[edit])
    else:
        with pytest.raises(NotAllowed, match="小王"):
            check(actor, *EDITS[edit])


INVENTED = msgspec.structs.replace(_session(OTHER), sample=True)
SAMPLE_ROSTER = Source(id="sample_roster", title="示例", publisher="示例", date="2026-11-20")


@pytest.mark.parametrize(("fact", "kind"), [(INVENTED, "session"), (SAMPLE_ROSTER, "source")])
def test_a_clerks_roster_takes_the_sample_away_and_nobody_elses_real_one(fact, kind):
    clerk = Actor("小王", "import", "clerk", (OWN,))
    check(clerk, kind, fact, None)
    refused = [
        (clerk, kind, None, fact),
        (clerk, kind, fact, fact),
        (clerk, "session", _session(OTHER), None),
        (clerk, "source", _roster(OTHER), None),
        (Actor("小王", "web", "clerk", (OWN,)), kind, fact, None),
        (Actor("小王", "chat", "clerk", (OWN,)), kind, fact, None),
        (Actor("小王", "import", "viewer"), kind, fact, None),
    ]
    for actor, *edit in refused:
        with pytest.raises(NotAllowed, match="小王"):
            check(actor, *edit)


@pytest.mark.parametrize(("role", "action"), [(r, a) for r in ACTIONS for a in sorted(ACTIONS["owner"])])
def test_only_owners_look_after_staff_and_settings(role, action):
    assert may(Actor("x", "web", role), action) or role != "owner"
    if action in {"staff", "settings"}:
        assert may(Actor("x", "web", role), action) == (role == "owner")


ENTRY = Entry(id="q", title="怎么转诊", topic="referral_steps", answer="找家庭医生")
ANN, BEN = Actor("安", "web", "editor"), Actor("安", "web", "editor", reviewer="本")


def test_referral_text_needs_a_second_person(database: Database):
    edit = Edit(("entry", "q"), ENTRY)
    with pytest.raises(NotAllowed, match="另一个人"):
        database.write(publish, [edit], "staff", ANN, NOON)
    with pytest.raises(NotAllowed, match="另一个人"):
        database.write(publish, [edit], "staff", Actor("安", "web", "editor", reviewer="安"), NOON)
    assert database.write(publish, [edit], "staff", BEN, NOON) == 1


def test_nothing_is_written_when_one_of_many_edits_is_not_allowed(database: Database):
    clerk = Actor("小王", "web", "clerk", (OWN,))
    edits = [Edit(("session", "s"), SESSION), Edit(("session", "t"), EDITS["another's session"][2])]
    with pytest.raises(NotAllowed):
        database.write(publish, edits, "staff", clerk, NOON)
    assert database.write(publish, edits[:1], "staff", clerk, NOON) == 1


def test_the_second_of_two_editors_is_told(database: Database):
    database.write(publish, [Edit(("session", "s"), SESSION, 0)], "staff", ANN, NOON)
    database.write(publish, [Edit(("session", "s"), SESSION, 1)], "staff", ANN, NOON)
    with pytest.raises(Conflict, match="门诊刚才被别人改过"):
        database.write(publish, [Edit(("session", "s"), SESSION, 1)], "staff", ANN, NOON)


def test_anything_can_be_undone_and_any_revision_restored(database: Database):
    first = database.write(publish, [Edit(("entry", "q"), ENTRY)], "staff", BEN, NOON)
    changed = Entry(id="q", title="改过", topic="referral_steps", answer="错的")
    second = database.write(publish, [Edit(("entry", "q"), changed)], "staff", BEN, NOON)
    with pytest.raises(Conflict, match="后来又改过"):
        database.write(undo, first, ANN, NOON)
    database.write(undo, second, ANN, NOON)
    assert stored(database) == (ENTRY.answer, False)
    database.write(restore, 2, ANN, NOON)
    assert stored(database) == ("错的", False)
    with pytest.raises(LookupError):
        database.write(undo, 99, ANN, NOON)


@pytest.mark.parametrize("who", [Actor("本", "web", "owner"), Actor("安", "chat", "owner")])
def test_what_a_colleague_or_another_door_published_is_not_undone(database: Database, who: Actor):
    version = database.write(publish, [Edit(("entry", "q"), ENTRY)], "staff", BEN, NOON)
    with pytest.raises(NotAllowed, match="自己在这里发布"):
        database.write(undo, version, who, NOON)
    assert not stored(database)[1]


def test_nothing_is_archived_that_never_was(database: Database):
    for key in (("entry", "none"), ("pathway", "none"), ("session", "none")):
        with pytest.raises(LookupError):
            database.write(publish, [Edit(key, None, 0)], "staff", BEN, NOON)


def test_what_was_new_is_archived_when_undone(database: Database):
    version = database.write(publish, [Edit(("entry", "q"), ENTRY)], "staff", BEN, NOON)
    database.write(undo, version, ANN, NOON)
    assert stored(database)[1]


def stored(database):
    state = database.read(states)["entry", "q"]
    return state.fact.answer, state.archived


@pytest.mark.parametrize(
    ("changes", "reviewed"),
    [
        ({"answer": "别的话"}, True),
        ({"topic": "programme"}, True),
        ({"topic": "programme", "answer": "别的话"}, True),
        ({"english": "other words"}, True),
        ({"phrasings": ("转出去",)}, False),
        ({"verified_on": "2026-11-21", "confirmed_by": "安"}, False),
        ({"note": "给同事"}, False),
    ],
)
def test_a_second_person_sees_what_residents_will_be_told(changes, reviewed):
    assert is_reviewed("entry", ENTRY, msgspec.structs.replace(ENTRY, **changes)) is reviewed
    assert is_reviewed("entry", None, msgspec.structs.replace(ENTRY, **changes)), "it speaks of referral all the same"


@pytest.mark.parametrize(
    ("kind", "fact", "field"),
    [
        ("institution", Institution(id="i", name="某医院", short="某院"), "not_to_confuse"),
        ("person", Person(id="p", name="某", role="专家", institution="i", as_of="2026"), "status_note"),
    ],
)
def test_remarks_that_residents_are_told_of_hospitals_and_people_are_no_way_around(kind, fact, field):
    plain, delicate = (msgspec.structs.replace(fact, **{field: said}) for said in ("闵行区肿瘤医院", "先停药两周"))
    assert not is_reviewed(kind, fact, plain)
    assert is_reviewed(kind, fact, delicate)


def test_a_harmless_entry_does_not_become_referral_text_unseen():
    harmless = msgspec.structs.replace(ENTRY, title="轮椅哪里借", topic="programme", answer="一楼服务台")
    assert not is_reviewed("entry", None, harmless)
    for changes in (
        {"topic": "referral_steps"},
        {"answer": "转诊单也在一楼开"},
        {"phrasings": ("吃药以后能借轮椅吗",)},
    ):
        assert is_reviewed("entry", harmless, msgspec.structs.replace(harmless, **changes))
    assert not is_reviewed("entry", harmless, msgspec.structs.replace(harmless, phrasings=("借轮椅",)))
    assert is_reviewed("entry", ENTRY, harmless), "taking the words of referral out changes what is told of it"
    assert not is_reviewed("entry", ENTRY, None)  # taking words away at once harms nobody
