"""A connection to a database that only reads, and what to say when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ipasn_analysis.errors import UsageError, first_line
from ipasn_analysis.sources.location import with_password

CONNECT_TIMEOUT = 10
DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "sqlite": "sqlite",
}


def shown(url: str) -> str:
    """The URL without its password, fit for messages and provenance."""
    try:
        parsed = sqlalchemy.make_url(url)
        parsed = parsed.difference_update_query([name for name in parsed.query if "passw" in name.lower()])
        return parsed.render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return url.split("://", 1)[0] + "://…"


@cache
def _engine(url: str) -> sqlalchemy.Engine:
    try:
        parsed = sqlalchemy.make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            "{url}: not a database URL; write postgresql://user:password@host/database", url=shown(url)
        ) from error
    if parsed.password is None and (full := with_password(url)) != url:
        parsed = sqlalchemy.make_url(full)
    backend = parsed.drivername.split("+")[0]
    if backend not in DRIVERS:
        raise UsageError(
            "{url}: unknown kind of database {backend!r}; known: postgresql, mysql, mariadb, sqlite",
            url=shown(url),
            backend=backend,
        )
    if "+" not in parsed.drivername:
        parsed = parsed.set(drivername=DRIVERS[backend])
    options: dict[str, Any] = {}
    isolation: dict[str, Any] = {}
    if backend == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise UsageError("sqlite: name a database file, sqlite:///folder/file.db")
        location = parsed.database if parsed.database.startswith("file:") else f"file:{quote(parsed.database)}"
        parsed = parsed.set(database=location, query={"mode": "ro", "uri": "true", **_without_traces(parsed.database)})
    else:
        options = _read_only(parsed, backend)
        isolation = {"isolation_level": "REPEATABLE READ"}  # all tables of a snapshot as they are at one moment
    try:
        engine = sqlalchemy.create_engine(parsed, poolclass=sqlalchemy.NullPool, connect_args=options, **isolation)
        for dialect, listener in (("pysqlite", _read_any_text), ("psycopg", _read_any_date)):
            if engine.dialect.driver == dialect:
                sqlalchemy.event.listen(engine, "connect", listener)
        return engine
    except (SQLAlchemyError, ImportError) as error:
        if parsed.drivername == DRIVERS[backend]:
            wanted = "pip install 'ipasn-analysis[database]'"
            raise UsageError(
                "{url}: its driver is not installed; install it with: {wanted}", url=shown(url), wanted=wanted
            ) from error
        raise UsageError(
            "{url}: the driver {driver!r} is not known; leave out what follows '+'",
            url=shown(url),
            driver=parsed.drivername,
        ) from error


def _read_only(url: sqlalchemy.URL, backend: str) -> dict[str, Any]:
    """The options of a connection to a server by which nothing can be written."""
    options: dict[str, Any] = {"connect_timeout": CONNECT_TIMEOUT}
    if backend in {"postgresql", "postgres"}:
        given = url.query.get("options", "")
        asked = given if isinstance(given, str) else " ".join(given)
        return options | {"options": f"{asked} -c default_transaction_read_only=on".strip()}
    return options | {"init_command": "SET SESSION TRANSACTION READ ONLY"}


def _without_traces(file: str) -> dict[str, str]:
    """The option by which SQLite leaves no files beside a database in WAL mode; none while others write to it."""
    log = Path(f"{file}-wal")
    return {} if log.is_file() and log.stat().st_size else {"immutable": "1"}


def _read_any_text(connection: Any, _: Any) -> None:
    """Texts of SQLite that are not UTF-8 lose the signs that cannot be read and nothing else."""
    connection.text_factory = lambda content: content.decode("utf-8", "replace")


def _read_any_date(connection: Any, _: Any) -> None:
    """Dates of PostgreSQL that Python has not (infinity, before Christ, five digits of the year) are read as texts."""
    from psycopg import DataError  # noqa: PLC0415 - the driver of one kind of database
    from psycopg.types import datetime as kinds  # noqa: PLC0415

    def forgiving(usual: Any) -> Any:
        def load(self: Any, data: Any) -> Any:
            try:
                return usual.load(self, data)
            except DataError:
                return bytes(data).decode()

        return type(usual.__name__, (usual,), {"load": load})

    loaders = {"date": kinds.DateLoader, "timestamp": kinds.TimestampLoader, "timestamptz": kinds.TimestamptzLoader}
    for name, usual in loaders.items():
        connection.adapters.register_loader(name, forgiving(usual))


@contextmanager
def connected(url: str) -> Iterator[sqlalchemy.Connection]:
    """A connection; whatever the database answers on the way becomes a `UsageError` without the password."""
    engine = _engine(url)
    try:
        connection = engine.connect()
    except (SQLAlchemyError, ValueError, TypeError, RuntimeError) as error:
        raise UsageError(
            "{url}: the database does not answer ({why})", url=shown(url), why=_reason(error, engine)
        ) from error
    try:
        with connection:
            yield connection
    except (SQLAlchemyError, UnicodeDecodeError, OverflowError) as error:
        raise UsageError(
            "{url}: the database cannot be read ({why})", url=shown(url), why=_reason(error, engine)
        ) from error


def _reason(error: Exception, engine: sqlalchemy.Engine) -> str:
    """The first line of what the database says, never with its password."""
    reason = first_line(getattr(error, "orig", None) or error)
    options = [value for key, value in engine.url.query.items() if "passw" in key.lower()]
    for secret in (engine.url.password, *options):
        reason = reason.replace(str(secret), "***") if secret else reason
    return reason
