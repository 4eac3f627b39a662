"""Resets what a forked process inherits of its parent's Python, so that a notebook starts as it would in a new one."""

from __future__ import annotations

import asyncio
import atexit
import builtins
import faulthandler
import logging
import os
import random
import sys
import warnings
from types import ModuleType
from typing import Any, TextIO, cast

SEED = 0
"""Seed of the global random generators: a notebook that does not seed them is still the same on each run."""
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


def reset_inherited_state() -> None:
    """Reset arguments, random state, warnings, log handlers, event loop, exit functions and figures."""
    atexit._clear()
    faulthandler.disable()
    asyncio.set_event_loop_policy(None)
    sys.argv = ["ipykernel_launcher"]
    _search_working_directory()
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)
    builtins.__dict__.pop("_", None)
    _seed()
    _reset_warnings()
    _reset_log_handlers()
    _reset_figures()


def _search_working_directory() -> None:
    """Import from the working directory too, after the standard library, as in a kernel."""
    sys.path[:] = [entry for entry in sys.path if entry]
    installed = [index for index, entry in enumerate(sys.path) if entry.endswith(("site-packages", "dist-packages"))]
    sys.path.insert(installed[0] if installed else len(sys.path), "")


def _seed() -> None:
    random.seed(SEED)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(SEED)


def _reset_warnings() -> None:
    """Put Python's own filters behind those that libraries set for single messages or modules, and show all again."""
    specific = [entry for entry in warnings.filters if entry[1] is not None or entry[3] is not None]
    warnings.resetwarnings()
    cast(list[object], warnings.filters)[:] = [*specific, *_initial_filters()]
    warnings.showwarning = _show_warning


def _initial_filters() -> list[tuple[str, str | None, type[Warning], str | None, int]]:
    shown = ("default", None, DeprecationWarning, "__main__", 0)
    hidden = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
    return [shown, *(("ignore", None, category, None, 0) for category in hidden)]


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Print a warning to the notebook's standard error (the signature is that of `warnings.showwarning`)."""
    (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))


def _reset_log_handlers() -> None:
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    root.handlers.clear()
    for logger in root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers[:] = [handler for handler in logger.handlers if isinstance(handler, logging.NullHandler)]


def _reset_figures() -> None:
    """Matplotlib as it is after its import under Jupyter: default settings, no figure, backend not loaded yet.

    The inline backend ties itself to the IPython shell when it is imported, which has to happen in this process.
    """
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    matplotlib.rcParams.update(_initial_settings(matplotlib))
    matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    for name in ("matplotlib_inline.backend_inline", "matplotlib_inline.config"):
        sys.modules.pop(name, None)
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        helpers = sys.modules["matplotlib._pylab_helpers"]
        helpers.Gcf.figs.clear()
        pyplot._backend_mod = None
        pyplot._REPL_DISPLAYHOOK = pyplot._ReplDisplayHook.NONE


def _initial_settings(matplotlib: ModuleType) -> dict[str, object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {name: value for name, value in matplotlib.rcParamsOrig.items() if name != "backend"}
