"""How much one visitor, and one address, may ask of the server."""

from collections import OrderedDict
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """All bounds of the web channel.

    ``per_address`` is generous: a whole neighbourhood may share one address of a phone company. ``keepalive`` is the
    longest silence on a stream, in seconds, before an empty line keeps the connection open. ``alarms`` are words of
    danger heard from one address beyond its limit, a minute; ``characters`` is the longest text that is read;
    ``read_within`` are the seconds in which a page says that a message nobody asked for stands there.
    """

    per_visitor: int = 30
    per_address: int = 300
    alarms: int = 600
    characters: int = 10_000
    body_bytes: int = 64 * 1024
    remembered: int = 60
    visitors: int = 2000
    streams: int = 4
    idle: timedelta = timedelta(minutes=30)
    keepalive: float = 20.0
    read_within: float = 10.0


USUAL: Final = Limits()
_HELD: Final = 20_000  # keys remembered at once


class Pace:
    """So many events a minute for each key, with a burst of one minute's worth (the generic cell rate algorithm)."""

    def __init__(self, per_minute: int) -> None:
        """Take how many a minute."""
        self._step = 60.0 / per_minute
        self._due: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds to wait before the next one is welcome; 0 takes this one into account. ``now`` in seconds."""
        due = max(self._due.get(key, now), now)
        early = due - now + self._step - 60.0
        if early > 1e-9:  # rounding is no reason to make people wait
            return early
        self._due[key] = due + self._step
        self._due.move_to_end(key)
        if len(self._due) > _HELD:
            self._due.popitem(last=False)
        return 0.0


def network(host: str) -> str:
    """What counts as one address: an IPv4 address, also one told as IPv6, or the /64 an IPv6 address lies in."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:  # so a server that listens on [::] sees them; all lie in one /64
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))
