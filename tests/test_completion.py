"""Shell completion offers commands, options, files and regions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ipasn_analysis.cli import main
from ipasn_analysis.commands.project import SHELLS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The completion script of bash."""
    assert main(["completion", "bash"]) == 0
    path = tmp_path / "ipasn"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


def completed(script: Path, *words: str) -> set[str]:
    """What bash offers for the last of the words after ``ipasn``."""
    line = " ".join(f'"{word}"' for word in ("ipasn", *words))
    asked = f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _shtab_ipasn"
    code = f'source "{script}"; {asked}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    own = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | {"PATH": own}
    )
    return set(done.stdout.split())


def test_commands_options_and_files_are_offered(script: Path) -> None:
    assert completed(script, "rep") == {"report", "reports"}
    assert completed(script, "score", "--in") == {"--instrument"}
    assert completed(script, "completion", "z") == {"zsh"}
    assert completed(script, "report", "--out", "pyproj") == {"pyproject.toml"}


@pytest.mark.skipif(shutil.which("ipasn", path=Path(sys.executable).parent) is None, reason="ipasn is not installed")
def test_regions_are_offered(script: Path) -> None:
    assert completed(script, "report", "banja") == {"banjar", "banjarbaru", "banjarmasin"}


@pytest.mark.parametrize("shell", SHELLS)
def test_there_is_a_script_for_every_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in ("report", "new-region", "memory-limit"))
    program = shutil.which(shell)
    if program and shell in ("bash", "zsh", "fish"):
        subprocess.run([program, "-n"], input=text, text=True, check=True, capture_output=True)


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["completion", "bahs"])
    assert stop.value.code == 2
    assert "shell 'bahs' tidak dikenal; maksudnya 'bash'?" in capsys.readouterr().err
