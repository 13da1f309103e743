"""How many letters two texts begin with alike."""

from __future__ import annotations


def common_prefix_length(one: str, other: str) -> int:
    """The number of letters, 0 or more, that are the same from the start of two texts."""
    pairs = zip(one, other, strict=False)
    differing = (position for position, (left, right) in enumerate(pairs) if left != right)
    return next(differing, min(len(one), len(other)))
