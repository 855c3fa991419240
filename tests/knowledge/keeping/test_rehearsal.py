"""Rehearsing an edit finds what asking every known wording of the Book, before and after, would find.

Long: the table of edits stands beside the full replay that each is held against.
"""

from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.comprehension import Reader
from knowledge.keeping.golden import Golden
from knowledge.keeping.leading import asked, likest
from knowledge.keeping.rehearsal import Rehearsal
from knowledge.keeping.renaming import MOST, new_names
from knowledge.model import Entry, Institution, Locality
from knowledge.reading import Changes
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical
from tests.conftest import NOON

KEPT = (
    "early_how", "early_app", "ref_sign_how", "ref_base_shuguang", "con_lead_vs_base", "psy_what", "talk_who",
    "no_rank", "cost_birth", "desk_vaccine",
)  # fmt: skip
NEW = Entry(id="new", title="月亮上的拐杖在哪里借", topic="programme", answer="服务台。")


@pytest.fixture(scope="module")
def small(book):
    """The shipped Book with few entries and places, so that all of it can be asked again and again."""
    kinds = dict(book.kinds)
    kinds["entry"] = {i: replace(kinds["entry"][i], found={}) for i in KEPT}
    kinds["entry"]["shy"] = replace(
        NEW, id="shy", title="拐杖坏了找谁", requires=("拐杖",), phrasings=("轮椅怎么借", "早预约能借轮椅吗")
    )
    kinds["locality"] = dict(islice(kinds["locality"].items(), 10))
    kinds["expert"] = {"wang": Expert(id="wang", name="王大年", institution="longhua")}
    return Book(kinds, 1)


@pytest.fixture(scope="module")
def reader(small):
    return Reader(small, small.clinics.calendar)


@pytest.fixture(scope="module")
def rehearsal():
    return Rehearsal()


@pytest.fixture(scope="module")
def replayed(small, reader):
    """Everything asked anew, of Books made anew, with nothing left out."""
    golden = Golden(small).asked
    now = {one: asked(reader, one.words, NOON) for one in golden}
    likely = {one: likest(small.questions, small.entries, one.text) for one in golden}

    def replay(key, fact):
        held = {i: one for i, one in (small.kinds[key[0]] | {key[1]: fact}).items() if one is not None}
        later = Book({**small.kinds, key[0]: held}, 2)
        then = Reader(later, later.clinics.calendar)
        if key[0] == "entry":
            return reworded(golden, likely, reader, then, key)
        short = sorted(golden, key=lambda one: len(one.text))
        found = [(one, now[one], asked(then, one.words, NOON)) for one in short]
        moved = [
            told(one.words, old, new, old.sure and one.home != key) for one, old, new in found if old.way != new.way
        ]
        said = [(words, asked(reader, words, NOON), asked(then, words, NOON)) for words in new_names(small, later, key)]
        known = {fold(canonical(words)) for words, *_ in moved}
        more = [
            told(w, a, b, True) for w, a, b in said if a.sure and a.way != b.way and fold(canonical(w)) not in known
        ]
        return moved + more

    return replay


def reworded(golden, likely, reader, then, key):
    """Of an entry: what its likeness to known wordings changes, and what its new wordings find as they are asked."""
    questions, entries, found, known = then.book.questions, then.book.entries, [], set()
    for one in golden:
        if one.home[0] == "entry":
            old, new = likely[one], likest(questions, entries, one.text)
            if old.way != new.way and key in {old.key, new.key}:
                known.add(one.text)
                found.append(told(one.words, old, new, old.key == one.home != key))
    had, has = (texts(book.entries.get(key[1])) for book in (reader.book, then.book))
    for text, words in has.items():
        old, new = asked(reader, words, NOON), asked(then, words, NOON)
        if (text, words) in had.items() or text in known:
            continue
        if new.key != key or (old.sure and old.key != key):
            found.append(told(words, old, new, new.key == key))
    return sorted(found)


def texts(entry):
    return {fold(canonical(words)): words for words in (entry.title, *entry.phrasings)} if entry else {}


def told(words, before, after, stolen):
    return words, before.way, after.way, bool(stolen)


def check(rehearsal, reader, replayed, key, fact):
    """The same is found; of a name that is too common to ask everything, nothing else is, and it is said."""
    moves, expected = rehearsal.moved(reader, key, fact, NOON), replayed(key, fact)
    found = [told(m.words, m.before, m.after, m.stolen) for m in moves.moved]
    if moves.unasked:
        assert key[0] != "entry"
        assert set(found) <= set(expected)
    elif key[0] == "entry":
        assert sorted(found) == expected
    else:
        assert found == expected[:MOST]
    return moves


