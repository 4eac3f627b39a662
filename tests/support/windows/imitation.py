"""What of Windows can be imitated on Linux, for the program alone: libraries and tests see the system as it is.

The program finds neither the modules and functions that Windows lacks nor fork; files have no permissions but "read
only"; a file that anybody has open is neither replaced nor removed; text is written with CR LF where no end of line is
named, and an encoding that is not named is an error. The console is that of PYTHONIOENCODING.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

PROGRAM = "ipasn_analysis"
NO_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios"}
LACKING = {
    "os": {
        *("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getpgid", "getpgrp", "setsid", "setuid"),
        *("fchmod", "fchown", "chown", "lchown", "killpg", "kill", "wait", "waitid", "mkfifo", "memfd_create", "pread"),
        *("sched_getaffinity", "sysconf", "statvfs", "getloadavg", "nice", "uname", "O_NOFOLLOW", "O_DIRECTORY"),
    },
    "signal": {
        *("SIGALRM", "SIGKILL", "SIGHUP", "SIGSTOP", "SIGCHLD", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIG_BLOCK"),
        *("SIG_SETMASK", "alarm", "setitimer", "ITIMER_REAL", "pthread_sigmask", "pthread_kill", "sigwait"),
    },
    "select": {"poll", "epoll"},
    "time": {"tzset"},
}
OTHERWISE: dict[str, dict[str, Any]] = {"os": {"name": "nt", "linesep": "\r\n"}, "sys": {"platform": "win32"}}
"""Values of attributes that the program sees; `os.kill` would end a process whatever the signal, and is lacking."""
IN_USE = (13, "The process cannot access the file because it is being used by another process")

_open, _replace, _rename, _unlink = io.open, os.replace, os.rename, os.unlink
_import, _chmod, _os_open = builtins.__import__, os.chmod, os.open


class _Windows(ModuleType):
    """A module as the program finds it: what is not lacking is that of the real one, at any time."""

    def __init__(self, real: ModuleType) -> None:
        super().__init__(real.__name__)
        self.__dict__["_real"] = real

    def __getattr__(self, name: str) -> Any:
        real = self.__dict__["_real"]
        if name in LACKING.get(real.__name__, ()):
            raise AttributeError(f"module {real.__name__!r} has no attribute {name!r} on Windows")
        return OTHERWISE.get(real.__name__, {}).get(name, getattr(real, name))

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["_real"], name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self.__dict__["_real"], name)


def begin() -> None:
    """Imitate from now on, in this process and those that it starts."""
    seen = {name: _Windows(sys.modules[name]) for name in ("os", "signal", "sys", "time") if name in sys.modules}
    OTHERWISE["os"]["open"] = _program_open

    def imports(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if globals and str(globals.get("__name__", "")).partition(".")[0] == PROGRAM:
            if name in NO_MODULES:
                raise ModuleNotFoundError(f"No module named {name!r} on Windows", name=name)
            if name in LACKING or name in OTHERWISE:
                real = _import(name, globals, locals, fromlist, level)
                return seen.setdefault(name, _Windows(real))
        return _import(name, globals, locals, fromlist, level)

    builtins.__import__ = imports
    builtins.open = io.open = _text_open  # type: ignore[assignment]
    os.replace, os.rename, os.unlink, os.remove = replace, rename, unlink, unlink
    os.chmod = chmod


def _text_open(
    file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None, *more: Any, **named: Any
) -> Any:
    """`open` that ends lines as Windows does, and that refuses the program an encoding of the machine."""
    if "b" not in mode:
        if encoding is None and _caller() == PROGRAM:
            raise AssertionError(f"{file}: opened in the encoding of the machine")
        if "r" not in mode and len(more) < 2 and named.get("newline") is None:
            named["newline"] = "\r\n"
    return _open(file, mode, buffering, encoding, *more, **named)


def _caller() -> str:
    """The package of whoever asked the standard library to open a file."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__") in {"pathlib", "os", "io", __name__}:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _program_open(path: Any, flags: int, mode: int = 0o777, **named: Any) -> int:
    if Path(path).is_dir():
        raise PermissionError(13, "Permission denied", os.fspath(path))
    return _os_open(path, flags, 0o666, **named)


def chmod(path: Any, mode: int, **named: Any) -> None:
    """Windows knows "read only" and nothing else."""
    kept = stat.S_IMODE(Path(path).stat().st_mode) | 0o666
    _chmod(path, kept if mode & stat.S_IWUSR else kept & ~0o222, **named)


def replace(source: Any, target: Any, **named: Any) -> None:
    """`os.replace`, refused while a file is open."""
    _refuse_open(source, target)
    _replace(source, target, **named)


def rename(source: Any, target: Any, **named: Any) -> None:
    """`os.rename`, which replaces nothing on Windows."""
    if os.path.lexists(target):
        raise FileExistsError(17, "File exists", os.fspath(source), None, os.fspath(target))
    _refuse_open(source)
    _rename(source, target, **named)


def unlink(path: Any, *, dir_fd: int | None = None) -> None:
    """`os.unlink`, refused while the file is open in this process."""
    if dir_fd is None:
        _refuse_open(path, own=True)
    _unlink(path, dir_fd=dir_fd)


def _refuse_open(*paths: Any, own: bool = False) -> None:
    places = [os.path.realpath(os.fsdecode(path)) for path in paths]
    for found in _open_files(own):
        for place in places:
            if found == place or found.startswith(f"{place}/"):
                raise PermissionError(*IN_USE, place)


def _open_files(own: bool) -> Iterator[str]:
    """The files that processes have open: this one, or all."""
    for process in Path("/proc").glob("self" if own else "[0-9]*"):
        with contextlib.suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                with contextlib.suppress(OSError):
                    yield str(descriptor.readlink())
