"""Raw updates of Telegram become Incoming, or nothing, or are told to be unreadable."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.telegram import inbound
from bot.telegram.inbound import Me, Press, Reachability, Unreadable
from knowledge.message import Address

ME = Me(5, "jiamenkou_bot")
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TO = Address("telegram", "7")
REAL_UPDATES = Path(__file__).parents[3] / "shared" / "telegram" / "updates_dev.jsonl"


def update(**message):
    user = {"id": 7, "is_bot": False, "first_name": "王", "language_code": "zh-Hans"}
    return {
        "update_id": 1,
        "message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": user} | message,
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"text": "骨伤"}, {"text": "骨伤"}),
        ({"photo": [{}], "caption": "这是什么"}, {"text": "这是什么", "attachment": "photo"}),
        ({"voice": {}}, {"attachment": "voice"}),
        ({"sticker": {"new": 1}}, {"attachment": "sticker"}),
        ({"location": {"latitude": 31.2, "longitude": 121}}, {"point": (31.2, 121.0)}),
        ({"text": "半\ud83d个"}, {"text": "半?个"}),
        (
            {"text": "x", "reply_to_message": {"chat": {"id": 7, "type": "private"}, "gift": {"new": "kind"}}},
            {"text": "x"},
        ),
    ],
)
def test_a_message_becomes_one_incoming(message, expected):
    incoming = inbound.read(update(**message), ME, NOW)
    assert incoming.address == TO
    assert (incoming.language, incoming.update, incoming.private, incoming.addressed) == ("zh-hans", "1", True, True)
    assert incoming.when == datetime(1970, 1, 1, tzinfo=UTC)
    assert {
        name: getattr(incoming, name) for name in ("text", "attachment", "point") if getattr(incoming, name)
    } == expected


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1},
        {"update_id": 1, "edited_message": {"location": {}}},
        {"update_id": 1, "poll": {}},
        update(new_chat_members=[{}]),
        update(text="x") | {"message": update(text="x")["message"] | {"from": {"id": 9, "is_bot": True}}},
    ],
)
def test_what_needs_no_answer_gets_none(raw):
    assert inbound.read(raw, ME, NOW) is None


@pytest.mark.parametrize(
    "raw",
    [
        update(text=5),
        update(location={}),
        update(text="x", date=10**30),
        {"update_id": 1, "message": None},
        {"update_id": 1, "callback_query": {"id": "1"}},
        {"update_id": 1, "my_chat_member": []},
    ],
)
def test_what_lacks_its_fields_is_unreadable(raw):
    with pytest.raises(Unreadable):
        inbound.read(raw, ME, NOW)


def test_a_press_brings_its_token_the_time_and_the_query_to_answer():
    raw = {"id": "q", "from": {"id": 7}, "data": "t:1"}
    pressed = inbound.read({"update_id": 3, "callback_query": raw}, ME, NOW)
    assert isinstance(pressed, Press)
    assert (pressed.query, pressed.incoming.token, pressed.incoming.when, pressed.incoming.address) == (
        "q",
        "t:1",
        NOW,
        TO,
    )


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("left", False), ("member", True)])
def test_blocking_and_unblocking_is_read(status, reachable):
    change = {"chat": {"id": 7, "type": "private"}, "new_chat_member": {"status": status}}
    assert inbound.read({"update_id": 1, "my_chat_member": change}, ME, NOW) == Reachability(TO, reachable)


def test_real_updates_of_other_projects_are_read_or_set_aside():
    if not REAL_UPDATES.exists():
        pytest.skip("../shared/telegram/updates_dev.jsonl is not beside this checkout")
    lines = [json.loads(line) for line in REAL_UPDATES.read_text("utf-8").splitlines()]
    read = 0
    for line in lines:
        try:
            read += inbound.read(line["update"], ME, NOW) is not None
        except Unreadable:
            assert line["class"] != "schema-valid", line
    assert read
