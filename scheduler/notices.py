"""What followers are told when a clinic changes: what is different, the expert's next one, who else, whom to phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from knowledge.answering import rescue
from knowledge.answering.sittings import expert_said, lines, status_said
from knowledge.book import Book
from knowledge.clinics import Change
from knowledge.feeds import roster_note
from knowledge.message import Choice, Message
from knowledge.timetable import Sitting
from knowledge.wording import Voice
from scheduler.touched import News, Touched, news, touched

_SHOWN: Final = 4
_NAMED: Final = 3
"""Experts whose schedules have a button each."""
_BACK: Final = frozenset({"withdrawn", "corrected", "resume"})
_AWAY: Final = frozenset({"suspended", "closed", "moved", "full"})


class Piece(msgspec.Struct, frozen=True):
    """One change as one person is told of it: what was announced before, what stands now, and what they follow."""

    before: Change | None
    after: Change | None
    subject: str

    @property
    def what(self) -> News:
        """What kind of news it is."""
        return news(self.before, self.after)


def touches(piece: Piece, book: Book, now: datetime) -> Touched:
    """What of a change concerns the one who is told; nothing when nothing of it is left."""
    return _of_subject(touched(piece.before, piece.after, book, now), piece.subject, book)


def notice(pieces: Sequence[Piece], book: Book, voice: Voice, now: datetime) -> Message | None:
    """The notice of some changes for somebody who follows their subjects (expert:ID, base:ID, session:ID).

    None when nothing is left. One change brings the expert's next clinic and who else there is; of several the list is
    what counts, each hospital's phone under it.
    """
    held = [(piece, told) for piece in pieces if (told := touches(piece, book, now)).all]
    if not held:
        return None
    kinds = list(dict.fromkeys(piece.what for piece, _ in held))
    parts = []
    for kind in kinds:
        parts += [voice.say("news_of", what=voice.say(f"news_{kind}"))] if len(kinds) > 1 else []
        changed = [line for piece, told in held if piece.what == kind for line in _changed(told, book, voice, kind)]
        parts += dict.fromkeys(changed)
    every = [sitting for _, told in held for sitting in told.all]
    if any(s.session.sample for s in every):
        parts.insert(0, voice.say("clinic_sample"))
    parts += [*_rescue([told for _, told in held], book, voice), voice.say("clinic_day")]
    subjects = list(dict.fromkeys(piece.subject for piece, _ in held))
    return Message(
        kind="notice",
        title=voice.say(f"news_{kinds[0]}" if len(kinds) == 1 else "news_several"),
        text="\n".join(parts),
        footnote=roster_note([s for _, told in held for s in told.now or told.without], book),
        facts={"topic": "suspension", "subject": subjects[0] if len(subjects) == 1 else ""},
        choices=_choices(every, subjects, book, voice),
    )


def _of_subject(told: Touched, subject: str, book: Book) -> Touched:
    """Only what concerns the one who is told: an expert's own, a base's own, one session."""
    kind, _, key = subject.partition(":")
    place = book.bases[key].institution if kind == "base" and key in book.bases else ""

    def fits(sitting: Sitting) -> bool:
        session = sitting.session
        return key == {"expert": session.expert, "session": session.id}.get(kind) or session.institution == place

    return Touched(tuple(filter(fits, told.without)), tuple(filter(fits, told.now)))


def _changed(told: Touched, book: Book, voice: Voice, what: News) -> list[str]:
    """Each sitting as it is now; those that are gone altogether are named as gone."""
    there = {(s.session.id, s.day, s.half_day) for s in told.now}
    gone = [s for s in told.without if (s.session.id, s.day, s.half_day) not in there]
    shown = [voice.say("news_as_before")] if what == "withdrawn" and told.now else []
    shown += [_line(s, book, voice, again=what in _BACK) for s in told.now[:_SHOWN]]
    if gone and not _moved_away(gone, told.now):
        shown += [voice.say("news_not_held"), *lines([_plain(s) for s in gone[:_SHOWN]], book, voice)]
    more = len(told.all) - _SHOWN
    return [*shown, voice.say("news_more", count=more)] if more > 0 else shown


def _line(sitting: Sitting, book: Book, voice: Voice, *, again: bool) -> str:
    """A sitting in the list; one that is on ``again`` says so aloud."""
    said = lines([sitting], book, voice)[0]
    plain = again and sitting.held and not status_said(sitting, voice)
    return f"{said} {voice.say('news_held')}" if plain else said


def _moved_away(gone: Sequence[Sitting], now: Sequence[Sitting]) -> bool:
    """Whether those that are gone are told of anyway, as moved."""
    return all(any(n.session.id == g.session.id and n.status == "moved" for n in now) for g in gone)


def _plain(sitting: Sitting) -> Sitting:
    return Sitting(session=sitting.session, day=sitting.day, half_day=sitting.half_day, status="open")


def _rescue(held: Sequence[Touched], book: Book, voice: Voice) -> list[str]:
    """What else there is instead of what is off; of several experts' only whom to phone."""
    lost = [s for told in held for s in told.now if s.status in _AWAY]
    if len({s.session.expert for s in lost}) > 1:
        places = dict.fromkeys(s.session.institution for s in lost)
        return [rescue.phone_line(place, book, voice) for place in places]
    return rescue.card(lost[0], book, voice) if lost else []


def _choices(every: Sequence[Sitting], subjects: Sequence[str], book: Book, voice: Voice) -> tuple[Choice, ...]:
    experts = sorted({s.session.expert for s in every})
    schedules = [Choice(label=_schedule_of(key, experts, book, voice), token=f"exp:{key}") for key in experts]
    stop = [Choice(label=voice.say("tell_stop"), token=f"fw:off:{key.replace(':', '_', 1)}") for key in subjects]
    return (
        Choice(label=voice.say("tell_ok"), token="r:ok:0"),
        *(schedules if len(experts) <= _NAMED else ()),
        *(stop if len(subjects) == 1 else ()),
        Choice(label=voice.say("tell_stop_all"), token="r:all"),
    )


def _schedule_of(expert: str, experts: Sequence[str], book: Book, voice: Voice) -> str:
    if len(experts) == 1:
        return voice.say("news_schedule")
    return voice.say("news_schedule_of", who=expert_said(book.clinics.experts[expert], voice))
