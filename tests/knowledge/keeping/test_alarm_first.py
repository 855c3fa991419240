"""Nothing that staff can write in the Book comes before an alarm: the words of danger live in files, not in facts."""

import msgspec
import pytest

from knowledge import model as m
from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.clinics import Expert
from knowledge.comprehension import Reader
from knowledge.holidays import Calendar
from knowledge.kinds import KINDS
from knowledge.wording import Voice
from tests.conftest import NOON

ALARMS = {
    "我不想活了": "crisis",
    "活着没意思想死": "crisis",
    "我割腕了": "crisis",
    "胸口痛得喘不上气": "emergency",
    "我爸突然半边身体不能动说不出话": "emergency",
    "孩子吞了一整瓶药": "emergency",
}


def facts(words):
    """A fact of every kind that holds words, in every place in which they could be heard."""
    known = {"sources": ("wording",), "id": "quiet"}
    return (
        (
            "entry",
            m.Entry(**known, title=words, topic="programme", answer="没事", phrasings=(words,), requires=(words,)),
        ),
        ("entry", m.Entry(**known, title=words, topic="smalltalk", answer="没事", kind="smalltalk")),
        ("entry", m.Entry(**known, title=words, topic="out_of_scope", answer="没事", kind="decline")),
        ("institution", m.Institution(**known, name=words, short=words, aliases=(words,), also_place=(words[:3],))),
        ("specialty", m.Specialty(**known, name=words, words=(words,))),
        ("alliance", m.Alliance(**known, name=words, short=words, aliases=(words,))),
        ("locality", m.Locality(**known, name=words, kind="town", district="jingan")),
        ("district", m.District(**known, name=words, point=(31.2, 121.4), aliases=(words,))),
        ("person", m.Person(**known, name=words, role="x", institution="longhua", as_of="2026")),
        ("expert", Expert(**known, name=words, institution="longhua", aliases=(words,))),
        ("hotline", m.Hotline(**known, number="12356", name=words, use=words, shown=False)),
        ("pathway", m.Pathway(**known, title=words, about=(words,), nodes=(m.Node(id="a", text=words),))),
    )


@pytest.mark.parametrize("words", list(ALARMS))
def test_no_fact_that_repeats_an_alarm_answers_instead_of_it(book, words):
    for kind, fact in facts(words):
        kinds = {**book.kinds, kind: {**book.kinds.get(kind, {}), fact.id: fact}}
        reader = Reader(Book(kinds, 2), Calendar())
        for said in (words, f"{words}怎么办", f"请问{words}"):
            answer = respond(reader.read(said, NOON), reader.book, Voice())
            assert answer.kind == ALARMS[words], (kind, said)
            assert "没事" not in answer.text


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_emptied_book_still_alarms(book, kind):
    reader = Reader(Book({name: facts for name, facts in book.kinds.items() if name != kind}, 2), Calendar())
    for words, wanted in ALARMS.items():
        answer = respond(reader.read(words, NOON), reader.book, Voice())
        assert answer.kind == wanted
        assert {choice.url for choice in answer.choices} & {"tel:120", "tel:12356", "tel:110"}


def test_the_numbers_of_an_alarm_are_not_the_books(book):
    changed = {key: msgspec.structs.replace(fact, shown=False) for key, fact in book.of("hotline", m.Hotline).items()}
    reader = Reader(Book({**book.kinds, "hotline": changed}, 2), Calendar())
    before = respond(Reader(book, Calendar()).read("我不想活了", NOON), book, Voice())
    after = respond(reader.read("我不想活了", NOON), reader.book, Voice())
    assert (after.text, after.choices) == (before.text, before.choices)
