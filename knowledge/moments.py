"""Moments: Shanghai's clock, by which everybody here lives, and moments as the database keeps them."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def in_storage(moment: datetime) -> datetime:
    """An aware moment as the database keeps it: UTC, naive."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_storage(stored: datetime) -> datetime:
    """A moment of the database as an aware one (UTC)."""
    return stored.replace(tzinfo=UTC)
