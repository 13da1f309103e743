"""Breakdowns sorted by value, and those of which only the first few stand alone."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Refused, Results
from tests.indicators.computing.register_project import COUNT, PEOPLE, Open, cells

MEAN = '[indicators.m]\ntable = "t"\nmeasure = "mean"\ncolumn = "usd"\n'
# People by place: A a, b, c; B a, b; C d, e, e; D d; E a; of no place f, g, h, i
TABLE = {
    "t": "id,place,usd\na,A,1\nb,A,2\nc,A,3\na,B,10\nb,B,20\nd,C,5\ne,C,7\ne,C,9\nd,D,100\na,E,\n"
    "f,,1\ng,,1\nh,,1\ni,,1\n"
}


def found(results: Results, code: str = "n") -> dict[str, Any]:
    """The values by category, in the order of the results."""
    return {category: value for (category,), value in cells(results, code).items()}


def test_the_others_of_a_unique_count_are_people_counted_once(project: Open) -> None:
    """Behind A with 3 people, C (d, e) and B (a, b) have 2, D (d) and E (a) 1: C to E are 4 people, a, b, d and e."""
    results = project(PEOPLE, TABLE).compute(by=["place"], top=1)
    assert [*found(results).items()] == [("A", 3), ("others (4)", 4), ("not recorded", 4), ("total", 9)]
    others = results.of("n", (("place", "others (4)"),))
    assert others is not None
    assert (others.counts.rows, others.counts.repeats, others.counts.missing) == (7, 3, 0)
    assert results[-1].counts.overlap == 3 + 4 + 4 - 9


def test_the_others_of_a_mean_are_its_rows(project: Open) -> None:
    """D has 100, B 15; of A, C and E the rows are 1, 2, 3, 5, 7, 9 and a blank: 27 / 6 = 4.5."""
    results = project(MEAN, TABLE).compute(by=["place"], top=2)
    assert found(results, "m") == {"D": 100, "B": 15, "others (3)": 4.5, "not recorded": 1, "total": 161 / 13}
    assert [result.counts.missing for result in results] == [0, 0, 1, 0, 1]


def test_formulas_are_made_of_the_others_of_their_parts(project: Open) -> None:
    """Rows per person: C 3/2, the others 7 rows of the 4 people a, b, c and d."""
    toml = PEOPLE + COUNT.replace(".n]", ".rows]") + '[indicators.each]\nmeasure = "ratio"\nof = ["rows", "n"]\n'
    results = project(toml, TABLE).compute(["each"], by=["place"], top=1)
    assert found(results, "each") == {"C": 1.5, "others (4)": 7 / 4, "not recorded": 1, "total": 14 / 9}


def test_without_top_all_are_sorted_and_ties_keep_their_order(project: Open) -> None:
    """A category without a value comes last; what is not recorded stands apart."""
    opened = project(PEOPLE + MEAN, TABLE)
    assert [*found(opened.compute(["n"], by=["place"], sort="value"))][:5] == ["A", "B", "C", "D", "E"]
    assert [*found(opened.compute(["m"], by=["place"], sort="value"), "m")] == [
        "D",
        "B",
        "C",
        "A",
        "E",
        "not recorded",
        "total",
    ]


def test_several_indicators_have_the_order_of_the_first(project: Open) -> None:
    """A note says so; the others are the same categories in all of them."""
    results = project(PEOPLE + MEAN, TABLE).compute(["m", "n"], by=["place"], top=2)
    assert [*found(results, "n").items()] == [("D", 1), ("B", 2), ("others (3)", 5), ("not recorded", 4), ("total", 9)]
    (note,) = [note for note in results.notes if note.kind == "sorted-by"]
    assert note.indicator is not None
    assert note.indicator.code == "m"


def test_a_dimension_may_say_how_it_is_shown(project: Open) -> None:
    """Asked with top = 0 all its categories stand there; more than there are leaves nothing to take together."""
    opened = project(PEOPLE + '[dimensions.place]\ncolumn = "place"\ntop = 2\n', TABLE)
    assert [*found(opened.compute(by=["place"]))] == ["A", "B", "others (3)", "not recorded", "total"]
    assert [*found(opened.compute(by=["place"], top=0))] == ["A", "B", "C", "D", "E", "not recorded", "total"]
    assert [*found(opened.compute(by=["place"], top=9))] == ["A", "B", "C", "D", "E", "not recorded", "total"]
    tied = [note for note in opened.compute(by=["place"]).notes if note.kind == "tied"]
    assert [note.about["rows"] for note in tied] == [1]  # C has as many people as B
    with pytest.raises(Refused, match="place: the first 2 categories and the others need one breakdown"):
        opened.compute(by=["place", "id"])


CONDITIONS = """
[dimensions.size]
categories.small = { where = { usd = { max = 5 } } }
categories.middle = { where = { usd = { min = 3, max = 20 } } }
categories.even = { where = { usd = [2, 10, 20, 100] } }
categories.never = { where = { usd = { above = 1000 } } }
"""


def test_a_row_in_several_of_the_others_counts_once(project: Open) -> None:
    """Small are 8 rows: 1, 2, 3, 5 and four times 1. Of 3, 10, 20, 5, 7, 9 and 2, 10, 20, 100 there are 8 rows."""
    results = project(COUNT + CONDITIONS, TABLE).compute(by=["size"], top=1)
    assert found(results) == {"small": 8, "others (3)": 8, "not recorded": 1, "total": 14}


def test_items_of_lists_are_taken_together(project: Open) -> None:
    """b|c is one row among the others."""
    package = {
        "resources": [
            {
                "name": "t",
                "path": "t.csv",
                "schema": {"fields": [{"name": "id"}, {"name": "k", "type": "list", "delimiter": "|"}]},
            }
        ]
    }
    opened = project(COUNT, {"t": "id,k\n1,a|b\n2,a\n3,a|c\n4,b|c\n"}, package)
    assert found(opened.compute(by=["k"], top=1)) == {"a": 3, "others (2)": 3, "total": 4}


def test_people_over_several_tables(project: Open) -> None:
    """Who is in two tables and two of the others is one of them."""
    toml = '[indicators.n]\ntable = ["t", "u"]\nmeasure = "unique"\ncolumn = "id"\n'
    tables = {"t": "id,place\na,A\nb,A\nc,B\n", "u": "id,place\nc,C\nd,C\n"}
    opened = project(toml, tables)
    assert found(opened.compute(by=["place"], top=1)) == {"A": 2, "others (2)": 2, "total": 4}


def test_periods_choose_rows_first(project: Open) -> None:
    """Only the rows of the period count among the others, and those without a date are told."""
    tables = {"t": "id,place,day\na,A,2018-01-01\nb,A,2018-01-02\nc,B,2018-01-03\nd,C,2019-01-01\ne,C,\n"}
    results = project(PEOPLE, tables).compute(by=["place"], top=1, period="2018")
    assert found(results) == {"A": 2, "others (1)": 1, "total": 3}
    assert [result.counts.outside for result in results] == [0, 1, 1]


PERSONAL = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [{"name": "id"}, {"name": "place"}, {"name": "usd", "type": "number", "rt:personal": True}]
            },
        }
    ]
}


def test_what_few_people_have_is_hidden_among_the_others_too(project: Open) -> None:
    """B is of one person, and hidden: so are the others that B is in, or the total would tell it."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
    rows = "".join(f"{place}{number},{place},{number}\n" for place in "ACD" for number in range(5)) + "b,B,9\n"
    results = project(toml, {"t": "id,place,usd\n" + rows}, PERSONAL).compute(by=["place"], top=1)
    hidden = {result.category("place"): result.is_hidden for result in results}
    assert hidden["others (3)"]


