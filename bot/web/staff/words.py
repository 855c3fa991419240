"""The desk's own words. Its templates are written in Chinese, ``_("…")``; ``english.yaml`` says the same in English."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Final

import msgspec
import yaml

from bot.web.staff.naming import naming
from knowledge.moments import SHANGHAI
from knowledge.wording import Voice

_FILES: Final = sorted(Path(__file__).parent.glob("english*.yaml"))
_DAYS: Final = "一二三四五六日"

SAID: Final = {
    "saved": "已保存。",
    "same": "没有改动，什么也没保存。",
    "proposed": "已提交，等另一位同事审核后发布。",
    "approved": "审核通过，已经发布。",
    "refused": "草稿已退回。",
    "withdrawn": "草稿已收起。",
    "archived": "已归档，居民不会再看到；随时可以恢复。",
    "confirmed": "已记下：今天核对过。",
    "restored": "已恢复成那一版。",
    "adopted": "已成为新条目，马上就能回答居民。",
    "merged": "已并入，马上就能回答居民。",
    "ignored": "已忽略。",
    "released": "已放回队列。",
    "waiting_again": "已放回：这个问法又在等答复了。",
    "replied": "答复已交给发送队列，会送到居民那里。",
    "removed": "已停用，马上生效。",
    "password": "密码已经换好，别的浏览器和聊天都已退出。",
    "out": "已退出登录。",
    "undone": "已撤回，和原来一样了。",
    "expired": "请先登录：上次登录已经结束。",
}
"""What a page says at its top after something was done: the key goes through the address, never the words."""


@cache
def english() -> dict[str, str]:
    """The English of each Chinese text."""
    held: dict[str, str] = {}
    for file in _FILES:
        held |= msgspec.convert(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader), type=dict[str, str])
    return held


def words_in(language: str) -> Callable[..., str]:
    """The ``_`` of templates for a language: the words, with facts filled in by name."""
    return partial(_said, english() if language == "en" else {})


def _said(held: dict[str, str], chinese: str, **facts: object) -> str:
    words = held.get(chinese, chinese)
    return words.format(**facts) if facts else words


def manner(voice: Voice) -> dict[str, object]:
    """How every template speaks: its words, moments, choices by name, what stands between the members of a list."""
    return {
        "_": words_in(voice.language),
        "voice": voice,
        "named": partial(naming(english=voice.english).said, ""),
        "comma": voice.listed(["", ""]),
        "colon": ": " if voice.english else "：",
        "moment": partial(moment, voice=voice),
    }


def moment(at: datetime, voice: Voice) -> str:
    """A moment in Shanghai as people say it: 2026-11-21 周六 12:00."""
    local = at.astimezone(SHANGHAI)
    day = f"{local:%a}" if voice.english else f"周{_DAYS[local.weekday()]}"
    return f"{local:%Y-%m-%d} {day} {local:%H:%M}"
