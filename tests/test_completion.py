"""Shell completion offers what the parser knows, in each shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ipasn_analysis.cli import SHELLS, main, parser
from ipasn_analysis.commands.completion import commands, script

ROOT = Path(__file__).resolve().parent.parent


def completed(tmp_path: Path, *words: str) -> set[str]:
    """What bash offers for the last of the words after ``ipasn``."""
    (tmp_path / "ipasn").write_text(script(parser(), "bash"), encoding="utf-8")
    line = " ".join(f'"{word}"' for word in ("ipasn", *words))
    words_set = f"COMP_WORDS=({line}); COMP_CWORD={len(words)}"
    code = f'source "{tmp_path}/ipasn"; {words_set}; _ipasn; echo "${{COMPREPLY[@]}}"'
    own = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | {"PATH": own}
    )
    return set(done.stdout.split())


def test_commands_and_their_options_are_offered(tmp_path: Path) -> None:
    assert completed(tmp_path, "rep") == {"report", "reports"}
    assert completed(tmp_path, "score", "--in") == {"--instrument"}
    assert completed(tmp_path, "completion", "z") == {"zsh"}
    assert completed(tmp_path, "report", "--out", "pyproj") == {"pyproject.toml"}


@pytest.mark.skipif(shutil.which("ipasn", path=Path(sys.executable).parent) is None, reason="ipasn is not installed")
def test_regions_are_offered(tmp_path: Path) -> None:
    assert completed(tmp_path, "report", "banja") == {"banjar", "banjarbaru", "banjarmasin"}


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_stands_in_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    for command in commands(parser()):
        assert command.name in text
        for option in command.options:
            assert (option if shell != "fish" else f"-l {option[2:]} ") in text
    program = shutil.which(shell)
    if program:
        subprocess.run([program, "-n"], input=text, text=True, check=True, capture_output=True)


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["completion", "tcsh"])
    assert stop.value.code == 2
    assert "tcsh" in capsys.readouterr().err
