"""``load``, ``export``, ``check``: the Book between files and database."""

import getpass
from pathlib import Path

import click
import msgspec

from bot.assembly import open_house
from bot.settings import read_settings
from knowledge import library, overdue
from knowledge.editing import Actor
from knowledge.errors import ContentError
from knowledge.library import Difference
from knowledge.references import check as find_misfits
from knowledge.wording import LANGUAGES, phrases


def _actor() -> Actor:
    return Actor(getpass.getuser(), "command")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The difference as one JSON object.")
def load(paths: tuple[Path, ...], *, dry_run: bool, as_json: bool) -> None:
    """Load facts from PATHS (YAML files or folders): all of them, or none when anything does not fit."""
    with open_house(read_settings()) as house:
        try:
            found = house.database.write(library.load, list(paths), _actor(), house.clock(), dry_run=dry_run)
        except ContentError as error:
            if as_json:
                click.echo(msgspec.json.encode({"loaded": False, "errors": error.problems}).decode())
                raise SystemExit(1) from error
            raise ContentError([*error.problems, "Nothing was loaded."]) from error
    if as_json:
        shown = [d for d in found if d.change != "same"]
        click.echo(
            msgspec.json.encode({"loaded": not dry_run, "differences": shown, "counts": _counts(found)}).decode()
        )
    else:
        _tell(found, dry_run=dry_run)


def _counts(found: list[Difference]) -> dict[str, int]:
    return {change: sum(d.change == change for d in found) for change in ("new", "changed", "same")}


def _tell(found: list[Difference], *, dry_run: bool) -> None:
    for difference in found:
        if difference.change != "same":
            fields = f": {', '.join(difference.fields)}" if difference.fields else ""
            click.echo(f"{difference.change:8} {' '.join(difference.key)}{fields}  ({difference.place})")
    counts = ", ".join(f"{n} {change}" for change, n in _counts(found).items())
    click.echo(f"{counts}. {'Nothing was changed: dry run.' if dry_run else 'Loaded.'}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the whole Book into FOLDER as YAML; loading it again changes nothing."""
    with open_house(read_settings()) as house:
        try:
            written = house.database.read(library.export, folder)
        except OSError as error:
            raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from error
    click.echo(f"{len(written)} files in {folder}")


@click.command()
def check() -> None:
    """Does the Book fit together? References, sources, clashing names, overdue facts, missing phrases."""
    with open_house(read_settings()) as house:
        book = house.shelf.book
        facts = {(kind, key): fact for kind, held in book.kinds.items() for key, fact in held.items()}
        findings = find_misfits(facts)
        late = overdue.overdue(facts, house.clock().date())
    missing = _missing_phrases()
    for finding in findings:
        click.echo(f"{'error' if finding.serious else 'warning'}  {' '.join(finding.where)}: {finding.says}")
    for line in missing:
        click.echo(f"error  {line}")
    for line in overdue.summary(late):
        click.echo(f"warning  {line}")
    serious = sum(f.serious for f in findings) + len(missing)
    click.echo(f"{len(facts)} facts, {serious} errors, {len(late)} facts older than {overdue.YEARS} year unconfirmed")
    if serious:
        raise SystemExit(1)


def _missing_phrases() -> list[str]:
    held = {language: set(phrases(language)) for language in LANGUAGES}
    every = set().union(*held.values())
    return [
        f"phrase {key!r} is missing in {language}" for language in LANGUAGES for key in sorted(every - held[language])
    ]
