"""What is saved at the desk fits the Book, is looked at by a second person where it must be, and can be taken back."""

from datetime import timedelta

import msgspec
import pytest

from knowledge import audit
from knowledge.book import Book
from knowledge.editing import Edit
from knowledge.errors import Conflict, InputError, NotAllowed
from knowledge.keeping import history, proposals, saving
from knowledge.keeping.catalogue import find, label
from knowledge.keeping.fitting import clashes, misfits
from knowledge.keeping.linking import links_to
from knowledge.model import Entry, Institution
from knowledge.permission import Actor
from knowledge.reading import changes_since
from knowledge.unanswered import note
from knowledge.wording import Voice
from tests.conftest import NOON

ANN, BEN = Actor("安", "web", "editor"), Actor("本", "web", "editor")
OWN = Entry(
    id="wheelchair",
    title="轮椅哪里借",
    topic="programme",
    answer="请到一楼服务台。",
    confirmed_by="安",
    verified_on="2026-11-21",
)
REFERRAL = msgspec.structs.replace(OWN, id="how", title="怎么转诊出去", topic="referral_steps")


def book_of(database):
    return Book.from_changes(database.read(changes_since, 0))


def save(database, fact, seen=0, actor=ANN, kind="entry"):
    return database.write(saving.save, book_of(database), Edit((kind, fact.id), fact, seen), actor, NOON)


