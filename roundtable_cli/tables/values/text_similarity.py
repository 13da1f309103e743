"""How far two texts are alike, letter by letter."""

from __future__ import annotations


def common_prefix_length(one: str, other: str) -> int:
    """The number of letters that two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    differing = (position for position, (left, right) in enumerate(pairs) if left != right)
    return next(differing, min(len(one), len(other)))