def reworded_entry(book, key, **changes):
    return ("entry", key), replace(book.entries[key], **changes)


def more(book, key, *words):
    return reworded_entry(book, key, phrasings=(*book.entries[key].phrasings, *words))


def renamed(book, key, *words, field="aliases"):
    fact = book.kinds[key[0]][key[1]]
    return key, replace(fact, **{field: (*getattr(fact, field), *words)})


def without(book, key):
    return ("institution", key), replace(book.institutions[key], aliases=(), also_place=())


EDITS = {
    "new and like nothing": lambda b: (("entry", "new"), NEW),
    "a known title": lambda b: (("entry", "new"), replace(NEW, title="早预约怎么约？")),
    "a known title in other marks": lambda b: (("entry", "new"), replace(NEW, phrasings=("早预约怎么约!!",))),
    "a known wording, politely": lambda b: (("entry", "new"), replace(NEW, phrasings=("请问早预约怎么约",))),
    "hardly another": lambda b: (("entry", "new"), replace(NEW, phrasings=("早预约怎样子约",))),
    "an English one": lambda b: (("entry", "new"), replace(NEW, title="who are you", phrasings=("who are you all",))),
    "like an English one": lambda b: (("entry", "new"), replace(NEW, phrasings=("what is psychiatric alliance",))),
    "an unheard word's": lambda b: (("entry", "new"), replace(NEW, phrasings=("轮椅怎么借呀", "早预约能借轮椅"))),
    "one that facts answer": lambda b: (("entry", "new"), replace(NEW, phrasings=("龙华医院在哪里", "静安区的基地"))),
    "one that is an alarm": lambda b: (("entry", "new"), replace(NEW, phrasings=("我不想活了",))),
    "another's wording more": lambda b: more(b, "early_how", b.entries["ref_sign_how"].title),
    "a new wording": lambda b: more(b, "early_how", "拐杖到哪里去借呢"),
    "a wording less": lambda b: reworded_entry(b, "early_how", phrasings=b.entries["early_how"].phrasings[1:]),
    "no wording but the title": lambda b: reworded_entry(b, "talk_who", phrasings=()),
    "a needed word": lambda b: reworded_entry(b, "early_how", requires=("早预约",)),
    "no needed word": lambda b: reworded_entry(b, "shy", requires=()),
    "another answer": lambda b: reworded_entry(b, "early_how", answer="请看公告。"),
    "an entry gone": lambda b: (("entry", "early_app"), None),
    "another's name": lambda b: renamed(b, ("institution", "longhua"), "曙光医院"),
    "a word of many questions": lambda b: renamed(b, ("institution", "longhua"), "早预约"),
    "a word of nearly all": lambda b: renamed(b, ("institution", "longhua"), "社区", "预约"),
    "a name of its own": lambda b: renamed(b, ("institution", "longhua"), "新名堂医院"),
    "a word that is a place too": lambda b: renamed(b, ("institution", "longhua"), "家庭", field="also_place"),
    "letters": lambda b: renamed(b, ("institution", "longhua"), "app", "hpv疫苗"),
    "nearly another's name": lambda b: renamed(b, ("institution", "longhua"), "曙光第一医院"),
    "no other names": lambda b: without(b, "shuguang"),
    "a new hospital": lambda b: (
        ("institution", "fresh"),
        Institution(id="fresh", name="同济互联网医院", short="同济", aliases=("精神科联盟",)),
    ),
    "a base elsewhere": lambda b: (
        ("base", min(b.bases)),
        replace(b.bases[min(b.bases)], institution="longhua", lead="shuguang"),
    ),
    "a base in another month": lambda b: (("base", min(b.bases)), replace(b.bases[min(b.bases)], planned="2021-12")),
    "an alliance": lambda b: renamed(b, ("alliance", min(b.kinds["alliance"])), "早预约"),
    "a district": lambda b: renamed(b, ("district", "jingan"), "家庭医生"),
    "a place": lambda b: (
        ("locality", "fresh"),
        Locality(id="fresh", name="红房子", kind="quarter", district="jingan"),
    ),
    "a field": lambda b: renamed(b, ("specialty", min(b.specialties)), "早预约", field="words"),
    "somebody": lambda b: (("person", min(b.people)), replace(b.people[min(b.people)], name="早预约")),
    "an expert like another": lambda b: (
        ("expert", "fresh"), Expert(id="fresh", name="王大明", institution="shuguang")
    ),
    "an expert as a place": lambda b: (("expert", "fresh"), Expert(id="fresh", name="龙华", institution="shuguang")),
}  # fmt: skip
COMMON = {"a word of nearly all"}
STILL = {"a base in another month", "another answer", "a new wording", "a name of its own", "new and like nothing"}


