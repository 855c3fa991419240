"""What tests of the doors share."""

import pytest

from tests.botapi import BotApi


@pytest.fixture
async def api():
    async with BotApi() as server:
        yield server
