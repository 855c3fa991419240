from pathlib import Path

import pytest

from handlers.routes import Routes
from tests.conftest import NOON
from tests.handlers.dialogue import Conversation, Stage, conversations

ALL = conversations(Path(__file__).parents[1] / "dialogues")


@pytest.mark.parametrize("conversation", ALL, ids=lambda c: f"{c.file[:-4]}: {c.title}")
async def test_the_conversation_goes_as_written(conversation: Conversation, routes: Routes) -> None:
    await Stage(routes, NOON).play(conversation)