@pytest.mark.parametrize("asked", [{"sort": "value"}, {"top": 2}])
@pytest.mark.parametrize("amount", [1, 900])
def test_the_place_of_a_hidden_value_does_not_tell_it(project: Open, asked: dict[str, Any], amount: int) -> None:
    """B has one person, with the least or with the most: the order is the same, and a note says that B has no place."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
    rows = "".join(f"{place}{number},{place},{number + 9}\n" for place in "ACD" for number in range(5))
    results = project(toml, {"t": f"id,place,usd\n{rows}b,B,{amount}\n"}, PERSONAL).compute(by=["place"], **asked)
    shown = [result.category("place") for result in results if not result.is_hidden]
    assert shown[:2] == ["C", "D"]
    assert [note.about["rows"] for note in results.notes if note.kind == "not-ranked"] == [2]


def test_a_formula_that_is_hidden_in_all_cells_ranks_none(project: Open) -> None:
    """All less all but one tells what one person has in C, whether by its value or by its place."""
    toml = (
        '[indicators.all]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
        '[indicators.most]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\nwhere = { id = { not = "C4" } }\n'
        '[indicators.n]\nmeasure = "difference"\nof = ["all", "most"]\n'
    )
    rows = "".join(f"{place}{number},{place},{number + 9}\n" for place in "ACD" for number in range(5))
    results = project(toml, {"t": f"id,place,usd\n{rows}"}, PERSONAL).compute(["n"], by=["place"], sort="value")
    assert all(result.is_hidden for result in results)
    assert [result.category("place") for result in results] == ["A", "C", "D", "total"]
    assert [note.about["rows"] for note in results.notes if note.kind == "not-ranked"] == [3]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"top": 2}, "there is no breakdown"),
        ({"sort": "value"}, "there is no breakdown"),
        ({"top": 2, "by": ["place", "id"]}, "need one breakdown, and 2 are asked for"),
        ({"top": 2, "by": ["month"]}, r"periods \(month\) stay in their order"),
        ({"sort": "name", "by": ["place"]}, 'unknown value "name"'),
    ],
)
def test_what_can_not_be_sorted_or_cut_off_is_refused(project: Open, asked: dict[str, Any], fault: str) -> None:
    """Before any row is read."""
    with pytest.raises(Refused, match=fault):
        project(PEOPLE, {"t": "id,place,month,day\na,A,1,2018-01-01\n"}).compute(["n"], **asked)


@pytest.mark.parametrize("written", ["top = 0", "top = -1", 'top = "5"', "top = 2.5", 'sort = "name"'])
def test_a_dimension_is_refused_what_is_no_top(project: Open, written: str) -> None:
    """A number of categories, from 1."""
    toml = PEOPLE + f'[dimensions.place]\ncolumn = "place"\n{written}\n'
    with pytest.raises(Refused, match=r"top|sort"):
        project(toml, TABLE).compute()


def test_a_category_of_that_name_is_refused(project: Open) -> None:
    """Two rows of one name would be one too many."""
    rows = TABLE["t"] + "x,others (5),1\n"
    with pytest.raises(Refused, match='has a category "others \\(5\\)" already'):
        project(PEOPLE, {"t": rows}).compute(by=["place"], top=1)
