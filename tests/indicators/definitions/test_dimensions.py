"""Dimensions as values: the names of their bands."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli.indicators.definitions.dimensions import Dimension


@pytest.mark.parametrize(
    ("bands", "names"),
    [((14, 18, 25), ["<14", "14-17", "18-24", "25+"]), ((0.5, 2), ["<0.5", "0.5-<2", "2+"]), ((18,), ["<18", "18+"])],
)
def test_bands_are_called_by_their_first_and_last(bands: tuple[Any, ...], names: list[str]) -> None:
    """Of whole numbers both are in the band; of others the second is not."""
    assert Dimension("age", bands=bands).band_names == names
