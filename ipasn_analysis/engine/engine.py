"""The papermill engine ``ipasn-fork`` as its entry point names it.

papermill loads all engines while it is itself being imported, so this module imports nothing of papermill: the engine
proper (`client.ForkEngine`) is looked up when it is used.
"""

from __future__ import annotations

NAME = "ipasn-fork"


class _Engine:
    def __getattr__(self, name: str) -> object:
        from ipasn_analysis.engine import client  # noqa: PLC0415 - see above

        return getattr(client.ForkEngine, name)


ForkEngine = _Engine()
