"""Results: numbers as they are handed out, and a result found by its indicator and cell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.results import Result, Results, to_output_number


@pytest.mark.parametrize(
    ("value", "quotient", "number"),
    [
        (Fraction(6, 2), True, 3),
        (Fraction(1, 4), False, Decimal("0.25")),
        (Fraction(1, 4), True, 0.25),
        (Fraction(1, 3), False, 1 / 3),
        (10**40, False, 10**40),
    ],
)
def test_a_number_is_exact_where_it_can_be(value: Fraction | int, quotient: bool, number: object) -> None:
    """An int, else a Decimal; a float for quotients, and for what no decimal ends."""
    made = to_output_number(value, quotient)
    assert (made, type(made)) == (number, type(number))


def test_a_result_is_found_by_its_cell() -> None:
    """None where it was not asked for; `total` is the category of what is not divided."""
    indicator = Indicator("n", LocalizedText(), "count")
    women, total = Result(indicator, (("sex", "female"),), 2), Result(indicator, (), 3)
    results = Results(ResultsFramework(), (women, total))
    assert (results.of("n"), results.of("n", women.cell), results.of("m")) == (total, women, None)
    assert [result.category("sex") for result in results] == ["female", "total"]
    assert results.indicators == [indicator]
