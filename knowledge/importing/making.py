"""Sessions as a roster says them → experts, sessions and suspensions as facts, each with the cell it stands in."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast, get_args

import msgspec

from knowledge import model as m
from knowledge.clinics import Change, ClinicKind, Expert, Session
from knowledge.importing.gathering import RosterFile
from knowledge.importing.identity import ExpertIds, with_ids
from knowledge.importing.lost import Lost
from knowledge.importing.places import Found, Places
from knowledge.importing.report import Note
from knowledge.importing.specialties import Departments
from knowledge.importing.stops import notes_of, stopped
from knowledge.rosters import model as r
from knowledge.rosters.slots import CODES
from knowledge.wording import Voice

NOBODY = "专家（姓名未公布）"
"""Who sits where a roster names a clinic and no doctor."""
_SAME_NAME = "同名医生"
_PARITY = re.compile(r"隔周|[单双]周")


class Known(NamedTuple):
    """What the Book holds that rosters are read against."""

    places: Places
    departments: Departments
    experts: list[Expert]
    sessions: list[Session]
    default: m.Institution | None = None
    desk: Voice | None = None

    @property
    def voice(self) -> Voice:
        """How questions and errors are told."""
        return self.desk or Voice()


class Row(NamedTuple):
    """A session as a fact, as the file says it, and which file."""

    session: Session
    read: r.Session
    file: str


class Made(msgspec.Struct):
    """Facts of all rosters with the cells they stand in, what keeps them from being loaded, and what to ask."""

    experts: dict[str, Expert] = {}
    sessions: list[Session] = []
    changes: dict[str, Change] = {}
    institutions: dict[str, m.Institution] = {}
    cells: dict[str, str] = {}
    errors: list[str] = []
    questions: list[str] = []
    notes: list[Note] = []


def make_facts(files: Iterable[RosterFile], known: Known) -> Made:
    """All facts of all rosters; experts and sessions that the Book knows keep their ids."""
    made, lost = Made({}, [], {}, {}, {}, [], [], []), Lost(known.places, known.desk)
    held = list(files)
    several = {
        (file.name, s.expert)
        for file in held
        for s in file.roster.sessions
        if s.expert is None or s.anonymous or _SAME_NAME in (s.needs_confirmation or "")
    }
    ids = ExpertIds(known.experts, known.sessions)
    rows: list[Row] = []
    for file in held:
        for read in file.roster.sessions:
            found = _place(read, known)
            if found is None:
                lost.add(file.name, read)
            else:
                made.institutions[found.institution.id] = found.institution
                expert = _expert(read, found, ids, several=(file.name, read.expert) in several)
                made.experts[expert.id] = _joined(made.experts.get(expert.id), expert)
                made.cells.setdefault(expert.id, f"{file.name} {read.cell}")
                rows += _sessions(read, found, expert.id, file.name, known, made)
    made.errors += lost.told()
    _take(rows, held, known, made)
    return made


def _place(read: r.Session, known: Known) -> Found | None:
    """By the place, else by a campus or sheet that is named after an institution, else as the clerk said."""
    sheet = read.cell.rpartition("!")[0]
    if read.place:
        found = known.places.find(read.place)
    else:
        found = next((f for text in (read.campus, sheet) if text and (f := known.places.find(text))), None)
    if found is None and known.default is not None:
        return Found(known.default, read.place or "")
    return found


def _expert(read: r.Session, found: Found, ids: ExpertIds, *, several: bool) -> Expert:
    name = read.expert or NOBODY
    return Expert(
        id=ids.find(found.institution.id, name, read.department or "", several=several),
        name=name,
        title=read.title or "",
        institution=found.institution.id,
        home_hospital=read.home_hospital or "",
        anonymous=read.anonymous or read.expert is None,
        sources=(source_id(found.institution.id),),
    )


def _joined(before: Expert | None, now: Expert) -> Expert:
    """The first line that tells a title or a home hospital counts."""
    if before is None:
        return now
    replace = msgspec.structs.replace
    return replace(before, title=before.title or now.title, home_hospital=before.home_hospital or now.home_hospital)


def source_id(institution: str) -> str:
    """The id of the publication that an institution's roster is."""
    return f"roster_{institution}"


