"""Load what files say into the Book: compared first, told in words, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection

from knowledge import reading
from knowledge.clinics import Change, Expert, Session
from knowledge.drafts import Draft
from knowledge.editing import Actor, Edit, one_at_a_time, publish
from knowledge.importing.comparing import no_longer, settled
from knowledge.importing.gathering import Gathered
from knowledge.importing.making import Known, Made, make_facts, source_id
from knowledge.importing.places import Places
from knowledge.importing.report import Report
from knowledge.importing.samples import mixed_with_real, samples_to_remove
from knowledge.importing.specialties import Departments
from knowledge.importing.wording import changed_words, fact_words
from knowledge.library import Difference, differences, misfits
from knowledge.model import Fact, Institution, Source, Specialty
from knowledge.permission import check
from knowledge.reading import Key, State
from knowledge.wording import Voice


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """``institution``: id for rosters that name none. ``end_missing``: end what a roster no longer contains.

    ``desk``: how the report speaks to somebody who brings a file at the desk; None: to who typed a command.
    """

    institution: str = ""
    end_missing: bool = False
    dry_run: bool = False
    desk: Voice | None = None


def load(connection: Connection, gathered: Gathered, actor: Actor, now: datetime, options: Options) -> Report:
    """Put everything gathered into the Book as one version, or nothing: ``errors`` of the report say why not."""
    one_at_a_time(connection)
    stored = reading.states(connection)
    made, errors = _make(gathered, stored, options)
    drafts = [*gathered.drafts, *_drafts(made, stored, now.date())]
    gone = samples_to_remove(drafts, stored)
    errors = [*gathered.errors, *errors, *mixed_with_real(drafts, stored)]
    report = Report(errors=errors, questions=[*gathered.questions, *made.questions], notes=made.notes)
    if errors:
        return report
    left_out = dict(no_longer(made, stored, now.date()))
    drafts += _sources(drafts, left_out if options.end_missing else {}, made, stored, now.date())
    if problems := misfits(drafts, stored, gone, options.desk):
        return msgspec.structs.replace(report, errors=problems)
    voice = options.desk or Voice()
    found = _differences(drafts, stored, made, voice)
    found += [_ended(key, fact, stored, options, voice) for key, fact in left_out.items()]
    found += [Difference("ended", key, "示例", who="示例") for key in gone]
    edits = _edits(drafts, found, left_out, gone, options)
    _allow(edits, stored, actor)
    if not options.dry_run:
        publish(connection, edits, "file", actor, now)
    return msgspec.structs.replace(report, loaded=not options.dry_run, differences=found)


def _allow(edits: Sequence[Edit], stored: Mapping[Key, State], actor: Actor) -> None:
    """Raise NotAllowed already when only looking: what another hospital's roster holds is not shown either."""
    for edit in edits:
        state = stored.get(edit.key)
        check(actor, edit.key[0], state.fact if state else None, edit.fact)


def _make(gathered: Gathered, stored: Mapping[Key, State], options: Options) -> tuple[Made, list[str]]:
    facts = [state.fact for key, state in stored.items() if not state.archived] + [d.fact for d in gathered.drafts]
    institutions = {fact.id: fact for fact in facts if isinstance(fact, Institution)}
    if options.institution and options.institution not in institutions:
        return make_facts([], _known([], options)), [
            f"--institution {options.institution}: no institution has this id; known are {', '.join(institutions)}"
        ]
    made = make_facts(gathered.rosters, _known(facts, options))
    return made, made.errors


def _known(facts: Sequence[Fact], options: Options) -> Known:
    named = (fact for fact in facts if isinstance(fact, Institution) and fact.id == options.institution)
    return Known(
        Places(fact for fact in facts if isinstance(fact, Institution)),
        Departments(fact for fact in facts if isinstance(fact, Specialty)),
        [fact for fact in facts if isinstance(fact, Expert) and not fact.sample],
        [fact for fact in facts if isinstance(fact, Session) and not fact.sample],
        next(named, None),
        options.desk,
    )


def _drafts(made: Made, stored: Mapping[Key, State], today: date) -> list[Draft]:
    held: list[tuple[str, Fact]] = [("expert", fact) for fact in made.experts.values()]
    held += [("session", fact) for fact in made.sessions]
    held += [("change", fact) for fact in made.changes.values()]
    keyed = (((kind, fact.id), fact) for kind, fact in held)
    return [Draft(key, settled(fact, stored.get(key), today), made.cells[key[1]]) for key, fact in keyed]


def _sources(
    drafts: Sequence[Draft], ending: Mapping[Key, Fact | None], made: Made, stored: Mapping[Key, State], today: date
) -> list[Draft]:
    """The publication that a roster is, dated anew when the roster says anything new."""
    news = {d.key for d in differences(drafts, stored) if d.change != "same"} | set(ending)
    facts = [draft.fact for draft in drafts if draft.key in news] + [stored[key].fact for key in ending]
    fresh = {fact.institution for fact in facts if isinstance(fact, Expert | Session | Change)}
    found = []
    for key, institution in made.institutions.items():
        state = stored.get(("source", source_id(key)))
        source: Fact = Source(
            id=source_id(key), title="专家门诊排班表", publisher=institution.name, date=today.isoformat()
        )
        if state and not state.archived and key not in fresh:
            source = state.fact
        found.append(Draft(("source", source.id), source, institution.short))
    return found


def _differences(drafts: Sequence[Draft], stored: Mapping[Key, State], made: Made, voice: Voice) -> list[Difference]:
    names = {key: expert.name for key, expert in made.experts.items()}
    mine = set(made.cells)
    return [
        _in_words(difference, draft.fact, stored.get(draft.key), names, voice) if draft.key[1] in mine else difference
        for draft, difference in zip(drafts, differences(drafts, stored), strict=True)
    ]


def _in_words(
    difference: Difference, fact: Fact, state: State | None, names: Mapping[str, str], voice: Voice
) -> Difference:
    who = names.get(fact.id if isinstance(fact, Expert) else getattr(fact, "expert", ""), "")
    words = fact_words(fact, voice)
    if difference.change == "changed" and state is not None and state.archived:
        difference = msgspec.structs.replace(difference, change="new", fields=())
    elif difference.change == "changed" and state is not None:
        words += (": " if voice.english else "：") + changed_words(state.fact, fact, voice)
    return msgspec.structs.replace(difference, who=who, words=words)


def _ended(key: Key, left: Fact | None, stored: Mapping[Key, State], options: Options, voice: Voice) -> Difference:
    fact = stored[key].fact
    expert = stored.get(("expert", getattr(fact, "expert", "")))
    who = expert.fact.name if expert and isinstance(expert.fact, Expert) else ""
    until = voice.say("fact_until", last=left.valid_to) if isinstance(left, Session) else ""
    change = "ended" if options.end_missing or options.dry_run else "missing"
    return Difference(change, key, getattr(fact, "place", ""), who=who, words=fact_words(fact, voice) + until)


def _edits(
    drafts: Sequence[Draft],
    found: Sequence[Difference],
    left_out: Mapping[Key, Fact | None],
    gone: Sequence[Key],
    options: Options,
) -> list[Edit]:
    wanted = {d.key for d in found if d.change in {"new", "changed"}}
    edits = [Edit(draft.key, draft.fact) for draft in drafts if draft.key in wanted]
    edits += [Edit(key, left) for key, left in left_out.items() if options.end_missing]
    return edits + [Edit(key, None) for key in gone]
