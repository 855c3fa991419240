"""Answers that stand in the Book as they are said: entries found by how a question is worded."""

from collections.abc import Sequence

from knowledge import model as m
from knowledge.answering.answer import (
    Answer,
    Candidate,
    Named,
    alliance_named,
    base_named,
    district_named,
    institution_named,
    specialty_named,
)
from knowledge.book import Book
from knowledge.message import Choice
from knowledge.questions import may_be_meant
from knowledge.understanding.index import Hit
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.wording import Voice

_SHOWN = 3
_SAME_HOSPITAL = 0.15


def fitting(
    hits: Sequence[Hit], meaning: Meaning, book: Book, topics: frozenset[str] = frozenset()
) -> list[tuple[m.Entry, float]]:
    """Entries that may answer, best first: their needed words were heard, their topic is one of ``topics`` if given."""
    heard = sound_with_spelling(meaning.text)
    named = {mention.id for mention in meaning.of("institution")}
    held = ((book.entries.get(hit.key), hit) for hit in hits)
    fits = [
        (entry, hit.score + _about_the_same(entry, named))
        for entry, hit in held
        if entry is not None and _may(entry, heard, topics) and not _beside_the_point(entry, meaning)
    ]
    return sorted(fits, key=lambda fit: -fit[1])


def _beside_the_point(entry: m.Entry, meaning: Meaning) -> bool:
    """A referral to a hospital, when its experts or a reminder were asked for and no word of moving was heard."""
    other = meaning.wants("remind", "follow", "expert") and not meaning.wants("referral", "early", "green")
    return entry.topic == "referral_steps" and bool(entry.found.get("institution")) and other


def _about_the_same(entry: m.Entry, named: set[str]) -> float:
    """A bonus when the entry speaks of a hospital that was named, a malus when it speaks of others only."""
    told = set(entry.found.get("institution", ())) if named else set()
    if not told:
        return 0.0
    return _SAME_HOSPITAL if named & told else -_SAME_HOSPITAL


def _may(entry: m.Entry, heard: str, topics: frozenset[str]) -> bool:
    return (not topics or entry.topic in topics) and may_be_meant(entry, heard)


def said(entry: m.Entry, score: float, book: Book, voice: Voice) -> Answer:
    """An entry as an answer, with the words that old, planned or inferred facts need."""
    lines = [voice.pick(entry.answer, entry.english)]
    if entry.status == "inferred":
        lines.append(voice.say("inferred"))
    if entry.kind == "handoff" and entry.desk and entry.desk not in entry.answer and not voice.english:
        lines.append(voice.say("desk", desk=entry.desk))
    return Answer(
        kind="answer" if entry.kind == "smalltalk" else entry.kind,
        topic=entry.topic,
        title=voice.pick(entry.title, entry.english_title) if entry.kind == "answer" else "",
        text="\n".join(lines),
        found=_found(entry, book),
        score=min(1.0, score),
        sources=entry.sources,
        verified_on=entry.verified_on or entry.as_of,
        confirmed_by=entry.confirmed_by,
        subject=f"entry:{entry.id}",
        unanswered="handoff" if entry.kind == "handoff" else "",
    )


def _found(entry: m.Entry, book: Book) -> dict[str, tuple[Named, ...]]:
    make = {
        "institution": lambda i: institution_named(book.institutions[i]),
        "base": lambda i: base_named(book.bases[i], book),
        "alliance": lambda i: alliance_named(book.alliances[i]),
        "specialty": lambda i: specialty_named(book.specialties[i]),
        "district": lambda i: district_named(book.districts[i]),
    }
    return {kind: tuple(make[kind](i) for i in ids) for kind, ids in entry.found.items() if kind in make}


def which(fits: list[tuple[m.Entry, float]], voice: Voice) -> Answer:
    """「您是想问哪一个？」 with at most three buttons."""
    shown = fits[:_SHOWN]
    return Answer(
        kind="choices",
        topic=shown[0][0].topic,
        text=voice.say("did_you_mean"),
        choices=tuple(
            Choice(label=voice.pick(entry.title, entry.english_title), token=f"entry:{entry.id}") for entry, _ in shown
        ),
        candidates=candidates(fits),
        score=shown[0][1],
        subject="entries",
    )


def candidates(fits: list[tuple[m.Entry, float]]) -> tuple[Candidate, ...]:
    """Up to five things the question may have meant."""
    return tuple(Candidate(entry.title, round(score, 3)) for entry, score in fits[:5])


def hit_titles(hits: tuple[Hit, ...], book: Book) -> tuple[Candidate, ...]:
    """The same for hits that no rule took."""
    return tuple(Candidate(book.entries[h.key].title, round(h.score, 3)) for h in hits if h.key in book.entries)[:5]
