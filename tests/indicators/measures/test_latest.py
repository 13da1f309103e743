"""The latest value, and two of one date, which are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli import Refused
from tests.indicators.measures.one_indicator import Open, indicator, result


def test_two_values_on_the_latest_date_are_refused_with_both_rows(project: Open) -> None:
    """Which one is right is not guessed; spreadsheet rows 3 and 5 are named."""
    table = {"t": "v,day\n9,2018-01-01\n1,2018-03-01\n9,2018-02-01\n2,2018-03-01\n"}
    with pytest.raises(Refused) as refused:
        project(indicator("latest", "v"), table).compute()
    (finding,) = refused.value.findings
    assert (finding.file, finding.row, finding.column) == ("t.csv", 3, "v")
    assert "rows 3 and 5" in finding.fault


def test_the_rows_of_a_tie_are_those_a_spreadsheet_shows(project: Open) -> None:
    """Blank rows, and rows that a condition leaves out, are numbered too."""
    table = {"t": "k,v,day\na,1,2018-01-01\n,,\nb,7,2018-03-01\na,1,2018-03-01\n\na,2,2018-03-01\n"}
    with pytest.raises(Refused, match="rows 5 and 7"):
        project(indicator("latest", "v"), table).compute(where={"k": "a"})


def test_one_value_twice_on_the_latest_date_is_that_value(project: Open) -> None:
    """1.5 and 1.50 are the same; a tie on an earlier date, or with a blank, is none."""
    table = {"t": "v,day\n1,2018-01-01\n2,2018-01-01\n1.5,2018-03-01\n1.50,2018-03-01\n,2018-03-01\n"}
    assert result(project(indicator("latest", "v"), table)).value == Decimal("1.5")


def test_a_tie_in_any_category_that_is_shown_is_refused(project: Open) -> None:
    """In all the latest is b's, in a's own rows two contradict each other."""
    table = {"t": "k,v,day\na,1,2018-01-01\na,2,2018-01-01\nb,3,2018-02-01\n"}
    opened = project(indicator("latest", "v"), table)
    assert result(opened).value == 3
    with pytest.raises(Refused, match="rows 2 and 3"):
        opened.compute(by=["k"])
    with pytest.raises(Refused, match="rows 2 and 3"):
        project(indicator("latest", "v"), {"t": table["t"].replace("a,", ",")}).compute(by=["k"])


def test_of_ties_in_several_categories_the_first_one_is_named(project: Open) -> None:
    """Whatever the order in which an engine finds groups."""
    ties = "".join(f"{name},{value},2018-01-01\n" for name in "zyxab" for value in (1, 2))
    opened = project(indicator("latest", "v"), {"t": f"k,v,day\n{ties}c,3,2018-02-01\n"})
    with pytest.raises(Refused, match="rows 8 and 9"):
        opened.compute(by=["k"])


def test_the_latest_of_undated_rows_is_none(project: Open) -> None:
    """They are not the latest of anything."""
    table = {"t": "v,day\n5,\n3,2018-01-01\n4,\n"}
    assert result(project(indicator("latest", "v"), table)).value == 3
    assert result(project(indicator("latest", "v", where="{ v = { min = 4 } }"), table)).value is None


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (("yes", "no"), "no"),
        (("true", "false"), "false"),
        (("1.50", "2.50"), Decimal("2.5")),
        (("2", "1"), 1),
    ],
)
def test_the_latest_may_be_a_value_of_any_type(project: Open, cells: tuple[str, str], value: object) -> None:
    """The last state that was recorded, as a text, a number or true and false."""
    table = {"t": f"v,day\n{cells[0]},2018-01-01\n{cells[1]},2018-01-02\n"}
    assert result(project(indicator("latest", "v"), table)).value == value
