"""What followers are told when a clinic changes: what is different, the expert's next one, who else, whom to phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from knowledge.answering import rescue
from knowledge.answering.sittings import lines, status_said
from knowledge.book import Book
from knowledge.clinics import Change
from knowledge.feeds import roster_note
from knowledge.message import Choice, Message
from knowledge.timetable import Sitting
from knowledge.wording import Voice
from scheduler.touched import News, Touched, news, touched

_SHOWN: Final = 4
_BACK: Final = frozenset({"withdrawn", "corrected", "resume"})
_AWAY: Final = frozenset({"suspended", "closed", "moved", "full"})


def notice(
    before: Change | None, after: Change | None, subject: str, book: Book, voice: Voice, now: datetime
) -> Message | None:
    """The notice for somebody who follows ``subject`` (expert:ID, base:ID, session:ID); None when nothing is left."""
    told = _of_subject(touched(before, after, book, now), subject, book)
    if not told.all:
        return None
    parts = [
        *_changed(told, book, voice, news(before, after)),
        *_rescue(told, book, voice),
        voice.say("clinic_day"),
    ]
    if any(s.session.sample for s in told.all):
        parts.insert(0, voice.say("clinic_sample"))
    return Message(
        kind="notice",
        title=voice.say(f"news_{news(before, after)}"),
        text="\n".join(parts),
        footnote=roster_note(told.now or told.without, book),
        facts={"topic": "suspension", "subject": subject},
        choices=_choices(told, subject, voice),
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


def _rescue(told: Touched, book: Book, voice: Voice) -> list[str]:
    lost = next((s for s in told.now if s.status in _AWAY), None)
    return rescue.card(lost, book, voice) if lost is not None else []


def _choices(told: Touched, subject: str, voice: Voice) -> tuple[Choice, ...]:
    experts = sorted(told.experts)
    schedule = (Choice(label=voice.say("news_schedule"), token=f"exp:{experts[0]}"),) if len(experts) == 1 else ()
    return (
        Choice(label=voice.say("tell_ok"), token="r:ok:0"),
        *schedule,
        Choice(label=voice.say("tell_stop"), token=f"fw:off:{subject.replace(':', '_', 1)}"),
        Choice(label=voice.say("tell_stop_all"), token="r:all"),
    )
