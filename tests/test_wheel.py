"""The wheel reports by itself: built, installed into an empty environment, and run far from the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILT_FROM = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "ipasn_analysis", "params", "notebooks")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ipasn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that has the wheel alone, and the packages it needs by a path file."""
    folder = tmp_path_factory.mktemp("wheel")
    source, environment = folder / "source", folder / "environment"
    source.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
        else:
            shutil.copyfile(ROOT / name, source / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(environment, symlinks=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        environment / "bin" / "python",
        "install",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "needed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return environment / "bin" / "ipasn"


@pytest.fixture
def run(ipasn: Path, tmp_path: Path):
    """Runs the command in `tmp_path`, without variables that could lead to the repository."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("IPASN_", "PYTHON"))}

    def run(*words: str, status: int = 0, here: Path = tmp_path) -> str:
        options = {"cwd": here, "env": own, "capture_output": True, "text": True, "timeout": 280}
        done = subprocess.run([ipasn, *words], check=False, **options)
        assert done.returncode == status, done.stderr
        return done.stdout if status == 0 else done.stderr

    return run


def test_a_report_is_made_in_a_new_working_folder(run, tmp_path: Path) -> None:
    assert "ipasn sample --out data/sample" in run("init", "kerja")
    here = tmp_path / "kerja"
    assert sorted(path.name for path in here.iterdir()) == ["notebooks", "params"]
    run("sample", "--region", "tapin", "--out", "data/sample", here=here)
    run("report", "tapin", "--formats", "json,html", here=here)
    folder = here / "reports" / "tapin" / "2025"
    result = json.loads((folder / "ipasn-tapin-2025.json").read_text(encoding="utf-8"))
    page = (folder / "ipasn-tapin-2025.html").read_text(encoding="utf-8")
    assert result["nama"] in page and "font/woff2" in page
    assert run("init", "kerja", status=2).startswith("ipasn: kerja/params/")


def test_packaged_parameters_serve_where_there_is_no_working_folder(run, tmp_path: Path) -> None:
    assert len(run("regions").splitlines()) == len(list((ROOT / "params").glob("*.yaml")))
    new = run("new-region", "jabar", "--name", "Provinsi Jawa Barat", "--code", "32", status=2)
    assert "buat folder kerja dengan: ipasn init DIR" in new
    assert "jalankan 'make sample' (ipasn sample --out data/sample)" in run("report", "tapin", status=2)
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_that_of_the_metadata(run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert run("--version") == f"ipasn {project['version']}\n"
