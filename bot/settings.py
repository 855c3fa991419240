"""Settings from the environment and a .env file, prefix JIAMENKOU_; nobody else reads the environment.

All problems are named at once: which setting, what is wrong, what to write instead.
"""

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from dotenv import dotenv_values

from knowledge.errors import SettingsError

PREFIX = "JIAMENKOU_"
_FASTEST = 1000
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{5,}")


class Setting(msgspec.Struct, frozen=True):
    """One setting as the README and ``--help`` show it."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("TELEGRAM_TOKEN", "", "the bot's token from @BotFather; unset: no Telegram"),
    Setting("TELEGRAM_API", "https://api.telegram.org", "base URL of the Bot API, for a local Bot API server"),
    Setting("TELEGRAM_WEBHOOK", "", "public https:// base URL of this program; unset: long polling"),
    Setting("DATABASE", "", "sqlite:///FILE or postgresql://…; unset: a file in the user's data folder"),
    Setting("LISTEN", "127.0.0.1:8080", "HOST:PORT of the web page"),
    Setting("PROXY", "", "addresses or networks of HTTPS proxies on other hosts, with commas; this one is believed"),
    Setting("SECRET", "", "any long random text shared by replicas; unset: a new one at each start"),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    Setting("PER_SECOND", "25", "reminders and notices sent to Telegram in a second, by all replicas together"),
    Setting("PER_MINUTE", "30", "messages one person may send in a minute before being asked to slow down"),
)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings, checked."""

    telegram_token: str = ""
    telegram_api: str = "https://api.telegram.org"
    telegram_webhook: str = ""
    database: str
    cache: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    proxies: tuple[str, ...] = ()
    secret: str = ""
    log_level: str = "INFO"
    per_minute: int = 30
    per_second: float = 25


def default_database() -> str:
    """An SQLite file in the user's data folder (XDG_DATA_HOME, else ~/.local/share)."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return f"sqlite:///{data / 'jiamenkou' / 'jiamenkou.sqlite'}"


def default_cache() -> Path:
    """Where what can be made again is kept (XDG_CACHE_HOME, else ~/.cache)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jiamenkou"


def read_settings(environment: Mapping[str, str] | None = None, file: Path = Path(".env")) -> Settings:
    """The settings from ``file`` and the environment (which wins). Raises SettingsError naming every problem."""
    held = _in_file(file) | dict(os.environ if environment is None else environment)
    values = {s.name: held.get(PREFIX + s.name, "").strip() or s.default for s in SETTINGS}
    problems = [*_unknown(held), *_wrong(values)]
    if problems:
        raise SettingsError("\n".join(problems))
    host, _, port = values["LISTEN"].rpartition(":")
    return Settings(
        telegram_token=values["TELEGRAM_TOKEN"],
        telegram_api=values["TELEGRAM_API"].rstrip("/"),
        telegram_webhook=values["TELEGRAM_WEBHOOK"].rstrip("/"),
        database=values["DATABASE"] or default_database(),
        host=host.strip("[]"),
        port=int(port),
        proxies=tuple(str(_network(part)) for part in _parts(values["PROXY"])),
        cache=default_cache(),
        secret=values["SECRET"],
        log_level=values["LOG_LEVEL"].upper(),
        per_minute=int(values["PER_MINUTE"]),
        per_second=int(values["PER_SECOND"]),
    )


def _in_file(file: Path) -> dict[str, str]:
    try:
        return {k: v for k, v in dotenv_values(file).items() if v is not None} if file.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read ({error}): save it as UTF-8, readable for this program") from error


def _unknown(held: Mapping[str, str]) -> list[str]:
    known = {PREFIX + setting.name for setting in SETTINGS}
    strange = sorted(key for key in held if key.startswith(PREFIX) and key not in known)
    return [f"{key} is no setting: known are {', '.join(sorted(known))}" for key in strange]


def _wrong(values: Mapping[str, str]) -> list[str]:
    problems = []
    if values["TELEGRAM_TOKEN"] and not _TOKEN.fullmatch(values["TELEGRAM_TOKEN"]):
        problems.append(f"{PREFIX}TELEGRAM_TOKEN does not look like 123456:ABC…: copy it whole from @BotFather")
    if not _is_web(values["TELEGRAM_API"]):
        problems.append(f"{PREFIX}TELEGRAM_API must be http://HOST or https://HOST, with a port if need be")
    webhook = values["TELEGRAM_WEBHOOK"]
    if webhook and not (webhook.startswith("https://") and _is_web(webhook)):
        problems.append(f"{PREFIX}TELEGRAM_WEBHOOK must begin with https://: Telegram delivers to nothing else")
    if values["DATABASE"] and not re.match(r"(sqlite:///.|postgresql://.)", values["DATABASE"]):
        problems.append(f"{PREFIX}DATABASE must be sqlite:///FILE or postgresql://USER@HOST/NAME")
    if not _is_listen(values["LISTEN"]):
        problems.append(f"{PREFIX}LISTEN must be HOST:PORT with a port of 0–65535, for example 127.0.0.1:8080")
    if any(_network(part) is None for part in _parts(values["PROXY"])):
        problems.append(f"{PREFIX}PROXY must be addresses or networks like 10.0.0.5,fd00::/64, and not everybody's")
    if values["LOG_LEVEL"].upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        problems.append(f"{PREFIX}LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR")
    if not values["PER_MINUTE"].isdecimal() or int(values["PER_MINUTE"]) < 1:
        problems.append(f"{PREFIX}PER_MINUTE must be a whole number of at least 1")
    if not values["PER_SECOND"].isdecimal() or not 1 <= int(values["PER_SECOND"]) <= _FASTEST:
        problems.append(f"{PREFIX}PER_SECOND must be a whole number from 1 to {_FASTEST}: Telegram's own line is 30")
    return problems


def _is_web(text: str) -> bool:
    """Whether it is a web address with a host and, when it names a port, one that there is."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")] if text else []


def _network(text: str) -> IPv4Network | IPv6Network | None:
    """The network of a trusted proxy, None for what is none; what anybody might send from is never trusted."""
    try:
        found = ip_network(text, strict=False)
    except ValueError:
        return None
    return found if found.prefixlen else None


def _is_listen(text: str) -> bool:
    host, _, port = text.rpartition(":")
    return bool(host) and port.isdecimal() and int(port) <= 65535