def _sessions(read: r.Session, found: Found, expert: str, file: str, known: Known, made: Made) -> Iterator[Row]:
    """The fact of a row; without a half-day there is none, only the question."""
    cell = f"{file} {read.cell}"
    if read.half_day is None:
        said = f"“{read.rule_note}”" if read.rule_note else ""
        why = read.needs_confirmation or known.voice.say("roster_no_half_day")
        where = f"{cell} {read.expert or NOBODY}{said}"
        made.questions.append(known.voice.say("roster_left_out", where=where, why=why))
        return
    if read.rule and read.weekday and CODES[read.weekday] not in _days(read.rule):
        made.errors.append(known.voice.say("roster_rule_differs", where=cell, weekday=read.weekday, rule=read.rule))
    question = read.needs_confirmation or _open_status(read)
    if question:
        made.questions.append(known.voice.say("roster_asked", where=f"{cell} {read.expert or NOBODY}", why=question))
    kind, kind_note = _kind(read.kind)
    campus = read.campus if read.campus and not known.places.find(read.campus) else ""
    yield Row(
        Session(
            id="",
            expert=expert,
            institution=found.institution.id,
            campus=campus or found.campus,
            department=read.department or "",
            specialties=known.departments.specialties(read.department or ""),
            half_day=read.half_day,  # type: ignore[arg-type]  # the reader's half-days are the contract's
            start=read.start or "",
            end=read.end or "",
            kind=kind,
            rule=rule_of(read),
            rule_note="，".join(part for part in (read.rule_note, kind_note) if part),
            anchor=read.anchor or "",
            dates=read.dates or (),
            valid_from=read.valid_from or "",
            valid_to=read.valid_to or "",
            needs_confirmation=question,
            room=read.room or "",
            fee=None if read.fee is None else float(read.fee),
            quota=read.quota,
            place=cell,
            sources=(source_id(found.institution.id),),
        ),
        read,
        file,
    )


def _days(rule: str) -> str:
    """The weekdays that a rule names; WE of WEEKLY and MO of MONTHLY are none."""
    return rule.upper().partition("BYDAY=")[2].partition(";")[0]


def rule_of(read: r.Session) -> str:
    """RFC 5545 text. An alternate week without a first date keeps its rule and waits for the date."""
    if read.rule or read.dates or not read.weekday:
        return read.rule or ""
    every = "INTERVAL=2;" if read.rule_note and _PARITY.fullmatch(read.rule_note) else ""
    return f"FREQ=WEEKLY;{every}BYDAY={CODES[read.weekday]}"


def _kind(kind: str | None) -> tuple[ClinicKind, str]:
    """The kind, or for one the Book has no word for (互联网, MDT) a remark that residents are shown."""
    if kind is None or kind in get_args(ClinicKind):
        return cast("ClinicKind", kind or ""), ""
    return "", f"{kind}门诊"


def _open_status(read: r.Session) -> str:
    """停诊 beside a weekly session does not say until when: a question. On listed dates it is a suspension of them."""
    return f"写着{read.status}，请确认从哪天到哪天" if read.status and not read.dates else ""


def _take(rows: list[Row], files: list[RosterFile], known: Known, made: Made) -> None:
    """Give the sessions their ids, then read what is said of them: suspensions on listed dates, and remarks."""
    rows = _each_once(rows, made, known.voice)
    made.sessions = with_ids([row.session for row in rows], known.sessions)
    by_file: dict[str, list[Session]] = defaultdict(list)
    for session, row in zip(made.sessions, rows, strict=True):
        by_file[row.file].append(session)
        made.cells[session.id] = session.place
        for change in stopped(session, row.read.status):
            made.changes[change.id] = change
            made.cells[change.id] = session.place
    for file in files:
        made.notes += notes_of(file, by_file[file.name], made.experts)


def _each_once(rows: list[Row], made: Made, voice: Voice) -> list[Row]:
    """Two files that say the same, as when a folder holds a roster twice: once, and told."""
    first: dict[Session, Row] = {}
    kept: list[Row] = []
    for row in rows:
        seen = first.setdefault(msgspec.structs.replace(row.session, place=""), row)
        if seen.file == row.file:
            kept.append(row)
        else:
            made.questions.append(voice.say("roster_twice", where=row.session.place, other=seen.session.place))
    return kept
