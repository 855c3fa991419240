"""``staff``: who keeps the Book, from the shell: links, roles, goodbye, the audit."""

from pathlib import Path
from typing import get_args

import click

from bot.assembly import open_house
from bot.commands.whoami import who_types
from bot.settings import Settings, read_settings
from bot.web.staff import deeds
from knowledge import audit, invites
from knowledge import staff as people
from knowledge.database import Database
from knowledge.errors import InputError
from knowledge.permission import Role
from knowledge.staff import Member
from knowledge.tabular import csv_text
from knowledge.unseen import seen_name
from knowledge.wording import Voice

_VOICE = Voice()
_ROLE = click.Choice(get_args(Role))
_AT = click.option("--institution", "places", multiple=True, metavar="ID", help="A clerk's hospital; may be repeated.")


@click.group()
def staff() -> None:
    """Who keeps the Book: owner (everything), editor (every fact), clerk (their hospitals' clinics), viewer."""


@staff.command()
@click.option("--name", required=True, help="What they are called here and in the audit.")
@click.option("--role", required=True, type=_ROLE, help="What they may do.")
@_AT
def invite(name: str, role: str, places: tuple[str, ...]) -> None:
    """Print a link that lets one person in: once, within 24 hours, by web or chat.

    For somebody who is here already it is a new password or another chat; their role stays as it is.
    """
    settings = read_settings()
    with open_house(settings) as house:
        held, now = house.database.read(people.named, name), house.clock()
        if held is not None and held.active:
            token = house.database.write(invites.again, who_types(), held.id, now)
        else:
            token = house.database.write(invites.make, who_types(), name, role, places, now)
    click.echo(f"{seen_name(name)}: one of these, once, within 24 hours (只能用一次, 24 小时内)")
    click.echo(f"  web   {_base(settings)}/staff/invite/{token}")
    click.echo(f"  chat  /start invite_{token}")


def _base(settings: Settings) -> str:
    """Where the web page is reached: the public address when one is set."""
    return settings.telegram_webhook or f"http://{settings.host}:{settings.port}"


@staff.command("list")
def list_() -> None:
    """Everybody: name, role, hospitals, how they come in."""
    with open_house(read_settings()) as house:
        everybody = house.database.read(people.members)
    for one in everybody:
        click.echo(_line(one))
    if not everybody:
        click.echo("还没有人员：'jiamenkou run' prints a link for the first owner.")


def _line(one: Member) -> str:
    way = "" if one.has_password else "只用聊天"
    rest = [one.role, *one.institutions, way] if one.active else ["已停用"]
    return f"{one.name}  {' '.join(word for word in rest if word)}"


@staff.command()
@click.argument("name")
@click.argument("role", type=_ROLE)
@_AT
def role(name: str, role: str, places: tuple[str, ...]) -> None:
    """Give NAME another ROLE, or a clerk other hospitals."""
    with open_house(read_settings()) as house:
        number = _active(house.database, name).id
        after = house.database.write(people.move, who_types(), number, role, places, house.clock())
    click.echo(_line(after))


@staff.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove(name: str, *, yes: bool) -> None:
    """Let NAME go: out of every browser and chat at once. The audit keeps the name."""
    with open_house(read_settings()) as house:
        who = _active(house.database, name)
        if not yes:
            click.confirm(f"停用 {who.name}（{_VOICE.say(f'role_{who.role}')}）吗？", abort=True)
        house.database.write(people.remove, who_types(), who.id, house.clock())
    click.echo(f"{who.name} 已停用")


def _active(database: Database, name: str) -> Member:
    found = database.read(people.named, name)
    if found is None or not found.active:
        raise InputError("nobody_called", name=seen_name(name))
    return found


@staff.command("audit")
@click.option("--csv", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write all of it to this file.")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="How many lines, newest first.")
def audit_(file: Path | None, last: int) -> None:
    """Who did what, before, after, when, by which door."""
    with open_house(read_settings()) as house:
        names = deeds.names_in(house.shelf.book, _VOICE)
        if file is None:
            for line in house.database.read(audit.page, last):
                click.echo(_deed(deeds.told(line, _VOICE, names)))
            return
        rows = house.database.read(lambda c: [deeds.told(line, _VOICE, names) for line in audit.whole(c)])
    try:
        file.write_text(csv_text(deeds.headings(_VOICE), rows), encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"{len(rows)} lines in {file}")


def _deed(told: tuple[str, ...]) -> str:
    at, who, door, action, subject, before, after = told
    change = " → ".join(words for words in (before[:200], after[:200]) if words)
    return f"{at}  {who}（{door}）{action}{subject and ' ' + subject}{f'：{change}' if change else ''}"
