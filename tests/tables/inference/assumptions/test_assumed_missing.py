"""How texts are told that stand for no value though nobody declared them."""

from __future__ import annotations

from roundtable_cli.tables.inference.assumptions.assumed_missing import (
    assume_sentinels,
    describe_assumed_missing,
    find_doubtful_missing,
    find_extremes,
)
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values.missing_marks import may_hold_sentinels


def test_each_text_is_told_with_its_rows() -> None:
    """The rows are counted whatever stands around the text; a text of no row is not told."""
    field = Field("age", "integer", missing_values=("", "N/A", "-"), assumed_missing=("N/A", "-"))
    findings = list(describe_assumed_missing(field, {"N/A": 2, " N/A ": 1, "12": 5}, "t.csv"))
    assert [finding.fault for finding in findings] == ['3 rows hold "N/A", which is read as no value']
    assert (findings[0].file, findings[0].column) == ("t.csv", "age")


def test_missing_values_that_somebody_declared_are_not_told() -> None:
    """They are no assumption."""
    assert list(describe_assumed_missing(Field("age", missing_values=("", "N/A")), {"N/A": 2}, "t.csv")) == []


def test_the_extremes_of_a_column_tell_whether_it_may_hold_sentinels() -> None:
    """Texts that are no plain numbers are passed over; only a least or greatest number can stand apart."""
    assert find_extremes(["5", " -99 ", "12.5", "n/a", "007", ""]) == (-99, 12.5)
    assert find_extremes([]) == (0, 0)
    assert may_hold_sentinels(-99, 12.5, lambda: False)
    assert may_hold_sentinels(1, 99, lambda: False)
    assert not may_hold_sentinels(-100, 500, lambda: True)
    assert may_hold_sentinels(0, 500, lambda: True)  # of ids: 0 may be nobody
    assert not may_hold_sentinels(0, 500, lambda: False)


def test_a_number_that_may_stand_for_no_value_is_told_unless_the_schema_allows_it() -> None:
    """-99 among amounts, however they are written; a minimum says that there may be such numbers."""
    texts = {"100": 1, "250": 1, "300": 1, "-99": 1}
    assert find_doubtful_missing(Field("spent_usd", "integer"), texts) == ["-99"]
    assert find_doubtful_missing(Field("spent", "number", decimal_char=","), {**texts, "1,5": 1}) == ["-99"]
    assert find_doubtful_missing(Field("spent_usd", "integer", constraints=Constraints(minimum=-500)), texts) == []
    assert find_doubtful_missing(Field("spent_usd", "integer"), {"100": 1, "250": 1, "300": 1, "-98.5": 1}) == []


def test_a_heading_that_names_a_currency_is_of_amounts() -> None:
    """Prices of 99 and 999 beside 0, 50 and 100 are numbers: `debit_usd` is money, as `amount` is."""
    counts = {"0": 7, "50": 2, "99": 5, "100": 5, "999": 6}
    found = assume_sentinels(Field("points_m", "integer"), lambda: (0, 999), lambda: counts)
    assert found.assumed_missing == ("999",)
    for name in ("debit_usd", "Оплачено, сом", "credit"):
        assert assume_sentinels(Field(name, "integer"), lambda: (0, 999), lambda: counts).assumed_missing == ()
