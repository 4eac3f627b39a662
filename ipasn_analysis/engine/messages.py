"""Messages over a pipe: JSON with its length in front (eight bytes, big endian)."""

from __future__ import annotations

import json
import os
import struct
from typing import Any

HEADER = struct.Struct(">Q")


def write_message(descriptor: int, payload: bytes) -> None:
    """Write a whole message with its length in front, however often the pipe is full."""
    write_all(descriptor, HEADER.pack(len(payload)) + payload)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def read_message(descriptor: int) -> Any:
    """The next message, waiting for it; None at the end of the pipe."""
    header = _read_exactly(descriptor, HEADER.size)
    return json.loads(_read_exactly(descriptor, HEADER.unpack(header)[0])) if header else None


def _read_exactly(descriptor: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = os.read(descriptor, size - len(data))
        if not chunk:
            return b""
        data += chunk
    return data
