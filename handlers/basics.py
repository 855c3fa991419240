"""Start, help, language, 长者模式, privacy, what is kept, forgetting, and input that is no question."""

import msgspec

from handlers import agendas
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.menus import home, menu
from handlers.wrapping import finish
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice

LANGUAGES = {"zh": "简体中文", "zh-hant": "繁體中文", "en": "English"}
_REASONS = ("wrong", "old", "unclear", "missing")
_ATTACHMENTS = {"photo": "photo", "voice": "voice", "audio": "voice", "sticker": "sticker", "video": "photo"}


async def start(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Who this is, what it can do, and the big buttons."""
    said = Message(kind="start", text=voice.say("start"), choices=menu(voice, elder=wishes.elder))
    return finish([said], voice, _plain(wishes))


async def help_(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """What can be asked, in examples."""
    more = tuple(Choice(label=voice.say(f"more_{n}"), token=f"/{n}") for n in ("language", "elder", "privacy"))
    return finish([Message(kind="help", text=voice.say("help"), choices=(*menu(voice), *more))], voice, wishes)


def _plain(wishes: Preferences) -> Preferences:
    return msgspec.structs.replace(wishes, elder=False)


async def language(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Which language to speak."""
    choices = tuple(Choice(label=label, token=f"lang:{code}") for code, label in LANGUAGES.items())
    choices = (*choices, home(voice)) if wishes.elder else choices
    return [Message(kind="language", text=voice.say("language"), choices=choices, facts={"elder": wishes.elder})]


async def set_language(incoming: Incoming, desk: Desk, _voice: Voice, wishes: Preferences) -> list[Message]:
    """Speak the chosen language from now on."""
    code = incoming.token.partition(":")[2]
    if code not in LANGUAGES:
        return await language(incoming, desk, _voice, wishes)
    wanted = msgspec.structs.replace(wishes, language=code)
    await desk.remember(incoming.address, wanted, incoming.when)
    voice = Voice(code)
    said = Message(
        kind="language",
        text=voice.say("language_set"),
        choices=menu(voice, elder=wishes.elder),
        facts={"language": code},
    )
    return finish([said], voice, _plain(wishes))


async def elder(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Offer 长者模式, or to leave it."""
    key, token = ("elder_is_on", "elder:off") if wishes.elder else ("elder_is_off", "elder:on")
    choices = (Choice(label=voice.say(token.replace(":", "_")), token=token), home(voice))
    return finish([Message(kind="elder", text=voice.say(key), choices=choices)], voice, _plain(wishes))


async def set_elder(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Turn 长者模式 on or off."""
    on = incoming.token == "elder:on"
    await desk.remember(incoming.address, msgspec.structs.replace(wishes, elder=on), incoming.when)
    text = voice.say("elder_set_on" if on else "elder_set_off")
    said = Message(kind="elder", text=text, choices=menu(voice, elder=on), facts={"elder": on})
    return finish([said], voice, _plain(wishes))


async def privacy(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """What is kept, for how long, and how to have it forgotten."""
    choices = (
        Choice(label=voice.say("more_mydata"), token="/mydata"),
        Choice(label=voice.say("more_delete"), token="/delete"),
    )
    return finish([Message(kind="privacy", text=voice.say("privacy"), choices=choices)], voice, wishes)


async def my_data(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Everything that is kept of this person."""
    kept = voice.say(
        "mydata",
        language=LANGUAGES.get(wishes.language, voice.say("mydata_none")),
        elder=voice.say("yes" if wishes.elder else "no"),
        district=wishes.district or voice.say("mydata_none"),
    )
    choices = (Choice(label=voice.say("more_delete"), token="/delete"),)
    text = "\n".join([kept, *await agendas.kept_lines(incoming, desk, voice)])
    return finish([Message(kind="mydata", text=text, choices=choices)], voice, wishes)


async def delete(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Ask once before forgetting."""
    choices = (
        Choice(label=voice.say("delete_yes"), token="del:yes"),
        Choice(label=voice.say("delete_no"), token="del:no"),
    )
    return finish([Message(kind="delete", text=voice.say("delete_ask"), choices=choices)], voice, wishes)


async def deleted(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Forget this person, or leave things as they are."""
    if incoming.token != "del:yes":
        kept = Message(kind="delete", text=voice.say("delete_kept"), choices=menu(voice))
        return finish([kept], voice, wishes)
    await desk.erase(incoming.address)
    said = Message(kind="deleted", text=voice.say("deleted"), choices=(home(voice),), facts={"elder": False})
    return finish([said], voice, _plain(wishes))


async def attachment(incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """A photo, a voice message, a sticker…: what cannot be read, said kindly, with what can be done instead."""
    key = _ATTACHMENTS.get(incoming.attachment, "file")
    return finish([Message(kind="help", text=voice.say(f"cannot_{key}"), choices=menu(voice))], voice, wishes)


async def nothing(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """A message without words: punctuation or emoji only."""
    return finish([Message(kind="help", text=voice.say("no_words"), choices=menu(voice))], voice, wishes)


def slow_down(voice: Voice) -> list[Message]:
    """Too many messages in a minute."""
    return finish([Message(kind="slow_down", text=voice.say("slow_down"))], voice, Preferences())


async def thanks_for_rating(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """👍 or 👎 on an answer; a 👎 may give its reason."""
    mark, _, subject = incoming.token.partition(":")[2].partition(":")
    await desk.rate(subject, incoming.address, incoming.when, helpful=mark == "1")
    if mark == "1":
        return finish([Message(kind="feedback", text=voice.say("feedback_thanks"))], voice, _plain(wishes))
    choices = tuple(Choice(label=voice.say(f"reason_{r}"), token=f"why:{r}:{subject[:40]}") for r in _REASONS)
    return finish([Message(kind="feedback", text=voice.say("feedback_why"), choices=choices)], voice, _plain(wishes))


async def reason_given(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Why an answer did not help."""
    reason, _, subject = incoming.token.partition(":")[2].partition(":")
    if reason not in _REASONS:
        reason = ""
    await desk.rate(subject, incoming.address, incoming.when, helpful=False, reason=reason)
    return finish([Message(kind="feedback", text=voice.say("feedback_noted"))], voice, _plain(wishes))


def emergency(voice: Voice) -> list[Message]:
    """120 first, nothing else."""
    call = Choice(label="📞 120", url="tel:120")
    said = Message(kind="emergency", title=voice.say("emergency_title"), text=voice.say("emergency"), choices=(call,))
    return finish([said], voice, Preferences())


def broken(voice: Voice) -> list[Message]:
    """Something on our side went wrong."""
    return finish([Message(kind="broken", text=voice.say("broken"))], voice, Preferences())
