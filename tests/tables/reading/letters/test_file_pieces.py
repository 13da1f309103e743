"""Pieces of a large file are whole lines from all over it."""

from __future__ import annotations

from roundtable_cli.tables.reading.letters.file_pieces import PIECE_BYTES, PIECE_COUNT, take_pieces


def test_pieces_are_whole_lines_from_all_over() -> None:
    """None of a small file, which is looked at whole."""
    lines = [b"%07d\n" % number for number in range(PIECE_BYTES * PIECE_COUNT // 4)]
    pieces = list(take_pieces(b"".join(lines)))
    numbers = [int(line) for piece in pieces for line in piece.splitlines()]
    assert all(len(line) == 7 for piece in pieces for line in piece.splitlines())
    assert numbers[0] == 0
    assert numbers[-1] > len(lines) * 0.9
    assert list(take_pieces(b"1;2\n" * 100)) == []
