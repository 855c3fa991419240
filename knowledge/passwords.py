"""Passwords: what is good enough, what is kept of one, whether one fits."""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from knowledge.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 10
LONGEST: Final = 128
_FEWEST: Final = 4
"""Different characters that nobody foresees: 1212121212 has two."""
_KEYS: Final = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_RUNS: Final = (*_KEYS, *(run[::-1] for run in _KEYS))
_TRITE: Final = ("password", "passw0rd", "iloveyou", "woaini", "jiamenkou", "admin", "letmein", "welcome", "家门口")
_KIB: Final = 19 * 1024
"""Memory one check takes: OWASP's setting for argon2id, so that several at once stay within a small machine."""


def checked(password: str, name: str) -> str:
    """A password good enough to be set by ``name``. Raises InputError with what is wrong."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise InputError("password_length", least=SHORTEST, most=LONGEST)
    if _is_trivial(plain.casefold(), name.casefold()):
        raise InputError("password_trivial")
    return plain


def _is_trivial(plain: str, name: str) -> bool:
    """Whether too little is left once trite words, the name and runs of three and more keys are taken out."""
    for word in filter(None, (*_TRITE, name)):
        plain = plain.replace(word, "")
    return len({character for place, character in enumerate(plain) if not _in_run(plain, place)}) < _FEWEST


def _in_run(plain: str, place: int) -> bool:
    triples = (plain[begin : begin + 3] for begin in range(max(place - 2, 0), place + 1))
    return any(len(triple) == 3 and any(triple in run for run in _RUNS) for triple in triples)


def kept(password: str) -> str:
    """What is kept of a password: its argon2 hash. Takes about 30 ms on purpose; never within a transaction."""
    return _hasher().hash(_plain(password))


def fits(password: str, hashed: str) -> bool:
    """Whether a password is the one kept; as slow when nothing is kept: nobody is to learn which names exist."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed or _nobody(), _plain(password)[: LONGEST * 4]) and bool(hashed)
    except (InvalidHashError, VerificationError):
        return False


def _plain(password: str) -> str:
    """One spelling of each character, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=_KIB, parallelism=1)


@cache
def _nobody() -> str:
    """A hash that no password fits, to spend the same time on."""
    from secrets import token_urlsafe

    return _hasher().hash(token_urlsafe(32))
