"""The command line: ``jiamenkou COMMAND``. Exit 0 ok, 1 what was asked for failed, 2 wrong usage."""

import sys

import click

from bot.commands.asking import ask, chat, read
from bot.commands.caring import backup, doctor, migrate, restore
from bot.commands.library import check, export, load
from bot.commands.measuring import evaluate
from bot.commands.posting import poster
from bot.commands.running import run
from bot.settings import PREFIX, SETTINGS
from knowledge.errors import JiamenkouError

_SETTINGS_HELP = "\n".join(
    f"  {PREFIX + s.name:28} {s.meaning}{f' [{s.default}]' if s.default else ''}" for s in SETTINGS
)


class _Program(click.Group):
    """Turns the house's own errors into a sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except JiamenkouError as error:
            raise click.ClickException(str(error)) from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
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


for command in (run, ask, read, chat, load, export, check, evaluate, migrate, backup, restore, doctor, poster):
    main.add_command(command)

if __name__ == "__main__":
    main()
