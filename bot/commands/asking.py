"""``ask``, ``read`` and ``chat``: the Book on the command line; they write nothing but a missing database."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from bot.assembly import House, open_house, shanghai_now
from bot.settings import read_settings
from knowledge.answering.contract import as_object
from knowledge.answering.respond import respond
from knowledge.answering.sources import footnote
from knowledge.moments import SHANGHAI
from knowledge.understanding.when import When
from knowledge.wording import Voice

if TYPE_CHECKING:
    from knowledge.rosters.model import Roster, Session

_YEARS = range(1990, 2101)


class Moment(click.ParamType[datetime]):
    """An ISO 8601 moment; without an offset it is Shanghai time."""

    name = "ISO-8601"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or say how to write it."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment: write it like 2026-11-21T09:30", param, ctx)
        if moment.year not in _YEARS:
            self.fail(f"{value!r} is too far away: years {_YEARS[0]} to {_YEARS[-1]} are understood", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


class Position(click.ParamType[tuple[float, float]]):
    """LAT,LON in degrees."""

    name = "LAT,LON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """Read it, or say how to write it."""
        try:
            lat, lon = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is no position: write it like 31.23,121.47", param, ctx)
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            self.fail(f"{value!r} is outside the earth: latitude first, then longitude", param, ctx)
        return lat, lon


def lines_in() -> Iterator[str]:
    """Lines of standard input; bytes that are not UTF-8 are replaced, empty lines stay."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


@click.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question, as other programs read it.")
@click.option("--at", type=Moment(), help="The moment it is asked; without an offset: Shanghai time.")
@click.option("--near", type=Position(), help="Where it is asked, in degrees.")
def ask(question: str | None, *, as_json: bool, at: datetime | None, near: tuple[float, float] | None) -> None:
    """Answer QUESTION, or one question a line from standard input."""
    with open_house(read_settings()) as house:
        for asked in [question] if question is not None else lines_in():
            click.echo(_answered(house, asked, at or shanghai_now(), near, as_json=as_json))


def _answered(house: House, asked: str, now: datetime, near: tuple[float, float] | None, *, as_json: bool) -> str:
    reader, voice = house.shelf.reader, Voice()
    meaning = reader.read(asked, now, near)
    answer = respond(meaning, reader.book, voice)
    if as_json:
        return msgspec.json.encode(as_object(meaning, answer, reader.book)).decode()
    alarm = answer.kind in {"emergency", "crisis"}  # sources would stand between a person and the number
    note = "" if alarm else footnote(answer.sources, answer.verified_on, answer.confirmed_by, reader.book, voice)
    buttons = "  ".join(f"[{choice.label}]" for choice in answer.choices)
    return "\n".join(part for part in (answer.title, answer.text, note, buttons) if part)


@click.command()
def chat() -> None:
    """Talk to the bot in this terminal, as a resident does on the phone."""
    import asyncio

    from bot import terminal

    with open_house(read_settings()) as house:
        asyncio.run(terminal.chat(house.routes.answer, house.clock, _typed, click.echo))


def _typed() -> str | None:
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        return None


@click.group()
def read() -> None:
    """Show what is understood, saving nothing."""


@read.command("when")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.argument("words", required=False)
def read_when_command(words: str | None, *, as_json: bool) -> None:
    """Dates in WORDS, or in JSON lines {"q","now"} from standard input."""
    from knowledge.holidays import Calendar
    from knowledge.understanding.normalise import canonical
    from knowledge.understanding.when import read_when

    calendar = Calendar()
    for asked, now in [(words, shanghai_now())] if words is not None else _dated_lines(lines_in()):
        found = read_when(canonical(asked), now, calendar)
        click.echo(msgspec.json.encode(found).decode() if as_json else _in_words(found))


def _in_words(found: When) -> str:
    """One line a fact: 「dates: 2026-11-25」."""
    plain = msgspec.to_builtins(found)
    return "\n".join(f"{name}: {value}" for name, value in plain.items() if name != "spans")


def _dated_lines(lines: Iterable[str]) -> Iterator[tuple[str, datetime]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line)
            yield str(row["q"]), Moment().convert(row["now"], None, None)
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise click.ClickException(f'line {number} is not {{"q": …, "now": …}}: {error}') from error


@read.command("roster")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object: sessions, errors, notes.")
def read_roster_command(path: Path, *, as_json: bool) -> None:
    """What a roster FILE (XLSX, XLS or CSV) says, cell by cell."""
    from knowledge.rosters.model import RosterRefusedError
    from knowledge.rosters.reader import read_roster

    try:
        roster = read_roster(path)
    except RosterRefusedError as error:
        raise click.ClickException(f"{path}: {error}\n{error.told(Voice('en'))}") from error
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}") from error
    click.echo(msgspec.json.encode(roster).decode() if as_json else roster_in_words(roster))


def roster_in_words(roster: "Roster") -> str:
    """A line for each session, for each cell to look at and for each remark, in Chinese, for the clerk."""
    from knowledge.rosters.model import in_words

    sessions = [_session_in_words(session) for session in roster.sessions]
    return "\n".join(
        [
            f"出诊 {len(sessions)} 条",
            *sessions,
            f"要看一看的格子 {len(roster.errors)} 处",
            *map(in_words, roster.errors),
            f"备注 {len(roster.notes)} 条",
            *(f"{note.cell} {note.text}" for note in roster.notes),
        ]
    )


def _session_in_words(session: "Session") -> str:
    days = session.weekday or "、".join(session.dates or ()) or session.rule_note or "时间没写"
    hours = f"{session.start}-{session.end}" if session.start and session.end else ""
    asked = f"（请确认：{session.needs_confirmation}）" if session.needs_confirmation else ""
    place = session.campus or session.place
    who = session.expert or "未写姓名"
    parts = (session.cell, who, session.title, place, session.department, days, session.half_day, hours, session.kind)
    return " ".join(part for part in parts if part) + asked
