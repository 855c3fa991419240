"""导入: a roster is looked at first, its errors beside the sheet; then it is taken in as a whole, or not at all."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from bot.web.staff.forms import Nothing
from bot.web.staff.forms import Upload as File
from bot.web.staff.frame import Visit, staff_form, staff_page
from bot.web.staff.rosters import ROSTERS
from knowledge import uploads
from knowledge.errors import Conflict, ContentError, InputError, NotAllowed
from knowledge.importing.gathering import Gathered, RosterFile
from knowledge.importing.loading import Options, load
from knowledge.importing.report import Report
from knowledge.importing.telling import SAMPLE
from knowledge.permission import Actor, may
from knowledge.reading import version
from knowledge.rosters.files import read_sheets
from knowledge.rosters.model import Problem, Roster, RosterRefusedError, in_words, why_words
from knowledge.rosters.reader import read_roster_bytes
from knowledge.rosters.workbook import Sheet, address
from knowledge.uploads import Upload
from knowledge.wording import Voice

IMPORT: Final = f"{ROSTERS}/import"
MOST: Final = 5 * 1024 * 1024
"""Bytes of an uploaded file: a whole hospital's roster has a tenth of it."""
_ROWS, _COLUMNS = 120, 40
_CHANGES: Final = ("new", "changed", "ended", "same")
_UNSAFE: Final = re.compile(r"[^\w.（）()【】\- ]", re.UNICODE)


class UploadForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file, and whose roster it is when it does not say so itself."""

    file: File
    institution: str = ""


class Yes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take in what was looked at: ``digest`` tells that it is still that file."""

    digest: str
    end_missing: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A cell as it is shown: its text, and what is wrong with it or to be asked (``severity`` empty: nothing)."""

    text: str
    severity: str = ""
    why: str = ""


class Shown(msgspec.Struct, frozen=True):
    """A sheet beside its errors; only so many rows and columns are shown, ``cut`` tells whether some are not."""

    name: str
    columns: list[str]
    rows: list[list[Cell]]
    cut: bool


class Looked(msgspec.Struct, frozen=True):
    """A file as it was read: the roster, its sheets, or why it is not opened (``refused``)."""

    roster: Roster
    sheets: list[Shown]
    refused: str = ""


@staff_page(IMPORT, "clinics")
async def ask(visit: Visit) -> Response:
    """GET /staff/rosters/import: which file; and what the one that waits would change."""
    held = await visit.house.database.aread(uploads.of, visit.actor, visit.now)
    if held is None:
        return visit.render("import.html", institutions=_institutions(visit), held=None)
    looked = await _looked(visit, held)
    gathered = _gathered(held, looked, visit.voice)
    report = await visit.house.database.awrite(_dry_run, gathered, visit, held)
    return visit.render(
        "import.html", institutions=_institutions(visit), held=held, looked=looked, report=report,
        counts=_counts(report), samples=sum(one.who == SAMPLE for one in report.differences),
        problems=[(in_words(one, visit.voice), one.severity) for one in looked.roster.errors],
        errors=_more(report.errors, gathered.errors), questions=_more(report.questions, gathered.questions),
    )  # fmt: skip


def _counts(report: Report) -> dict[str, int]:
    """How many of what is listed is new, changed, ended and the same: neither the publication that the file itself is,
    nor what is cleared away of the sample.
    """
    real = [one.change for one in report.differences if one.words and one.who != SAMPLE]
    return {change: real.count(change) for change in _CHANGES}


def _more(told: Sequence[str], of_cells: Sequence[str]) -> list[str]:
    """What is said of the file beside what its cells say."""
    return [*dict.fromkeys(one for one in told if one not in of_cells)]


@staff_form(IMPORT, "clinics", UploadForm, MOST + 64 * 1024)
async def upload(visit: Visit, form: UploadForm) -> Response:
    """POST: keep the file for an hour and show what it would change; nothing is changed yet."""
    if len(form.file.content) > MOST:
        raise InputError("file_too_large", most=MOST // 1024 // 1024)
    allowed = dict(_institutions(visit))
    if form.institution and form.institution not in allowed:
        raise InputError("not_your_hospital")
    name = plain_name(form.file.name)
    kept = (visit.actor, name, form.institution, form.file.content, visit.now)
    await visit.house.database.awrite(uploads.keep, *kept)
    return RedirectResponse(IMPORT, 303)


@staff_form(f"{IMPORT}/yes", "clinics", Yes)
async def yes(visit: Visit, form: Yes) -> Response:
    """POST: take the file in, all of it or nothing."""
    held = await visit.house.database.aread(uploads.of, visit.actor, visit.now)
    if held is None or held.digest != form.digest:
        raise Conflict("file_gone")
    gathered = _gathered(held, await _looked(visit, held), visit.voice)
    number = await visit.house.database.awrite(_taken_in, gathered, visit, held, form.end_missing)
    await visit.house.shelf.refresh()
    return RedirectResponse(f"{ROSTERS}/done/{number}", 303) if number else visit.go(ROSTERS, "same")


@staff_form(f"{IMPORT}/no", "clinics", Nothing)
async def no(visit: Visit, _form: Nothing) -> Response:
    """POST: forget the file."""
    await visit.house.database.awrite(uploads.drop, visit.actor)
    return RedirectResponse(IMPORT, 303)


def plain_name(name: str) -> str:
    """A file's name without folders and without what might mean something somewhere."""
    return _UNSAFE.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")[:80] or "roster"


