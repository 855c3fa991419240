"""Whatever comes in, something kind goes out; every button ever shown leads somewhere."""

import re
from collections import deque

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.incoming import Incoming
from handlers.routes import BUTTONS, COMMANDS, MENU, Routes
from knowledge.message import Address
from tests.conftest import NOON

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)
TOKENS = st.one_of(
    ANY_TEXT,
    st.builds(
        lambda kind, rest: f"{kind}:{rest}",
        st.sampled_from([*BUTTONS, "menu", "now", "fb:1", "why:old", "near:x"]),
        st.one_of(ANY_TEXT, st.sampled_from(["", ":", "::::", "transfer", "transfer:start", "on", "zh", "yes"])),
    ),
)
ONCE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
number = iter(range(10**6))


def somebody(**said) -> Incoming:
    return Incoming(address=Address("test", str(next(number))), when=NOON, **said)


async def kind_of(routes: Routes, **said) -> str:
    answers = await routes.answer(somebody(**said))
    assert answers
    assert all(message.plain.strip() for message in answers)
    return answers[0].kind


@ONCE
@given(TOKENS)
async def test_any_button_token_is_answered_and_breaks_nothing(routes: Routes, token: str):
    assert await kind_of(routes, token=token or "x") != "broken"


@ONCE
@given(st.one_of(ANY_TEXT, ANY_TEXT.map("/{}".format)))
async def test_any_text_is_answered_and_breaks_nothing(routes: Routes, text: str):
    assert await kind_of(routes, text=text) != "broken"


@ONCE
@given(st.tuples(st.floats(), st.floats()))
async def test_any_point_is_answered_and_breaks_nothing(routes: Routes, point):
    assert await kind_of(routes, point=point) != "broken"


@pytest.mark.parametrize(
    "kind", ["photo", "voice", "audio", "video", "sticker", "document", "contact", "poll", "dice", "", "\x00"]
)
async def test_anything_sent_is_answered_kindly(routes: Routes, kind: str):
    assert await kind_of(routes, attachment=kind) == "help"


async def test_a_photo_with_words_is_answered_for_its_words(routes: Routes):
    assert await kind_of(routes, attachment="photo", text="浦东看骨伤去哪里") == "answer"


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_answers_typed_or_pressed_also_with_the_bots_name(routes: Routes, command: str):
    typed = await kind_of(routes, text=command)
    assert typed == await kind_of(routes, token=command)
    assert typed == await kind_of(routes, text=f"{command.upper()}@some_bot now please")


@pytest.mark.parametrize(
    "token", ["base:gone", "inst:", "entry:x", "d:nowhere", "s:none", "near:a:b", "p:x:y", "p:transfer"]
)
async def test_a_button_older_than_its_fact_says_so(routes: Routes, token: str):
    assert await kind_of(routes, token=token) == "stale"


async def test_every_button_reachable_from_the_start_leads_to_an_answer(routes: Routes):
    waiting, seen = deque(["/start", "/help", *(f"menu:{name}" for name in MENU), *COMMANDS]), set()
    while waiting and len(seen) < 400:
        token = waiting.popleft()
        if token in seen or token.startswith(("fb:", "why:", "del:", "lang:", "elder:")):
            continue
        seen.add(token)
        for message in await routes.answer(somebody(token=token)):
            assert message.kind not in {"stale", "broken"}, token
            for choice in message.choices:
                assert choice.token or choice.url or choice.asks_location
                assert choice.label.strip()
                waiting.append(choice.token) if choice.token else None
    assert len(seen) > 60


async def test_referral_takes_at_most_four_taps_and_ends_in_sourced_steps(routes: Routes):
    async def walk(token: str, taps: int) -> int:
        (message,) = await routes.answer(somebody(token=token))
        assert taps <= 5
        if message.kind == "answer":
            assert re.search(r"^1\. ", message.text, re.MULTILINE)
            assert "来源" in message.footnote
            assert "资料日期" in message.footnote
            return 1
        return sum([await walk(choice.token, taps + 1) for choice in message.choices])

    assert await walk("/referral", 0) >= 8


async def test_a_broken_answer_apologises_with_120_and_logs_no_words(routes: Routes, caplog):
    class Torn(str):
        __slots__ = ()

        def strip(self, *_: object) -> str:
            raise RuntimeError("a secret word")

    (said,) = await routes.answer(somebody(text=Torn("我的秘密")))
    assert said.kind == "broken"
    assert "120" in said.text
    assert "秘密" not in caplog.text
    assert "secret" not in caplog.text
    assert "RuntimeError" in caplog.text
