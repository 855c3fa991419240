"""The command line: ``jiamenkou COMMAND``. Exit 0 ok, 1 what was asked for failed, 2 wrong usage."""

import sys
from importlib import import_module

import click

from bot.settings import PREFIX, SETTINGS
from bot.starting import uncollected
from knowledge.errors import JiamenkouError, Refusal
from knowledge.wording import LANGUAGES, Voice

_SETTINGS_HELP = "\n".join(
    f"  {PREFIX + s.name:28} {s.meaning}{f' [{s.default}]' if s.default else ''}" for s in SETTINGS
)
COMMANDS = {
    "run": "running",
    "ask": "asking",
    "read": "noticing",
    "chat": "asking",
    "staff": "staffing",
    "load": "library",
    "export": "library",
    "check": "library",
    "evaluate": "measuring",
    "poster": "posting",
    "migrate": "caring",
    "backup": "caring",
    "restore": "caring",
    "doctor": "caring",
}
"""Command → its module in :mod:`bot.commands`, imported only when used: an answer starts in half the time."""


class _Program(click.Group):
    """Turns the house's own errors into a sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the signature is click's
        if cmd_name not in COMMANDS:
            return None
        with uncollected():
            command: click.Command = getattr(import_module(f"bot.commands.{COMMANDS[cmd_name]}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:  # the operator reads one of both, as in every line of ours for staff
            raise click.ClickException("\n".join(refusal.told(Voice(each)) for each in LANGUAGES)) from refusal
        except JiamenkouError as error:
            raise click.ClickException(str(error)) from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the signature is click's
        formatter.write(f"\nSettings, from the environment or a .env file:\n{_SETTINGS_HELP}\n")


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jiamenkou")
def main() -> None:
    """家门口: 上海家门口的专科基地、专家门诊、转诊步骤。

    A help bot for Shanghai residents: run it, ask it, or load facts into it.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
