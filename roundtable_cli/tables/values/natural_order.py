"""The order in which people sort names with numbers: S2 before S10."""

from __future__ import annotations

import re


def natural_sort_key(text: str) -> list[tuple[int, str]]:
    """The parts of a text for comparison, its numbers by their size, and before letters; S01 and S1 are equal."""
    parts = re.split("([0-9]+)", text)
    return [_digits_key(part) if index % 2 else (-1, part) for index, part in enumerate(parts)]


def _digits_key(digits: str) -> tuple[int, str]:
    """Digits for comparison as a number, which may be of any length."""
    plain = digits.lstrip("0")
    return len(plain), plain
