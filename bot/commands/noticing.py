"""``read notice``: what a clerk's notice is understood to change, shown before anybody saves it."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime

import click
import msgspec

from bot.assembly import open_house, shanghai_now
from bot.commands.asking import Moment, lines_in, read
from bot.settings import read_settings
from knowledge.holidays import Calendar
from knowledge.notices.model import Reading, Row
from knowledge.notices.reading import read_notice
from knowledge.notices.words import in_words
from knowledge.wording import Voice

__all__ = ["read"]


@read.command("notice")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a notice: changes and flags.")
@click.option("--at", type=Moment(), help="The moment it is read; without an offset: Shanghai time.")
@click.argument("words", required=False)
def read_notice_command(words: str | None, *, as_json: bool, at: datetime | None) -> None:
    """Changes in the notice WORDS (or on standard input), against the Book's roster.

    With --json and without WORDS: JSON lines {"text","now","roster"} from standard input, each against its own roster.
    """
    found = _given(lines_in()) if as_json and words is None else [_ours(words, at or shanghai_now())]
    for reading in found:
        click.echo(msgspec.json.encode(reading).decode() if as_json else in_words(reading, Voice()))


def _ours(words: str | None, now: datetime) -> Reading:
    """The notice against the Book's own roster."""
    from knowledge.notices.proposals import rows_of

    text = words if words is not None else sys.stdin.read()
    with open_house(read_settings()) as house:
        book = house.shelf.book
        return read_notice(text, now, rows_of(book), book.clinics.calendar)


def _given(lines: Iterable[str]) -> Iterator[Reading]:
    """Each line's notice against the line's roster."""
    calendar = Calendar()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line)
            now = Moment().convert(row["now"], None, None)
            roster = msgspec.convert(row["roster"], tuple[Row, ...])
            text = str(row["text"])
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise click.ClickException(
                f'line {number} is not {{"text": …, "now": …, "roster": […]}}: {error}'
            ) from error
        yield read_notice(text, now, roster, calendar)
