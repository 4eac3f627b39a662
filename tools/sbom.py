"""The bill of materials of a release (CycloneDX): what the package needs to run, with versions and licences.

``python tools/sbom.py build/ipasn.cdx.json`` also writes ``licences.txt`` beside it: name, version and licence, one a
line. Made from the packages that are installed, which the lock has pinned.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def whole() -> dict[str, Any]:
    """The bill of everything that is installed here."""
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON", "-o", "-"]
    command = [sys.executable, "-m", "cyclonedx_py", "environment", *options, sys.prefix]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def needed() -> set[str]:
    """The packages that this one leads to, without its extras."""
    ahead = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    reached: set[str] = set()
    while ahead:
        requirement = Requirement(ahead.pop())
        name = canonicalize_name(requirement.name)
        if name not in reached and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            reached.add(name)
            ahead += distribution(name).requires or []
    return reached


def licence(component: dict[str, Any]) -> str:
    """The licences that a package declares, its expression where it has one."""
    stated = component.get("licenses", [])
    names = [one.get("expression") or one["license"].get("id") or one["license"].get("name", "") for one in stated]
    names += [] if any(names) else (metadata(component["name"]).get("License") or "").splitlines()[:1]
    return " · ".join(dict.fromkeys(name.removeprefix("License :: ")[:80] for name in names if name)) or "not stated"


def main(path: Path) -> None:
    """Write the bill, and the list of licences beside it."""
    bill, names = whole(), needed()
    components = [one for one in bill["components"] if canonicalize_name(one["name"]) in names]
    refs = {one["bom-ref"] for one in components} | {bill["metadata"]["component"]["bom-ref"]}
    leads = [one | {"dependsOn": sorted(refs.intersection(one.get("dependsOn", [])))} for one in bill["dependencies"]]
    bill |= {"components": components, "dependencies": [one for one in leads if one["ref"] in refs]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")
    lines = [f"{one['name']} {one.get('version', '')}: {licence(one)}\n" for one in components]
    (path.parent / "licences.txt").write_text("".join(sorted(lines, key=str.lower)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