def test_what_fits_is_published(shipped):
    save(shipped, OWN)
    assert book_of(shipped).entries["wheelchair"].answer == "请到一楼服务台。"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sources": ("nowhere",)}, "知识库里没有"),
        ({"found": {"institution": ("nowhere",)}}, "知识库里没有"),
        ({"confirmed_by": ""}, "没有出处"),
        ({"id": "轮椅"}, "编号"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(shipped, changes, told):
    with pytest.raises(InputError, match=told):
        save(shipped, msgspec.structs.replace(OWN, **changes))


def test_a_name_that_already_means_another_hospital_is_refused(book):
    first, second, *_ = book.institutions.values()
    wrong = msgspec.structs.replace(second, aliases=(*second.aliases, first.name))
    assert [said for said in misfits(book, ("institution", second.id), wrong) if first.name in Voice().tell(said)]
    assert misfits(book, ("institution", second.id), second) == []


def test_a_specialty_keeps_its_name_and_shares_it_with_no_other(book):
    """By its name the words of complaints find it: another of that name, or none, would lead residents astray."""
    held = book.specialties["oncology"]
    assert misfits(book, ("specialty", "second"), msgspec.structs.replace(held, id="second"))
    assert misfits(book, ("specialty", held.id), msgspec.structs.replace(held, name="瘤科"))
    assert misfits(book, ("specialty", held.id), msgspec.structs.replace(held, words=("看瘤子",))) == []
    assert misfits(book, ("specialty", "heart"), msgspec.structs.replace(held, id="heart", name="心血管")) == []


def test_names_that_others_have_are_warned_of(book):
    entry, hospital = next(iter(book.entries.values())), next(iter(book.institutions.values()))
    assert clashes(book, ("entry", "new"), [entry.title, "完全没有人问过的话题"]) == {
        entry.title: [("entry", entry.id)]
    }
    assert clashes(book, ("entry", entry.id), [entry.title]) == {}
    assert clashes(book, ("alliance", "new"), [hospital.name])[hospital.name] == [("institution", hospital.id)]


def test_a_base_is_called_by_its_hospitals_name_alone_however_its_source_spells_it(book):
    called = {label(base, book): base for base in book.bases.values()}
    assert called["金山区中西医结合医院"].source_name == "金山区中西结合医院"
    assert len(called) == len(book.bases)
    assert find(book, "base", "金山区中西结合医院")[0] == called["金山区中西医结合医院"].id


def test_what_others_name_is_not_archived(shipped):
    book = book_of(shipped)
    base = next(iter(book.bases.values()))
    assert ("base", base.id) in links_to(book, ("institution", base.institution))
    with pytest.raises(InputError, match="用到它"):
        shipped.write(saving.save, book, Edit(("institution", base.institution), None), ANN, NOON)
    save(shipped, OWN)
    shipped.write(saving.save, book_of(shipped), Edit(("entry", OWN.id), None, 1), ANN, NOON)
    assert OWN.id not in book_of(shipped).entries
    assert [fact.id for fact in shipped.read(history.archived, "entry")] == [OWN.id]


def test_a_check_against_an_older_book_counts_for_nothing(shipped):
    old = book_of(shipped)
    save(shipped, OWN)
    with pytest.raises(saving.Behind):
        shipped.write(saving.save, old, Edit(("entry", "other"), msgspec.structs.replace(OWN, id="other")), ANN, NOON)


def test_one_tap_says_it_was_looked_over_today(shipped):
    key = ("institution", next(iter(book_of(shipped).institutions)))
    seen = shipped.read(history.state_of, key).revision
    shipped.write(saving.confirm, book_of(shipped), key, seen, ANN, NOON)
    fact = book_of(shipped).institutions[key[1]]
    assert (fact.verified_on, fact.confirmed_by) == ("2026-11-21", "安")
    with pytest.raises(Conflict):
        shipped.write(saving.confirm, book_of(shipped), key, seen, BEN, NOON)
    with pytest.raises(LookupError):
        shipped.write(saving.confirm, book_of(shipped), ("institution", "nowhere"), 1, ANN, NOON)


def test_referral_text_may_be_looked_over_and_asked_in_new_ways_by_one_person_but_not_changed(shipped):
    known = next(e for e in book_of(shipped).entries.values() if e.topic == "referral_steps")
    save(shipped, msgspec.structs.replace(known, phrasings=(*known.phrasings, "转诊要怎么弄呀")), None)
    shipped.write(saving.confirm, book_of(shipped), ("entry", known.id), 2, ANN, NOON)
    for changed in ({"answer": "随便去"}, {"topic": "programme", "answer": "随便去"}, {"topic": "programme"}):
        with pytest.raises(NotAllowed, match="另一个人"):
            save(shipped, msgspec.structs.replace(known, **changed), None)


def propose(database, fact=REFERRAL, seen=0, actor=ANN):
    return database.write(
        proposals.propose, book_of(database), Edit(("entry", fact.id), fact, seen), actor, "请看", NOON
    )


def approve(database, number, actor=BEN):
    return database.write(proposals.approve, book_of(database), number, actor, NOON)


def test_a_second_person_publishes_what_the_first_proposed(shipped):
    number = propose(shipped)
    assert [one.id for one in shipped.read(proposals.waiting)] == [number]
    with pytest.raises(NotAllowed, match="另一位"):
        approve(shipped, number, ANN)
    for role in ("clerk", "viewer"):
        with pytest.raises(NotAllowed):
            approve(shipped, number, Actor("丙", "web", role))
    approve(shipped, number)
    assert book_of(shipped).entries["how"].title == "怎么转诊出去"
    assert shipped.read(proposals.count) == 0
    with pytest.raises(Conflict, match="处理过"):
        approve(shipped, number)
    lines = [(line.who, line.action) for line in shipped.read(audit.page, 3)]
    assert set(lines) == {("安", "propose"), ("安", "add"), ("本", "review")}


def test_a_proposal_on_top_of_what_was_changed_since_is_not_published(shipped):
    approve(shipped, propose(shipped))
    number = propose(shipped, msgspec.structs.replace(REFERRAL, answer="甲"), 1)
    save(shipped, msgspec.structs.replace(REFERRAL, phrasings=("转出去",)), 1)
    with pytest.raises(Conflict, match=r"问答「.*」刚才被别人改过"):
        approve(shipped, number)
    shipped.write(proposals.refuse, number, BEN, "已经改过", NOON)
    assert (shipped.read(proposals.proposal, number).state, shipped.read(proposals.count)) == ("refused", 0)
    mine = propose(shipped, msgspec.structs.replace(REFERRAL, answer="乙"), 2)
    shipped.write(proposals.refuse, mine, ANN, "", NOON)
    assert shipped.read(proposals.proposal, mine).state == "withdrawn"


def test_questions_wait_in_the_proposal_that_answers_them(shipped):
    shipped.write(note, "转诊到底怎么弄法子", "unknown", "t", NOON)
    ids = [1]
    number = shipped.write(proposals.propose_for, book_of(shipped), ids, REFERRAL, ANN, NOON)
    approve(shipped, number)
    assert book_of(shipped).entries["how"].phrasings == ("转诊到底怎么弄法子",)


def test_history_tells_every_change_and_any_can_come_back(shipped):
    save(shipped, OWN)
    save(shipped, msgspec.structs.replace(OWN, answer="请到二楼服务台。"), 1)
    last, first = shipped.read(history.revisions, ("entry", OWN.id))
    assert (last.count, first.count, first.before, last.who) == (2, 1, None, "安")
    (changed,) = history.differences("entry", last.before, last.after)
    assert changed.field == "answer"
    assert [(piece.how, piece.text) for piece in changed.pieces] == [
        *[("same", "请到"), ("gone", "一"), ("new", "二"), ("same", "楼服务台。")]
    ]
    assert shipped.read(history.as_seen, ("entry", OWN.id), 1) == OWN
    assert shipped.read(history.as_seen, ("entry", OWN.id), 0) is None
    shipped.write(saving.bring_back, book_of(shipped), first.number, BEN, NOON + timedelta(days=1))
    assert book_of(shipped).entries[OWN.id] == OWN
    with pytest.raises(LookupError):
        shipped.write(saving.bring_back, book_of(shipped), 10**6, BEN, NOON)


def test_what_no_longer_fits_does_not_come_back(shipped):
    hospital = Institution(id="new_house", name="新医院", short="新医院", confirmed_by="安", verified_on="2026-11-21")
    save(shipped, hospital, kind="institution")
    save(shipped, msgspec.structs.replace(OWN, found={"institution": ("new_house",)}))
    save(shipped, OWN, 1)
    shipped.write(saving.save, book_of(shipped), Edit(("institution", "new_house"), None, 1), ANN, NOON)
    first = shipped.read(history.revisions, ("entry", OWN.id))[-1]
    with pytest.raises(InputError, match="写到的医院，知识库里没有"):
        shipped.write(saving.bring_back, book_of(shipped), first.number, ANN, NOON)


@pytest.mark.parametrize("length", [40, 10_000])
def test_texts_of_many_lines_that_repeat_are_compared_in_one_go(length):
    """The usual comparison needs minutes for them, in which nobody is answered: this test would not end."""
    old = "\n".join("甲乙"[n % 2] for n in range(length))
    new = "\n".join("乙甲"[n % 2] if n % 7 else "丙" for n in range(length))
    found = [*history.pieces(old, new)]
    assert "".join(one.text for one in found if one.how != "new") == old
    assert "".join(one.text for one in found if one.how != "gone") == new
