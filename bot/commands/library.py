"""``load``, ``export``, ``check``: the Book between files and database."""

import sys
from pathlib import Path

import click
import msgspec

from bot.assembly import House, open_house
from bot.commands.whoami import who_types
from bot.settings import read_settings
from knowledge import library, overdue
from knowledge.errors import ContentError
from knowledge.importing.exporting import export_rosters
from knowledge.importing.gathering import Gathered, files_to_read, gather
from knowledge.importing.loading import Options
from knowledge.importing.loading import load as load_gathered
from knowledge.importing.report import Report
from knowledge.importing.samples import gather_samples
from knowledge.importing.telling import lines
from knowledge.references import check as find_misfits
from knowledge.rosters.writing import write_template
from knowledge.staff import actor_named
from knowledge.wording import LANGUAGES, phrases

_LARGE = 200_000
"""Bytes from which on reading takes long enough for a progress bar."""
_TOLD = 50
"""Problems told one by one; ``--json`` tells all."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The difference as one JSON object.")
@click.option("--institution", default="", metavar="ID", help="Whose roster it is, for files that do not say.")
@click.option("--end-missing", is_flag=True, help="End the sessions that a roster no longer contains.")
@click.option("--sample", is_flag=True, help="Load a fictional roster to try things with, instead of PATHS.")
@click.option(
    "--as", "name", default="", metavar="NAME", help="Who of the staff loads it: what they may not do is refused."
)
def load(
    paths: tuple[Path, ...],
    *,
    dry_run: bool,
    as_json: bool,
    institution: str,
    end_missing: bool,
    sample: bool,
    name: str,
) -> None:
    """Load PATHS (YAML files of facts, XLSX, XLS and CSV rosters, folders): all, or nothing when anything is wrong.

    Loading the same file again changes nothing. What a roster no longer contains stays until --end-missing is given
    or, on a terminal, the question is answered with yes.
    """
    if sample == bool(paths):
        raise click.UsageError("name files or folders to load, or --sample alone")
    options = Options(institution=institution, end_missing=end_missing, dry_run=dry_run)
    with open_house(read_settings()) as house:
        gathered = gather_samples(house.clock().date()) if sample else _gathered(paths)
        if not as_json and not dry_run and not end_missing and sys.stdin.isatty():
            options = _asked(house, gathered, options)
        actor = house.database.read(actor_named, name, "import") if name else who_types()
        report = house.database.write(load_gathered, gathered, actor, house.clock(), options)
    if as_json:
        click.echo(msgspec.json.encode(report.as_object()).decode())
    else:
        for line in lines(report, dry_run=dry_run):
            click.echo(line)
    if report.errors:
        if not as_json:
            raise ContentError([*_first(report.errors), "Nothing was loaded. 有错误，什么都没有导入。"])
        raise SystemExit(1)


def _first(problems: list[str]) -> list[str]:
    """As many problems as anybody reads, and how many more there are."""
    more = len(problems) - _TOLD
    return [*problems[:_TOLD], f"… and {more} more problems. 还有 {more} 个问题。"] if more > 0 else problems


def _gathered(paths: tuple[Path, ...]) -> Gathered:
    try:
        files = files_to_read(paths)
    except ContentError as error:
        return Gathered(errors=error.problems)
    sizes = {file: file.stat().st_size for file in files}
    hidden = not sys.stderr.isatty() or sum(sizes.values()) < _LARGE
    with click.progressbar(length=sum(sizes.values()), label="读文件", file=sys.stderr, hidden=hidden) as bar:
        return gather(files, lambda file: bar.update(sizes[file]))


def _asked(house: House, gathered: Gathered, options: Options) -> Options:
    """On a terminal: show what a roster no longer contains and ask whether to end it."""
    trial = msgspec.structs.replace(options, dry_run=True)
    report: Report = house.database.write(load_gathered, gathered, who_types(), house.clock(), trial)
    ending = [d for d in report.differences if d.change == "ended" and d.who != "示例"]
    if not ending:
        return options
    for difference in ending:
        click.echo(f"新文件里没有了：{difference.who} {difference.words}")
    return msgspec.structs.replace(options, end_missing=click.confirm(f"结束这 {len(ending)} 项吗？", default=False))


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--template", is_flag=True, help="Write an empty roster with drop-downs for a hospital to fill in.")
def export(path: Path, *, template: bool) -> None:
    """Write the whole Book into the folder PATH as YAML, or all sessions into the workbook PATH.xlsx.

    Loading either again changes nothing.
    """
    is_book = path.suffix.lower() == ".xlsx"
    if template and not is_book:
        raise click.UsageError("a template is a workbook: name it like roster.xlsx")
    try:
        click.echo(_written_template(path) if template else _exported(path, as_workbook=is_book))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _written_template(path: Path) -> str:
    write_template(path)
    return f"an empty roster in {path}: fill it in, then 'jiamenkou load {path}'"


def _exported(path: Path, *, as_workbook: bool) -> str:
    with open_house(read_settings()) as house:
        if as_workbook:
            return f"{house.database.read(export_rosters, path)} sessions in {path}"
        return f"{len(house.database.read(library.export, path))} files in {path}"


@click.command()
def check() -> None:
    """Does the Book fit together? References, sources, clashing names, overdue facts, missing phrases."""
    with open_house(read_settings()) as house:
        book = house.shelf.book
        facts = {(kind, key): fact for kind, held in book.kinds.items() for key, fact in held.items()}
        findings = find_misfits(facts)
        today = house.clock().date()
        late = overdue.overdue(facts, today)
        unknown = [year for year in (today.year, today.year + 1) if not book.clinics.calendar.covers(year)]
    missing = _missing_phrases()
    for finding in findings:
        click.echo(f"{'error' if finding.serious else 'warning'}  {' '.join(finding.where)}: {finding.says}")
    for line in missing:
        click.echo(f"error  {line}")
    for line in overdue.summary(late):
        click.echo(f"warning  {line}")
    for year in unknown:
        click.echo(f"warning  public holidays of {year} are not known: enter them as facts of kind holiday")
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
