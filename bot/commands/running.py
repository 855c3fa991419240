"""``run``: the web page, and Telegram when a token is set, until the program is asked to stop."""

import asyncio

import click

from bot.assembly import open_house
from bot.logs import set_up
from bot.settings import read_settings
from knowledge.errors import JiamenkouError


@click.command()
def run() -> None:
    """Start the bot: the web chat on this machine, and Telegram when JIAMENKOU_TELEGRAM_TOKEN is set."""
    from bot.service import serve

    settings = read_settings()
    set_up(settings.log_level)
    with open_house(settings) as house:
        try:
            asyncio.run(serve(house))
        except* JiamenkouError as group:
            raise group.exceptions[0] from None