def _institutions(visit: Visit) -> list[tuple[str, str]]:
    """All hospitals a roster may be brought for by this person."""
    held, actor = visit.house.shelf.book.institutions, visit.actor
    keys = held if may(actor, "facts") else actor.institutions
    return sorted(((key, held[key].name) for key in keys if key in held), key=lambda pair: pair[1])


async def _looked(visit: Visit, held: Upload) -> Looked:
    """The file read, in a thread and one at a time: a large one takes seconds."""
    async with visit.office.reading:
        return await asyncio.to_thread(look, held.name, held.content, visit.voice)


def look(name: str, content: bytes, voice: Voice) -> Looked:
    """Read a file as a roster and as sheets with their errors."""
    try:
        roster, sheets = read_roster_bytes(name, content), read_sheets(content)
    except RosterRefusedError as refused:
        return Looked(Roster((), (), ()), [], refused.told(voice))
    wrong = {(one.sheet, one.cell): one for one in roster.errors}
    return Looked(roster, [_sheet(sheet, wrong, voice) for sheet in sheets if not sheet.hidden])


def _sheet(sheet: Sheet, wrong: Mapping[tuple[str, str], Problem], voice: Voice) -> Shown:
    columns = [address((0, column)).rstrip("1") for column in range(min(sheet.width, _COLUMNS))]
    rows = [
        [_cell(sheet, (row, column), wrong, voice) for column in range(len(columns))]
        for row in range(min(len(sheet.rows), _ROWS))
    ]
    return Shown(sheet.name, columns, rows, len(sheet.rows) > _ROWS or sheet.width > _COLUMNS)


def _cell(sheet: Sheet, place: tuple[int, int], wrong: Mapping[tuple[str, str], Problem], voice: Voice) -> Cell:
    text = sheet.rows[place[0]][place[1]][:60]
    found = wrong.get((sheet.name, address(place)))
    return Cell(text, found.severity, why_words(found, voice)) if found else Cell(text)


def _gathered(held: Upload, looked: Looked, voice: Voice) -> Gathered:
    problems = looked.roster.errors
    return Gathered(
        rosters=[RosterFile(held.name, looked.roster)],
        errors=[looked.refused] * bool(looked.refused)
        + [f"{held.name} {in_words(one, voice)}" for one in problems if one.severity == "error"],
        questions=[f"{held.name} {in_words(one, voice)}" for one in problems if one.severity != "error"],
    )


def _dry_run(connection: Connection, gathered: Gathered, visit: Visit, held: Upload) -> Report:
    options = Options(institution=_default(held, visit.actor), dry_run=True, desk=visit.voice)
    try:
        return load(connection, gathered, _importer(visit.actor), visit.now, options)
    except NotAllowed as error:  # told beside the file, so that another one can be brought
        return Report(errors=[error.told(visit.voice)])


def _taken_in(connection: Connection, gathered: Gathered, visit: Visit, held: Upload, end_missing: bool) -> int:  # noqa: FBT001 - passed on by the database's thread
    """The version that the file made; 0 when it brought nothing new, for the last version is somebody else's."""
    options = Options(institution=_default(held, visit.actor), end_missing=end_missing, desk=visit.voice)
    before = version(connection)
    report = load(connection, gathered, _importer(visit.actor), visit.now, options)
    if report.errors:
        raise ContentError(report.errors[:20])
    uploads.drop(connection, visit.actor)
    made = version(connection)
    return made if made != before else 0


def _default(held: Upload, actor: Actor) -> str:
    """Whose roster it is when the file does not say: as chosen, else the only hospital somebody has."""
    return held.institution or (actor.institutions[0] if len(actor.institutions) == 1 else "")


def _importer(actor: Actor) -> Actor:
    return msgspec.structs.replace(actor, door="import")


PAGES = (ask, upload, yes, no)
