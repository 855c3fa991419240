"""What one version published, in a line each, so that a wrong doctor is noticed while it can still be taken back."""

from bot.web.staff.frame import Visit
from bot.web.staff.rosters import said
from knowledge.answering.sittings import expert_said, half_said
from knowledge.clinics import Change
from knowledge.keeping.catalogue import label
from knowledge.model import Fact, Source
from knowledge.permission import is_theirs
from knowledge.undoing import Published


def published_lines(visit: Visit, made: Published) -> list[str]:
    """The facts of a version that stand in the Book and are this person's; of a file, not the file itself."""
    held = visit.house.shelf.book.kinds
    found = ((kind, held.get(kind, {}).get(key)) for kind, key in made.keys)
    own = (fact for kind, fact in found if fact is not None and is_theirs(visit.actor, kind, fact))
    return [_line(fact, visit) for fact in own if not isinstance(fact, Source)]


def _line(fact: Fact, visit: Visit) -> str:
    book, voice = visit.house.shelf.book, visit.voice
    if not isinstance(fact, Change):
        return label(fact, book, voice)
    expert = book.clinics.experts.get(fact.expert)
    whom = expert_said(expert, voice) if expert else book.institutions[fact.institution].name
    days = said(visit)["span_said"](fact.first, fact.last)
    return f"{voice.say(f'news_{fact.change}')} {whom} {days} {half_said(fact.half_day, voice)}"
