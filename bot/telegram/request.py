"""HTTP to the Bot API over aiohttp: less than half the CPU of the library's own client per call.

Errors never carry the address of a call: it holds the token.
"""

import json
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

TIMEOUT: Final = 15.0
CONNECTIONS: Final = 64
KEEP_IDLE: Final = 15.0  # shorter than Telegram keeps a connection, so that none is found dead when it is needed
PAUSE: Final = 1.0  # before the next try when the server does not name one
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
TOO_MANY: Final = 429
REFUSED_UNDONE: Final = frozenset({TOO_MANY, 500, 502, 503})


class NotTaken(NetworkError):
    """The server surely did not act on the call; the same call may be made again after ``seconds``.

    ``asked``: the server itself asks for that much patience (429).
    """

    def __init__(self, reason: str, seconds: float = PAUSE, *, asked: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.asked = asked


class AiohttpRequest(BaseRequest):
    """A backend for ``telegram.Bot``. Opens its connections in ``initialize``, closes them in ``shutdown``.

    ``proxy`` is the address of an HTTP proxy, where there is no other way to Telegram.
    """

    def __init__(self, timeout: float = TIMEOUT, proxy: str | None = None) -> None:
        self._timeout = timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer when a call names none."""
        return self._timeout

    async def initialize(self) -> None:
        """Open the session; a second time does nothing."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_IDLE)
            headers = {"User-Agent": self.USER_AGENT}
            self._session = aiohttp.ClientSession(connector=connector, headers=headers, proxy=self._proxy)

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(  # noqa: PLR0917 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has none
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call; errors as the library names them, or ``NotTaken``."""
        if self._session is None:
            raise RuntimeError("initialize() comes first")
        timeout = aiohttp.ClientTimeout(
            connect=self._seconds(pool_timeout),
            sock_connect=self._seconds(connect_timeout),
            sock_read=self._seconds(read_timeout),
        )
        try:
            async with self._session.request(method, url, timeout=timeout, **_body(request_data)) as response:
                payload = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotTaken(f"no connection: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection lost: {type(error).__name__}") from None
        if response.status in REFUSED_UNDONE:
            asked = response.status == TOO_MANY
            raise NotTaken(f"the server answered {response.status}", _asked_pause(payload), asked=asked)
        return response.status, payload

    def _seconds(self, given: Any) -> float | None:
        return self._timeout if given is BaseRequest.DEFAULT_NONE else given

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON; unlike the library's own reading, what is broken is not written to the log."""
        try:
            found: dict[str, Any] = msgspec.json.decode(payload)
        except ValueError:  # half characters (lone surrogates) are no proper JSON, but must not stop a whole batch
            try:
                found = json.loads(payload.decode("utf-8", "replace"))
            except ValueError:
                raise TelegramError("the server's answer is no JSON") from None
        return found


def environment_proxy(url: str) -> str | None:
    """The proxy the environment names for an address (HTTPS_PROXY, NO_PROXY …), never one for this machine itself.

    Asked once at the start: aiohttp's own ``trust_env`` asks for every call, in a thread: that doubles its CPU.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    return None if host in LOOPBACK or proxy_bypass(host) else getproxies().get(parts.scheme)


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": msgspec.json.encode(data.parameters), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return {"data": form}


def _asked_pause(payload: bytes) -> float:
    """Telegram's ``retry_after`` in seconds, or the usual pause."""
    try:
        return float(msgspec.json.decode(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return PAUSE
