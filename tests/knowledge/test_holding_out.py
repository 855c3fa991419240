"""Wordings held out of the Book: each as if it had never been written, each asked once whoever waits for it."""

from threading import Barrier, Thread

import msgspec
import pytest

from knowledge.book import Book
from knowledge.holding_out import HoldingOut, Trial
from knowledge.model import Entry
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical

NEARLY = 0.02
"""Of a likelihood: the lengths of other entries are not measured again for each wording."""


def texts(entry):
    return {fold(canonical(words)) for words in (entry.title, *entry.phrasings)}


def test_a_wording_held_out_is_as_if_the_book_had_never_had_it(book):
    own, wordings = book.questions.apart(), [(e, w) for e in book.entries.values() for w in e.phrasings][::500]
    assert len(wordings) > 9
    for entry, words in wordings:
        text = fold(canonical(words))
        left = tuple(other for other in entry.phrasings if fold(canonical(other)) != text)
        rest = {**book.entries, entry.id: msgspec.structs.replace(entry, phrasings=left)}
        own = own.with_changes(rest, {entry.id})
        hits = own.likely(text)
        own = own.with_changes(book.entries, {entry.id})
        told = book.questions.likely_without(text, entry.id)
        assert [hit.key for hit in told[:3]] == [hit.key for hit in hits[:3]]
        assert [hit.score for hit in told[:3]] == pytest.approx([hit.score for hit in hits[:3]], abs=NEARLY)


def test_an_entry_that_nothing_else_is_like_is_not_found_by_the_wording_that_is_held_out():
    far = Entry(id="far", title="月亮上的柜台", topic="programme", answer="没有。", phrasings=("wheelchair rental",))
    near = Entry(
        id="near", title="轮椅哪里借", topic="programme", answer="一楼。", phrasings=("轮椅去哪里借", "哪里借轮椅")
    )
    asked = Trial(Book({"entry": {"far": far, "near": near}})).asked(9)
    assert sorted((one.right, one.score > 0.6) for one in asked) == [(False, False), (True, True), (True, True)]


def test_those_who_press_at_once_share_the_work_and_the_next_book_begins_anew(book):
    held, together = HoldingOut(), Barrier(4)

    def press():
        together.wait()
        held.asked(book, 12)

    pressing = [Thread(target=press) for _ in range(4)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    first = held.asked(book, 0)
    assert len(first) == 12
    assert held.asked(book, 15)[:12] == first
    assert held.asked(Book(book.kinds, book.version + 1), 0) == ()
