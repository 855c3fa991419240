"""The Book in memory: frozen, each version beside the next."""

import msgspec

from knowledge import model as m
from knowledge.book import Book
from knowledge.reading import Changes
from tests.knowledge.facts import facts, replaced

KEY = ("entry", "early")


def town() -> Book:
    return Book.from_changes(Changes(1, facts(), ()))


def found(book: Book, words: str) -> list[str]:
    return [hit.key for hit in book.questions.likely(words)]


def test_an_empty_book_answers_nothing_and_breaks_nothing():
    empty = Book.from_changes(Changes(0, {}, ()))
    assert (empty.version, empty.bases, empty.entries, empty.hotlines) == (0, {}, {}, {})
    assert found(empty, "什么是早预约") == []


def test_a_change_makes_a_new_book_and_leaves_the_old_one():
    old = town()
    assert found(old, "什么是早预约") == ["early"]
    new = old.with_changes(Changes(2, {KEY: replaced(KEY, title="兰花怎么养", answer="多晒太阳。")}, ()))
    assert (old.version, new.version) == (1, 2)
    assert (old.entries["early"].answer, new.entries["early"].answer) == ("社区先约。", "多晒太阳。")
    assert found(old, "什么是早预约") == found(new, "兰花怎么养") == ["early"]
    assert found(old, "兰花怎么养") == []
    assert new.kinds["institution"] is old.kinds["institution"]


def test_what_is_taken_out_is_found_no_more():
    new = town().with_changes(Changes(2, {}, (KEY, ("base", "b1"), ("hotline", "never"))))
    assert new.entries == new.bases == {}
    assert new.base_at == new.bases_led_by == {}
    assert found(new, "什么是早预约") == []


def test_a_whole_book_replaces_everything():
    other = {("source", "paper"): facts()["source", "paper"]}
    new = town().with_changes(Changes(7, other, (), whole=True))
    assert new.version == 7
    assert {kind: len(held) for kind, held in new.kinds.items() if held} == {"source": 1}
    assert found(new, "什么是早预约") == []


def test_a_retired_hotline_is_not_shown():
    lines = {("hotline", n): m.Hotline(id=n, number=n, name=n, use="u", shown=n != "2") for n in ("1", "2")}
    assert set(Book.from_changes(Changes(1, lines, ())).hotlines) == {"1"}


def test_step_by_step_is_the_same_as_at_once(book: Book):
    keys = [(kind, key) for kind, held in book.kinds.items() for key in held]
    grown = Book.from_changes(Changes(0, {}, ()))
    for n, start in enumerate(range(0, len(keys), 97), 1):
        grown = grown.with_changes(Changes(n, {k: book.kinds[k[0]][k[1]] for k in keys[start : start + 97]}, ()))
    assert grown.kinds == book.kinds
    for words in ("什么是早预约", "绿色通道怎么走", "精神专科联盟有哪些"):
        assert found(grown, words)[:1] == found(book, words)[:1]


def test_the_shipped_book_is_what_the_papers_say(book: Book):
    assert (len(book.bases), len(book.districts), len({base.lead for base in book.bases.values()})) == (17, 16, 4)
    assert {base.district for base in book.bases.values()} == set(book.districts)
    assert len({*book.alliances["psy_alliance"].members, *book.alliances["psy_alliance"].leads}) == 11
    assert all(msgspec.to_builtins(fact)["id"] == key for held in book.kinds.values() for key, fact in held.items())