@pytest.mark.parametrize("edit", EDITS)
def test_it_finds_what_asking_everything_finds(small, reader, rehearsal, replayed, edit):
    key, fact = EDITS[edit](small)
    moves = check(rehearsal, reader, replayed, key, fact)
    assert edit in COMMON or not moves.common
    assert key[0] == "base" or not moves.unasked or moves.harm


@pytest.mark.parametrize("edit", ["a known title", "a known wording, politely", "hardly another", "another's name"])
def test_what_is_taken_from_others_is_told(small, reader, rehearsal, edit):
    found = rehearsal.moved(reader, *EDITS[edit](small), NOON).moved
    assert any(moved.stolen for moved in found)


@pytest.mark.parametrize("edit", sorted(STILL))
def test_what_takes_nothing_is_told_to_take_nothing(small, reader, rehearsal, edit):
    assert not [moved for moved in rehearsal.moved(reader, *EDITS[edit](small), NOON).moved if moved.stolen]


@pytest.fixture(scope="module")
def whole(book):
    """The rehearsal of the whole shipped Book, and its reader."""
    return Rehearsal(), Reader(book, book.clinics.calendar)


def test_a_base_with_another_lead_brings_no_name_that_is_too_common(whole, book):
    """Nobody can choose a longer name for it: of what speaks of its hospitals some is asked, and the rest is told."""
    rehearsal, reader = whole
    moves = rehearsal.moved(reader, ("base", "base_01"), replace(book.bases["base_01"], lead="yueyang"), NOON)
    assert moves.asked > 9
    assert moves.unasked > 0
    assert not moves.harm


@pytest.mark.parametrize("word", ["预约", "社区", "医院"])
def test_a_name_of_hundreds_of_questions_is_warned_of_and_what_was_not_tried_is_told(whole, book, word):
    rehearsal, reader = whole
    key, fact = renamed(book, ("institution", "longhua"), word)
    moves = rehearsal.moved(reader, key, fact, NOON)
    assert moves.common
    assert moves.harm
    assert len(moves.moved) <= moves.asked < moves.unasked


@st.composite
def wordings(draw, entries):
    """Pieces of known wordings put together, as a clerk who copies does."""
    known = [words for entry in entries.values() for words in (entry.title, *entry.phrasings)]
    first, second = draw(st.sampled_from(known)), draw(st.sampled_from(known))
    return draw(st.sampled_from((first, first[2:] + "呀", "请问" + first, first[: len(first) // 2] + second[2:])))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_edit_of_an_entry_is_rehearsed_as_if_everything_was_asked(small, reader, rehearsal, replayed, data):
    key = data.draw(st.sampled_from([*KEPT, "shy", "new"]))
    held = small.entries.get(key, NEW)
    words = data.draw(st.lists(wordings(small.entries), min_size=1, max_size=3, unique=True))
    kept = held.phrasings[: data.draw(st.integers(0, len(held.phrasings)))]
    edit = ("entry", key), replace(held, phrasings=(*kept, *words))
    check(rehearsal, reader, replayed, *edit)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_new_name_is_rehearsed_as_if_everything_was_asked(small, reader, rehearsal, replayed, data):
    kind = data.draw(st.sampled_from(("institution", "alliance", "district", "locality", "expert")))
    key = kind, data.draw(st.sampled_from(sorted(small.kinds[kind])))
    words = data.draw(wordings(small.entries))
    start = data.draw(st.integers(0, max(len(words) - 2, 0)))
    edit = renamed(small, key, words[start : start + data.draw(st.integers(2, 5))])
    check(rehearsal, reader, replayed, *edit)


def test_what_was_told_is_not_told_of_another_book_or_day(small, reader):
    rehearsal = Rehearsal()
    key, fact = EDITS["a known title"](small)
    told = rehearsal.moved(reader, key, fact, NOON)
    assert told.harm
    assert rehearsal.moved(reader, key, fact, NOON + timedelta(hours=1)) is told
    assert rehearsal.moved(reader, key, fact, NOON + timedelta(days=1)) is not told
    without = small.with_changes(Changes(2, {}, (("entry", "early_how"),)))
    assert rehearsal.moved(reader.after(without), key, fact, NOON) != told
