"""What the two processes send to each other through pipes: bytes, or objects, each with its length before it."""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct("<Q")


def send_object(stream: BinaryIO, message: object) -> None:
    """Send an object to the other process."""
    send_bytes(stream, pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def receive_object(stream: BinaryIO) -> Any:
    """The object that the other process sends. Raises EOFError where it has ended."""
    content = receive_bytes(stream)
    if content is None:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - it comes from this program


def send_bytes(stream: BinaryIO, content: bytes) -> None:
    """Send bytes to the other process. Raises OSError where it has ended."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive_bytes(stream: BinaryIO) -> bytes | None:
    """The next bytes that the other process sends; None where it has ended, or sends no more."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None
