"""What a sheet was drawn from can be written into each of its rows, and read again."""

from __future__ import annotations

import pytest

from roundtable_cli import Refused
from roundtable_cli.comparison.recount.recount_request import RecountRequest, mark_row, parse_request
from roundtable_cli.indicators.definitions.conditions import parse_where_option, parse_where_table


@pytest.mark.parametrize(
    "written",
    ["sex=f", "sex!=f", 'settlement=Ak-Suu,"Osh, city"', "age=18..24", "age=18..", "note=", "note!=", "a=x y"],
)
def test_conditions_are_written_as_they_are_read(written: str) -> None:
    """With names that have spaces, commas and quotes too."""
    where = (parse_where_option(written), parse_where_option("who=O'Neil"))
    request = RecountRequest("people", 20, 7, ("sex", "by month"), where, "2018Q4")
    assert parse_request(request.text) == request


def test_a_condition_that_no_command_writes_is_refused() -> None:
    """One of several, and a bound that is outside itself."""
    for table in ({"any": [{"sex": "f"}, {"age": 3}]}, {"age": {"above": 3}}):
        with pytest.raises(Refused, match="--where"):
            _ = RecountRequest("people", 2, 1, where=parse_where_table(table)).text


@pytest.mark.parametrize(
    "text", ["people", "people --sample x --seed 1", "people --sample 2 --seed", "a --other 3", '"']
)
def test_other_texts_are_no_requests(text: str) -> None:
    """A ValueError, whatever is wrong."""
    with pytest.raises(ValueError, match=r"."):
        parse_request(text)


def test_a_mark_is_letters_alone() -> None:
    """Spreadsheets make numbers and dates of what has digits; and no two lists of texts have one mark."""
    assert all(mark_row(str(number)).isalpha() for number in range(500))
    assert mark_row("a", "bc") != mark_row("ab", "c")
