"""``run``: the web page, and Telegram when a token is set, until the program is asked to stop."""

import asyncio
import socket

import click

from bot.assembly import open_house
from bot.logs import set_up
from bot.service import serve
from bot.settings import Settings, read_settings


@click.command()
def run() -> None:
    """Start the bot: the web chat on this machine, and Telegram when JIAMENKOU_TELEGRAM_TOKEN is set."""
    settings = read_settings()
    set_up(settings.log_level)
    with _listening(settings) as listening, open_house(settings) as house:
        host, port = listening.getsockname()[:2]
        click.echo(f"家门口: http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C stops)")
        if not settings.telegram_token:
            click.echo("No Telegram token is set: web chat only.")
        asyncio.run(serve(house, listening))


def _listening(settings: Settings) -> socket.socket:
    where = f"{settings.host}:{settings.port}"
    try:
        return socket.create_server(
            (settings.host, settings.port), family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        )
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {where} ({error.strerror}): another program may use that port; "
            "set JIAMENKOU_LISTEN to another one, for example 127.0.0.1:8081"
        ) from error
