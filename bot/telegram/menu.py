"""What Telegram shows around the chat: the command menu, and who we are, in each language."""

from collections.abc import Sequence
from typing import Final

import msgspec
from telegram import Bot, BotCommand


class Menu(msgspec.Struct, frozen=True):
    """Texts for one language (Telegram's two letters; empty for everybody else)."""

    language: str
    commands: tuple[tuple[str, str], ...]
    description: str
    short_description: str


CHINESE: Final = Menu(
    language="",
    commands=(
        ("start", "开始：找基地、查门诊、问转诊"),
        ("help", "怎么用，能问什么"),
        ("reminders", "我的提醒和关注"),
        ("stop", "停掉所有提醒"),
        ("language", "换语言：简体、繁體、English"),
        ("elder", "长者模式：字少，一次说一件事"),
        ("privacy", "我们记什么，不记什么"),
        ("mydata", "看看记了我什么"),
        ("delete", "把我的记录都删掉"),
    ),
    description="上海居民的问路助手：家附近有哪些专科基地，转诊怎么走，早约号怎么约。每个回答都写明出处和日期。只介绍去处，不看病，不开药。急事请打120。",
    short_description="家附近的专科基地、转诊步骤，一问就知道。不是医生，急事请打120。",
)
ENGLISH: Final = Menu(
    language="en",
    commands=(
        ("start", "Start: find a base, a clinic, a referral"),
        ("help", "How to use this, what you can ask"),
        ("reminders", "My reminders and whom I follow"),
        ("stop", "Stop all reminders"),
        ("language", "Language: 简体, 繁體, English"),
        ("elder", "Simple mode: fewer words, one thing at a time"),
        ("privacy", "What we keep and what we do not"),
        ("mydata", "Show what is kept about me"),
        ("delete", "Delete everything about me"),
    ),
    description="For people living in Shanghai: specialty bases near home, referral steps, early appointments. Every "
    "answer names its source and date. Information only, no diagnosis, no prescriptions. Emergency: call 120.",
    short_description="Specialty bases near home and referral steps in Shanghai. Not a doctor; emergency: call 120.",
)
MENUS: Final = (CHINESE, ENGLISH)


async def publish(bot: Bot, menus: Sequence[Menu] = MENUS) -> None:
    """Set what differs from what Telegram already shows; a restart changes nothing and costs three reads a language."""
    for menu in menus:
        wanted = [BotCommand(name, words) for name, words in menu.commands]
        if list(await bot.get_my_commands(language_code=menu.language)) != wanted:
            await bot.set_my_commands(wanted, language_code=menu.language)
        if (await bot.get_my_description(menu.language)).description != menu.description:
            await bot.set_my_description(menu.description, language_code=menu.language)
        if (await bot.get_my_short_description(menu.language)).short_description != menu.short_description:
            await bot.set_my_short_description(menu.short_description, language_code=menu.language)
