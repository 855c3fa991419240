"""Who may change what: one table, asked by :mod:`knowledge.editing` before anything is written, whatever the door.

owner: everything, staff included · editor: every fact · clerk: expert clinics of their own institutions · viewer:
nothing. Words about referral and medicine need a second person's eyes before they are published.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from knowledge.called import called
from knowledge.errors import NotAllowed
from knowledge.model import Entry, Fact, Hotline, Institution, Person, Source
from knowledge.reviewed import is_delicate
from knowledge.series import Series
from knowledge.wording import Sentence, sentence

Role = Literal["owner", "editor", "clerk", "viewer"]
Action = Literal["read", "answer", "clinics", "facts", "review", "series", "settings", "staff"]

ACTIONS: Final[dict[Role, frozenset[Action]]] = {
    "owner": frozenset({"read", "answer", "clinics", "facts", "review", "series", "settings", "staff"}),
    "editor": frozenset({"read", "answer", "clinics", "facts", "review", "series"}),
    "clerk": frozenset({"read", "clinics"}),
    "viewer": frozenset({"read"}),
}
"""What each role may do. ``answer``: unanswered questions and hand-offs; ``clinics``: rosters and their changes."""

_CLINICS: Final = frozenset({"expert", "session", "change", "site_rule"})
_REVIEWED_KINDS: Final = frozenset({"pathway", "specialty", "alliance"})
_REVIEWED_TOPICS: Final = frozenset(
    {"referral_steps", "early_booking", "green_channel", "psych_alliance", "obgyn_alliance", "emergency", "crisis"}
)


SAMPLE_SOURCE: Final = "sample_roster"
"""The id of the publication that the invented roster is said to be."""
ALARM_NUMBERS: Final = frozenset({"120", "110", "12356", "962525"})
"""Numbers that an alarm names."""


class Actor(msgspec.Struct, frozen=True):
    """Who changes something, and by which door (command, chat, web…); it stands in the audit.

    ``institutions`` are the ids a clerk answers for; ``reviewer`` is the second person who has agreed.
    """

    name: str
    door: str
    role: Role = "owner"
    institutions: tuple[str, ...] = ()
    reviewer: str = ""


def may(actor: Actor, action: Action) -> bool:
    """Whether somebody of this role may do this at all; for clinics the institution counts too."""
    return action in ACTIONS[actor.role]


def demand(actor: Actor, action: Action) -> None:
    """Raise NotAllowed when this role may not do this."""
    if not may(actor, action):
        raise NotAllowed("not_yours_to_do", name=actor.name, role=_role(actor), what=sentence(f"may_{action}"))


def _role(actor: Actor) -> Sentence:
    return sentence(f"role_{actor.role}")


def check(actor: Actor, kind: str, before: Fact | None, after: Fact | None) -> None:
    """Raise NotAllowed unless the actor may put ``after`` (None: nothing) in place of ``before`` (None: nothing)."""
    if isinstance(before, Hotline) or isinstance(after, Hotline):
        _check_number(actor, before, after)
    if may(actor, "facts"):
        return
    demand(actor, "clinics")
    if actor.door == "import" and after is None and before is not None and is_sample(before):
        return  # invented, and nobody's: the first real roster takes all of it away
    if kind == "source":
        _check_source(actor, after or before)
        return
    if kind not in _CLINICS:
        raise NotAllowed("only_rosters", name=actor.name, role=_role(actor), kind=sentence(f"kind_{kind}"))
    for fact in (before, after):
        if fact is not None and institution_of(fact) not in actor.institutions:
            if not actor.institutions:
                raise NotAllowed("no_hospital_yet", name=actor.name)
            raise NotAllowed("another_hospitals", name=actor.name, what=called(kind, fact))


def is_theirs(actor: Actor, kind: str, fact: Fact) -> bool:
    """Whether this person may change this fact at all."""
    try:
        check(actor, kind, fact, fact)
    except NotAllowed:
        return False
    return True


def _check_source(actor: Actor, fact: Fact | None) -> None:
    """A roster that a clerk brings is a publication of its own; no other publication is theirs to change."""
    if fact is None or fact.id not in {f"roster_{institution}" for institution in actor.institutions}:
        raise NotAllowed("only_own_source", name=actor.name, role=_role(actor))


def _check_number(actor: Actor, before: Fact | None, after: Fact | None) -> None:
    """Numbers that alarms name are neither hidden nor put away, nor does another line take one of them for its own."""
    was, will = (fact.number if isinstance(fact, Hotline) and fact.shown else "" for fact in (before, after))
    if was != will and {was, will} & ALARM_NUMBERS and actor.door not in WHOLE_BOOK:
        number = was if was in ALARM_NUMBERS else will
        raise NotAllowed("alarm_number", number=number)


def is_sample(fact: Fact) -> bool:
    """Whether a fact belongs to the invented roster, or is the publication that it is said to be."""
    return bool(getattr(fact, "sample", False)) or (isinstance(fact, Source) and fact.id == SAMPLE_SOURCE)


def institution_of(fact: Fact) -> str:
    """The institution a fact of clinics belongs to; empty when it names none."""
    return str(getattr(fact, "institution", ""))


def needs_review(kind: str, fact: Fact | None) -> bool:
    """Whether a second person has to agree before this is published: what is filed under referral or medicine, and
    what speaks of them in its own words or in those it is asked in, whatever it is filed under.
    """
    match fact:
        case Entry():
            said = (fact.title, fact.answer, fact.english_title, fact.english, *fact.phrasings)
            return fact.topic in _REVIEWED_TOPICS or is_delicate(said)
        case Series():
            return is_delicate((fact.name, fact.text, fact.english_name, fact.english))
        case Institution():
            return is_delicate((fact.not_to_confuse,))
        case Person():
            return is_delicate((fact.status_note,))
    return kind in _REVIEWED_KINDS


_UNTOLD: Final = ("verified_on", "confirmed_by", "note", "phrasings", "paused")
"""What residents are not told: that it was looked over again, remarks among the staff, ways of asking, a pause."""


def is_reviewed(kind: str, before: Fact | None, after: Fact | None) -> bool:
    """Whether putting ``after`` in place of ``before`` changes words that a second person has to see first.

    One more way of asking changes nothing that is told, unless it asks of medicine what was not about it so far.
    """
    if not (needs_review(kind, after) or (after is not None and needs_review(kind, before))):
        return False
    return before is None or after is None or told(before) != told(after) or not needs_review(kind, before)


def told(fact: Fact) -> dict[str, object]:
    """What residents are told of a fact, by field."""
    return {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in _UNTOLD}


def check_review(actor: Actor, changed: Sequence[tuple[str, Fact | None, Fact | None]]) -> None:
    """Raise NotAllowed when referral or medical text (kind, before, after) is published without a second person."""
    if actor.door in WHOLE_BOOK or actor.reviewer not in {"", actor.name}:
        return
    if waiting := [kind for kind, before, after in changed if is_reviewed(kind, before, after)]:
        raise NotAllowed("needs_second", what=[sentence(f"kind_{kind}") for kind in dict.fromkeys(waiting)])


WHOLE_BOOK: Final = frozenset({"program", "command"})
"""Doors by which whole files come that were reviewed like code; by all others one fact is changed at a time."""
