"""README names every setting and every command, so that nobody has to read the code to use it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.settings import PREFIX, SETTINGS
from handlers.routes import COMMANDS
from knowledge.kinds import KINDS
from scheduler import ledger
from scheduler.policies import POLICIES, WAITS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


DIARY = README.partition("## Reminders and notices")[2].partition("\n## ")[0].splitlines()


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


def test_the_readme_names_every_kind_of_fact():
    assert missing([f"`{kind}`" for kind in KINDS]) == []


@pytest.mark.parametrize("kind", POLICIES)
def test_the_readme_tells_the_rules_of_each_kind_of_delivery_as_they_are(kind):
    (line,) = (line for line in DIARY if line.startswith(f"| `{kind}` |"))
    policy = POLICIES[kind]
    days, hours = divmod(policy.late // timedelta(hours=1), 24)
    late = f"{hours} hours" if hours else f"{days} day" + ("s" if days > 1 else "")
    assert late in line
    assert ("till" in line.split("|")[3]) is policy.till_event
    assert ("sent again" in line) is policy.repeat


def test_the_readme_tells_the_kinds_of_deliveries_in_the_order_in_which_they_leave():
    told = [line.split("`")[1] for line in DIARY if line.startswith("| `")]
    ranks = [POLICIES[kind].rank for kind in told]
    assert ranks == sorted(ranks)
    assert len(ranks) == len(POLICIES)


def test_the_readme_tells_how_long_things_are_kept():
    assert f"{ledger.KEPT.days} days" in README
    assert f"hand-offs {ledger.HANDOFFS_KEPT.days} days" in README
    assert f"for {WAITS.days} days" in README
