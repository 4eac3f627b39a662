"""Takes what could name a person out of messages and out of notebooks that failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ipasn_analysis.errors import without_secrets

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){15,17}\d(?!\d)")
WITHHELD = "[…]"


def redacted(text: str) -> str:
    """`text` without numbers of the length of a NIP or NIK and without the password of a database."""
    return without_secrets(_NUMBER.sub(WITHHELD, text))


def redact_notebook(notebook: NotebookNode) -> NotebookNode:
    """The notebook, changed in place: errors and what cells printed, and papermill's record of the error, redacted.

    Shown figures are left alone: they have passed disclosure control.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                output.ename, output.evalue = redacted(output.ename), redacted(output.evalue)
                output.traceback = [redacted(line) for line in output.traceback]
            elif output.output_type == "stream":
                output.text = redacted(output.text)
        if cell.cell_type == "markdown" and "papermill-error-cell-tag" in cell.metadata.get("tags", ()):
            cell.source = redacted(cell.source)
    record: Any = notebook.metadata.get("papermill", {})
    if isinstance(record.get("exception"), str):
        record["exception"] = redacted(record["exception"])
    return notebook
