"""White space is what Python takes off a text: engines that trim texts themselves take off the same."""

from __future__ import annotations

import sys

from roundtable_cli.tables.values.white_space import ASCII_WHITESPACE, GROUPING_SPACES, UNICODE_WHITESPACE


def test_white_space_is_all_that_python_strips() -> None:
    """No character more, and none less, in ASCII and beyond."""
    stripped = {chr(code) for code in range(sys.maxunicode + 1) if not chr(code).strip()}

    assert stripped == {*ASCII_WHITESPACE, *UNICODE_WHITESPACE}
    assert {*ASCII_WHITESPACE} == {character for character in stripped if character.isascii()}
    assert {*GROUPING_SPACES} <= stripped
