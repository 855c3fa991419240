"""The server that carries the application: it opens its port or says why not, and stops without cutting anyone off."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Sequence

import uvicorn
from starlette.applications import Starlette

from knowledge.errors import SettingsError

_PATIENCE = 5  # seconds that running answers get when the server stops
_WAITING = 128  # connections not taken yet; as many are taken at one go, each a log line when files run out
_WHY = {
    errno.EADDRINUSE: "the port is in use by another program: stop that one or choose another port",
    errno.EACCES: "this port may not be opened: choose one above 1023",
    errno.EADDRNOTAVAIL: "this machine does not have that address: 127.0.0.1 or 0.0.0.0 always work",
}


class _Server(uvicorn.Server):
    """Signals belong to the program, not to this server."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library's own signature
        yield


@contextlib.asynccontextmanager
async def serving(app: Starlette, host: str, port: int, proxies: Sequence[str] = ()) -> AsyncIterator[str]:
    """Serve the application while inside; gives its address (``http://127.0.0.1:8080``). Port 0 takes a free one.

    Raises SettingsError with a sentence when the port cannot be opened. ``X-Forwarded-*`` is believed from a proxy on
    this machine and from ``proxies`` (addresses or networks), which say whether a person came by HTTPS and from where.
    """
    listening = _open(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # a line for each request would keep people's addresses
        server_header=False,
        lifespan="off",
        backlog=_WAITING,
        timeout_graceful_shutdown=_PATIENCE,
        proxy_headers=True,
        forwarded_allow_ips=["127.0.0.1", "::1", *proxies],
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 - nothing else to wait for
            await asyncio.sleep(0.01)
        yield address(listening)
    finally:
        app.state.chat.visitors.close()
        server.should_exit = True
        await task
        listening.close()


def address(listening: socket.socket) -> str:
    """Where a socket listens, as people type it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _open(host: str, port: int) -> socket.socket:
    try:
        return _listening(host, port)
    except OSError as error:
        why = _WHY.get(error.errno or 0, f"the system says: {error.strerror}")
        raise SettingsError(f"JIAMENKOU_LISTEN={host}:{port} cannot be used: {why}") from error
    except UnicodeError as error:  # a name no network could hold
        raise SettingsError(f"JIAMENKOU_LISTEN={host}:{port} cannot be used: {host!r} is no name of a host") from error


def _listening(host: str, port: int) -> socket.socket:
    """An open socket that says it is TCP: only then does asyncio send at once (without it each answer waits 40 ms)."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_WAITING)
        listening.setblocking(False)
    except OSError:
        listening.close()
        raise
    return listening
