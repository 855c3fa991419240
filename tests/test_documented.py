"""README names every setting and every command, so that nobody has to read the code to use it."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.__main__ import main
from bot.settings import PREFIX, SETTINGS
from handlers.routes import COMMANDS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group = main, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def missing(names: list[str]) -> list[str]:
    return [name for name in names if name not in README]


def test_the_readme_names_every_setting():
    assert missing([PREFIX + setting.name for setting in SETTINGS]) == []


def test_the_readme_names_every_command():
    assert missing([f"jiamenkou {name}" for name, _ in commands()]) == []


def test_the_readme_names_what_residents_may_type():
    assert missing([*COMMANDS]) == []


def test_every_command_and_option_explains_itself():
    assert len([*commands()]) > 10
    for name, command in commands():
        assert command.help, name
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert all(option.help for option in options), name


def test_help_lists_every_setting():
    told = main.get_help(click.Context(main))
    assert all(PREFIX + setting.name in told for setting in SETTINGS)
