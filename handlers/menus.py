"""The big buttons, and the way back to them."""

from knowledge.message import Choice
from knowledge.wording import Voice


def menu(voice: Voice, *, elder: bool = False) -> tuple[Choice, ...]:
    """The four big buttons; in 长者模式 also the one that ends it."""
    names = ("find", "clinics", "referral", "reminders")
    four = tuple(Choice(label=voice.say(f"menu_{name}"), token=f"menu:{name}") for name in names)
    return (*four, Choice(label=voice.say("elder_off"), token="elder:off")) if elder else four


def home(voice: Voice) -> Choice:
    """The way back to the big buttons."""
    return Choice(label=voice.say("menu_home"), token="menu:home")
