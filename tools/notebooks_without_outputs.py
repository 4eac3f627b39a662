"""Refuses notebooks that are stored with outputs, execution counts or personal settings of an editor.

    python tools/notebooks_without_outputs.py [--fix] [NOTEBOOK …]     (default: all of notebooks/)

Exit status 1 when one was found; ``--fix`` clears it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT_METADATA = ("kernelspec", "language_info")
KEPT_CELL_METADATA = ("tags",)


def faults(notebook: dict[str, Any]) -> list[str]:
    """What a stored notebook must not hold, in words."""
    found = []
    for place, cell in enumerate(notebook["cells"], start=1):
        if cell.get("outputs"):
            found.append(f"cell {place} has outputs")
        if cell.get("execution_count") is not None:
            found.append(f"cell {place} has an execution count")
        extra = sorted(set(cell.get("metadata", {})) - set(KEPT_CELL_METADATA))
        if extra:
            found.append(f"cell {place} has metadata {', '.join(extra)}")
    extra = sorted(set(notebook.get("metadata", {})) - set(KEPT_METADATA))
    if extra:
        found.append(f"the notebook has metadata {', '.join(extra)}")
    return found


def cleared(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook without them."""
    result = json.loads(json.dumps(notebook))
    for cell in result["cells"]:
        if "outputs" in cell:
            cell |= {"outputs": [], "execution_count": None}
        cell["metadata"] = {key: cell["metadata"][key] for key in KEPT_CELL_METADATA if key in cell["metadata"]}
    result["metadata"] = {key: result["metadata"][key] for key in KEPT_METADATA if key in result["metadata"]}
    return result


def main(arguments: list[str]) -> int:
    """Check the named notebooks; the exit status."""
    fix = "--fix" in arguments
    names = [name for name in arguments if not name.startswith("--")]
    paths = [Path(name) for name in names] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    status = 0
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for fault in faults(notebook):
            print(f"{path}: {fault}")
            status = 1
        if fix and faults(notebook):
            path.write_text(json.dumps(cleared(notebook), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
