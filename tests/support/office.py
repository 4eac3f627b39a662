"""LibreOffice, where it is installed: opens a file and shows what a reader would see."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def opened(path: Path, folder: Path) -> Path:
    """`path` as LibreOffice prints it: a PDF in `folder`. Skips where there is no LibreOffice, which CI installs."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have LibreOffice")
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui")
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [program, own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{path.stem}.pdf"
