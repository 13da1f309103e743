"""Letters that texts share."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.values.common_prefix import common_prefix_length


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [("settlement", "settlements", 10), ("Ош", "Баткен", 0), ("", "a", 0), ("и", "и", 1)],
)
def test_the_beginning_that_two_texts_share(one: str, other: str, length: int) -> None:
    """It is counted in letters, in either order."""
    assert common_prefix_length(one, other) == common_prefix_length(other, one) == length
