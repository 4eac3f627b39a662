"""Private PostgreSQL and MariaDB servers for the tests: a temporary folder, a free port on loopback, an own user."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

USER, PASSWORD = "penguji", "s3cr3t-kunci"
START_SECONDS = 60
SETTINGS = {"PATH": os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin", "LC_ALL": "C"}


def missing(what: str) -> None:
    """Skip where the server is not installed; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed, and CI must run these tests")
    pytest.skip(f"{what} is not installed")


def find(name: str) -> str | None:
    """A program on the path, in sbin, or in Debian's folder of the newest PostgreSQL."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return shutil.which(name, path=":".join([*map(str, folders), SETTINGS["PATH"]]))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Owner:
    """Who runs a server: the caller, or the system user of the server when the caller is root."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name if os.geteuid() == 0 else getpass.getuser()
        self.prefix = ["runuser", "-u", name, "--"] if os.geteuid() == 0 else []
        if self.prefix:
            shutil.chown(folder, name)

    def run(self, *command: str) -> None:
        done = subprocess.run(
            [*self.prefix, *command],
            env=SETTINGS,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout

    @contextlib.contextmanager
    def serve(self, *command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        with log.open("wb") as output:
            server = subprocess.Popen(
                [*self.prefix, *command], env=SETTINGS, cwd="/", stdout=output, stderr=subprocess.STDOUT
            )
            try:
                yield server
            finally:
                server.terminate()
                try:
                    server.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    server.kill()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A short path that another user may enter, which sockets need."""
    path = Path(tempfile.mkdtemp(prefix="ipasn-db-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; a failure shows the end of its log."""
    end = time.monotonic() + START_SECONDS
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    while True:
        try:
            engine.connect().close()
            return
        except sqlalchemy.exc.SQLAlchemyError as error:
            if time.monotonic() > end or server.poll() is not None:
                pytest.fail(f"the server did not start: {error}\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a running PostgreSQL."""
    initdb, postgres = find("initdb"), find("postgres")
    if initdb is None or postgres is None:
        missing("PostgreSQL")
        return
    with folder() as home:
        owner = Owner("postgres", home)
        (home / "password").write_text(PASSWORD)
        (home / "password").chmod(0o644)
        data, port, log = home / "data", free_port(), home / "log"
        secret = ["-A", "scram-sha-256", f"--pwfile={home / 'password'}"]
        owner.run(initdb, "-D", str(data), "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", *secret)
        settings = ["-h", "127.0.0.1", "-p", str(port), "-k", str(home), "-c", "fsync=off", "-c", "max_connections=20"]
        with owner.serve(postgres, "-D", str(data), *settings, log=log) as server:
            url = f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres"
            wait_for(url.replace("postgresql://", "postgresql+psycopg://"), server, log)
            yield url


@contextlib.contextmanager
def mariadb() -> Iterator[str]:
    """The URL of a running MariaDB."""
    install, mariadbd = find("mariadb-install-db"), find("mariadbd")
    if install is None or mariadbd is None:
        missing("MariaDB")
        return
    with folder() as home:
        owner = Owner("mysql", home)
        data, port, log, door = home / "data", free_port(), home / "log", home / "door"
        owner.run(
            install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"
        )
        settings = [f"--port={port}", f"--socket={door}", "--bind-address=127.0.0.1", f"--pid-file={home / 'pid'}"]
        small = ["--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"]
        with owner.serve(mariadbd, "--no-defaults", f"--datadir={data}", *settings, *small, log=log) as server:
            root = f"mysql+pymysql://root@localhost/mysql?unix_socket={door}"
            wait_for(root, server, log)
            engine = sqlalchemy.create_engine(root, poolclass=sqlalchemy.NullPool)
            with engine.begin() as connection:
                connection.execute(sqlalchemy.text("CREATE DATABASE ipasn CHARACTER SET utf8mb4"))
                connection.execute(sqlalchemy.text(f"CREATE USER {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'"))
                connection.execute(sqlalchemy.text(f"GRANT ALL ON ipasn.* TO {USER}@'127.0.0.1'"))
            yield f"mariadb://{USER}:{PASSWORD}@127.0.0.1:{port}/ipasn"
