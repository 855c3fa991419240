"""``evaluate``: how right, how sure, how fast, on labelled questions."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from bot.assembly import House, open_house, shanghai_now
from bot.commands.asking import Moment
from bot.settings import read_settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
@click.option("--misses", type=click.Path(path_type=Path, dir_okay=False), help="Write what was missed here, to read.")
@click.option(
    "--peers", is_flag=True, help="Beside ours: WRatio, jieba + BM25, character TF-IDF, keywords, a word list."
)
@click.option("--at", type=Moment(), help="The moment at which questions are asked; now, when not given.")
def evaluate(files: tuple[Path, ...], *, as_json: bool, misses: Path | None, peers: bool, at: datetime | None) -> None:
    """Measure the answers on labelled FILES: JSON lines, YAML, or a folder of rosters with their expected sessions.

    Rows tell by their keys what they measure: questions, complaints, alarms, dates or notices.
    """
    from bot.evaluation import report

    with open_house(read_settings()) as house:
        sections = _sections(house, files, at or shanghai_now(), peers=peers)
        version = house.shelf.book.version
    if misses is not None:
        _write(misses, report.misses(sections))
    if as_json:
        click.echo(msgspec.json.encode(report.as_object(sections, version)).decode())
    else:
        click.echo(report.as_text(sections))


def _sections(house: House, files: tuple[Path, ...], now: datetime, *, peers: bool) -> list[Any]:
    from bot.evaluation.engine import Engine
    from bot.evaluation.files import labelled
    from bot.evaluation.measuring import measure
    from bot.evaluation.peers import Peers

    sets = [labelled(path) for path in files]
    engine = Engine(house.shelf.reader, now)
    beside = Peers(engine) if peers else None
    return [measure(each, engine, beside, _watched) for each in sets]


def _watched(rows: Iterable[Any], label: str) -> Iterator[Any]:
    """The rows, with a progress bar on a terminal and none in a pipe."""
    shown = sys.stdout.isatty() and sys.stderr.isatty()
    with click.progressbar(rows, label=label, file=sys.stderr, hidden=not shown) as bar:
        yield from bar


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error
