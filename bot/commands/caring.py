"""``migrate``, ``backup``, ``restore``, ``doctor``: looking after a deployment."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.assembly import House, open_house, shanghai_now
from bot.commands import diary
from bot.commands.whoami import who_types
from bot.settings import read_settings
from knowledge import migrations, overdue
from knowledge.backup import back_up
from knowledge.backup import restore as put_back
from knowledge.database import Database
from knowledge.private_file import is_open, mode_of
from knowledge.reading import shipped_digest
from scheduler.ledger import ledger


@click.command()
def migrate() -> None:
    """Bring the database's schema up to date (``run`` does this by itself)."""
    database = Database(read_settings().database)
    done = migrations.migrate(database)
    database.close()
    click.echo(f"schema {migrations.HEAD}: {'brought up to date' if done else 'already up to date'}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything to FILE (gzip); it fits SQLite and PostgreSQL alike."""
    with open_house(read_settings()) as house:
        try:
            rows = house.database.read(back_up, file)
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"{rows} rows in {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask before replacing what is there.")
def restore(file: Path, *, yes: bool) -> None:
    """Put a backup in place of what is in the database; what was there is kept beside FILE first."""
    with open_house(read_settings()) as house:
        if not yes:
            click.confirm(f"Replace everything in {house.database.url.render_as_string()}?", abort=True)
        kept = file.with_name(f"before-restore-{house.clock():%Y%m%d-%H%M%S-%f}.gz")
        try:
            house.database.read(back_up, kept)
        except OSError as error:
            words = f"{kept} cannot be written ({error.strerror}), so nothing was replaced: copy {file} elsewhere first"
            raise click.ClickException(words) from error
        done = house.database.write(put_back, file, who_types(), house.clock())
    click.echo(f"{done.rows} rows restored; what was there before is in {kept}")
    who = "'jiamenkou staff list' tells who is back"
    click.echo(f"void since: {done.links} unused invites, {done.logins} log-ins; {who}")


@click.command()
def doctor() -> None:
    """Is this deployment healthy? In words; exit 1 when something needs doing."""
    with open_house(read_settings()) as house:
        findings = [*_findings(house)]
    for healthy, line in findings:
        click.echo(f"{'ok  ' if healthy else 'LOOK'}  {line}")
    if not all(healthy for healthy, _ in findings):
        raise SystemExit(1)


def _findings(house: House) -> Iterator[tuple[bool, str]]:
    yield True, f"database {house.database.url.render_as_string()} answers; schema {migrations.HEAD}"
    yield from _file_mode(house.database)
    book = house.shelf.book
    facts = {(kind, key): fact for kind, held in book.kinds.items() for key, fact in held.items()}
    yield bool(book.bases), f"the Book: version {book.version}, {len(facts)} facts, {len(book.bases)} bases"
    yield bool(house.database.read(shipped_digest)), "the facts that ship with this release are loaded"
    late = overdue.overdue(facts, house.clock().date())
    yield True, f"{len(late)} facts are older than a year and unconfirmed ('jiamenkou check' lists them)"
    telegram = "a token is set" if house.settings.telegram_token else "no token is set: web chat only"
    yield True, f"Telegram: {telegram}"
    yield from diary.findings(house.database.read(ledger, house.clock()))
    year = shanghai_now().year
    for wanted in (year, year + 1):
        known = book.clinics.calendar.covers(wanted)
        yield known or wanted > year, f"public holidays of {wanted}: {'known' if known else 'not published yet'}"


def _file_mode(database: Database) -> Iterator[tuple[bool, str]]:
    """Who may read the file; 'jiamenkou run' and all other commands close one that is open to everybody."""
    if not database.is_sqlite:
        return
    mode = mode_of(Path(database.url.database or ""))
    if is_open(mode):
        yield False, f"the database file is open to everybody (mode {mode:04o}) and not ours to close: chmod 600 it"
    else:
        who = "and its group may" if mode & 0o070 else "alone may"
        yield True, f"the database file: its owner {who} open it (mode {mode:04o})"
