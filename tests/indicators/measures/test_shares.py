"""Shares: of rows, or of people, that meet a condition."""

from __future__ import annotations

from tests.indicators.measures.one_indicator import ROWS, SHARE, TYPED, Open, indicator, plain, result


def test_a_share_carries_its_numerator_and_denominator(project: Open) -> None:
    """1 of 3 people; 2 of 5 rows."""
    assert result(project(indicator("share", "id", unit='"%"', **SHARE), {"t": ROWS}, TYPED)).parts == (1, 3)
    assert result(project(indicator("share", **SHARE), {"t": ROWS}, TYPED)).parts == (2, 5)


def test_a_share_is_of_the_rows_of_its_where(project: Open) -> None:
    """Of the 4 rows whose sex is recorded 2 are women's."""
    toml = indicator("share", where="{ sex = { missing = false } }", **SHARE)
    found = result(project(toml, {"t": ROWS}, TYPED))
    assert (plain(found.value), found.parts, found.counts.rows) == (0.5, (2, 4), 4)


def test_a_person_meets_a_condition_by_any_one_row(project: Open) -> None:
    """a was once absent and once present: 1 of 2 people was present."""
    toml = indicator("share", "id", meets='{ present = "yes" }')
    assert plain(result(project(toml, {"t": "id,present\na,no\na,yes\nb,no\nb,no\n"})).value) == 0.5


def test_all_conditions_of_meets_must_hold(project: Open) -> None:
    """Of the five rows one is a woman's above 1.5."""
    toml = indicator("share", meets='{ sex = "f", v = { above = 1.5 } }')
    assert result(project(toml, {"t": ROWS}, TYPED)).parts == (1, 5)


def test_not_in_meets_holds_for_the_missing(project: Open) -> None:
    """As in a `where`: three rows are not women's, one of them unrecorded."""
    toml = indicator("share", meets='{ sex = { not = "f" } }')
    assert result(project(toml, {"t": ROWS}, TYPED)).parts == (3, 5)
