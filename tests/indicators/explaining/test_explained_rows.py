"""The words by which scripts tell rows apart stay as they are."""

from __future__ import annotations

from roundtable_cli.indicators.explaining.explained_rows import ROW_STATUSES
from roundtable_cli.output.language.words import load_catalogue


def test_statuses() -> None:
    """Data have these words, whatever the language."""
    assert ROW_STATUSES == ("counted", "repeat", "left-out")


def test_each_reason_has_its_step() -> None:
    """What leaves a row out is told of the row, and of all such rows together."""
    reasons = {key.removeprefix("reason-") for key in load_catalogue() if key.startswith("reason-")}
    steps = {key.removeprefix("step-") for key in load_catalogue() if key.startswith("step-")}
    assert reasons - steps == {"decides", "only-denominator"}
