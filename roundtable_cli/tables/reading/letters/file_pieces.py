"""Pieces from all over a large file, which tell of its letters what the whole of it would."""

from __future__ import annotations

from collections.abc import Iterator

PIECE_BYTES, PIECE_COUNT = 2**16, 16


def take_pieces(content: bytes) -> Iterator[bytes]:
    """Whole lines from all over a file; nothing of a file that is no longer than the pieces."""
    if len(content) <= PIECE_BYTES * PIECE_COUNT:
        return
    for start in range(0, len(content), len(content) // PIECE_COUNT):
        first = content.find(b"\n", start, start + PIECE_BYTES) + 1 if start else 0
        last = content.rfind(b"\n", start, start + PIECE_BYTES) + 1
        yield content[first:last]
