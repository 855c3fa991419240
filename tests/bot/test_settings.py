"""Settings: from the environment and a .env file, checked all at once."""

from pathlib import Path

import pytest

from bot.settings import PREFIX, SETTINGS, default_database, read_settings
from knowledge.errors import SettingsError

NOWHERE = Path("/nonexistent/.env")


def read(**values: str):
    return read_settings({PREFIX + name: value for name, value in values.items()}, NOWHERE)


def problems(**values: str) -> str:
    with pytest.raises(SettingsError) as told:
        read(**values)
    return str(told.value)


def test_without_any_setting_it_runs_on_this_machine_only():
    settings = read()
    assert (settings.host, settings.port, settings.telegram_token) == ("127.0.0.1", 8080, "")
    assert settings.database == default_database()
    assert settings.database.startswith("sqlite:////")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "123"),
        ("TELEGRAM_TOKEN", "123456:short token"),
        ("TELEGRAM_API", "api.telegram.org"),
        ("TELEGRAM_API", "http://[::1"),
        ("TELEGRAM_API", "http://localhost:99999"),
        ("TELEGRAM_API", "http://:8081"),
        ("TELEGRAM_WEBHOOK", "http://example.org"),
        ("TELEGRAM_WEBHOOK", "https://[example.org"),
        ("DATABASE", "facts.sqlite"),
        ("DATABASE", "sqlite:///"),
        ("DATABASE", "mysql://x/y"),
        ("LISTEN", "8080"),
        ("LISTEN", ":8080"),
        ("LISTEN", "host:port"),
        ("LISTEN", "host:65536"),
        ("LISTEN", "host:-1"),
        ("PROXY", "*"),
        ("PROXY", "proxy.example.org"),
        ("PROXY", "10.0.0.5:443"),
        ("PROXY", "10.0.0.5,"),
        ("PROXY", "10.0.0.0/33"),
        ("PROXY", "0.0.0.0/0"),
        ("PROXY", "10.0.0.5, ::/0"),
        ("LOG_LEVEL", "LOUD"),
        ("PER_MINUTE", "0"),
        ("PER_MINUTE", "-3"),
        ("PER_MINUTE", "1.5"),
        ("TELEGRAM_TOKN", "x"),
    ],
)
def test_a_wrong_value_is_told_by_its_name(name, value):
    assert PREFIX + name in problems(**{name: value})


def test_a_secret_that_is_wrong_is_not_repeated():
    assert "123456:geheim wort" not in problems(TELEGRAM_TOKEN="123456:geheim wort")


def test_all_problems_are_told_at_once():
    assert len(problems(LISTEN="x", PER_MINUTE="x", LOG_LEVEL="x", DATABSE="x").splitlines()) == 4


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("[::1]:8080", "::1", 8080),
        ("::1:8080", "::1", 8080),
        ("localhost:0", "localhost", 0),
    ],
)
def test_hosts_and_ports_are_taken_apart(listen, host, port):
    settings = read(LISTEN=listen)
    assert (settings.host, settings.port) == (host, port)


def test_proxies_are_told_apart():
    assert read().proxies == ()
    assert read(PROXY="10.0.0.5, 10.1.2.3/16,fd00::1").proxies == ("10.0.0.5/32", "10.1.0.0/16", "fd00::1/128")


def test_the_environment_beats_the_file_and_blanks_mean_unset(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text(
        f"{PREFIX}LOG_LEVEL=debug\n{PREFIX}PER_MINUTE=5\n{PREFIX}SECRET='long one'\nOTHER=1\n", encoding="utf-8"
    )
    settings = read_settings({PREFIX + "PER_MINUTE": "7", PREFIX + "LISTEN": "  "}, file)
    assert (settings.log_level, settings.per_minute, settings.secret, settings.port) == ("DEBUG", 7, "long one", 8080)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_bytes(f"{PREFIX}SECRET=".encode() + b"\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings({}, file)


def test_an_unknown_setting_in_the_file_is_told_too(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text(f"{PREFIX}DATABSE=x\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="DATABSE"):
        read_settings({}, file)


def test_every_setting_says_what_it_means():
    assert all(setting.meaning and setting.name.isupper() for setting in SETTINGS)
