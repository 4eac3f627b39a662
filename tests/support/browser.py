"""Chromium for tests of pages: required in CI, a skip with its reason on a desk without it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """Where Chromium is; without it the test is skipped on a desk, and fails in CI."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        reason = "Chromium is not installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def open_chromium() -> Iterator[Any]:
    """A browser of Playwright, closed at the end.

    Reports are built in forked processes while it is open, for which no other thread may run.
    """
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    _wait_without_threads()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def _wait_without_threads() -> None:
    """Let event loops wait for processes by their descriptors; Python 3.12 does, 3.11 takes a thread for each."""
    if sys.version_info >= (3, 12) or not hasattr(os, "pidfd_open"):
        return

    class Watcher(asyncio.PidfdChildWatcher):
        def is_active(self) -> bool:
            self.attach_loop(asyncio.get_running_loop())
            return True

    asyncio.set_child_watcher(Watcher())
