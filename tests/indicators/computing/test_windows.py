"""Which rows a period counts, how values accumulate, and where rows without a date stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project, Refused, Results

Open = Callable[..., Project]

# a comes in Q1 and Q2 of 2018 and in Q1 of 2019, b in Q2 of 2018, c in Q4; d and once b have no date
VISITS = {
    "t": "id,sex,kind,day\na,f,x,2018-01-15\na,f,y,2018-05-10\nb,m,x,2018-05-20\nc,f,y,2018-11-01\n"
    "a,f,x,2019-02-01\nd,m,x,\nb,m,y,\n"
}
COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'
CUMULATIVE, LATEST, FIRST = 'accumulation = "cumulative"\n', 'accumulation = "latest"\n', 'dedupe = "first"\n'


def typed(type_: str, **keys: object) -> dict[str, Any]:
    """The table `t` with dates of another type."""
    fields = [{"name": "id"}, {"name": "day", "type": type_, **keys}]
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}


def cells(results: Results) -> dict[str, Any]:
    """Values of one breakdown by category, in order."""
    return {dict(result.cell).get(results.by[0].name, "total"): result.value for result in results}


def value(opened: Project, period: str | None = None, **asked: Any) -> Any:
    """The total of `n`."""
    return opened.compute(["n"], period=period, **asked)[-1].value


# Periods


@pytest.mark.parametrize(
    ("period", "rows", "people"),
    [
        (None, 7, 4),
        ("2018", 4, 3),
        ("2018Q1", 1, 1),
        ("2018Q2", 2, 2),
        ("2018Q3", 0, 0),
        ("2018S2", 1, 1),
        ("2018-05", 2, 2),
        ("2018-05-10", 1, 1),
        ("2018-05-10..2018-11-01", 3, 3),
        ("2018-05-11..2018-10-31", 1, 1),
        ("2018Q4..", 2, 2),
        ("..2018Q2", 3, 2),
        ("2018/19", 4, 3),  # from April 2018 to March 2019
        ("2017/18", 1, 1),
    ],
)
def test_a_period_counts_its_own_rows(project: Open, period: str | None, rows: int, people: int) -> None:
    """Both ends are in it; without one all rows count, dated or not."""
    april = "[project]\nfiscal_year_start = 4\n"
    assert value(project(april + COUNT, VISITS), period) == rows
    assert value(project(april + PEOPLE, VISITS), period) == people


def test_rows_without_a_date_are_outside_every_period(project: Open) -> None:
    """Two rows have none: they are said beside the number, and in a note."""
    results = project(PEOPLE, VISITS).compute(period="2018")
    counts = results[0].counts
    assert (counts.rows, counts.repeats, counts.missing, counts.outside) == (4, 1, 0, 2)
    assert [(note.kind, note.about["rows"]) for note in results.notes] == [("outside", 2)]
    assert project(PEOPLE, VISITS).compute()[0].counts.outside == 0


def test_rows_outside_are_counted_category_by_category(project: Open) -> None:
    """Both are men's."""
    results = project(PEOPLE, VISITS).compute(by=["sex"], period="2018")
    assert [(r.category("sex"), r.value, r.counts.outside) for r in results] == [
        ("f", 2, 0),
        ("m", 1, 2),
        ("total", 3, 2),
    ]


def test_rows_outside_meet_the_conditions(project: Open) -> None:
    """Of kind y one row has no date."""
    assert project(COUNT, VISITS).compute(where={"kind": "y"}, period="2018")[0].counts.outside == 1


def test_the_last_moment_of_a_period_is_in_it(project: Open) -> None:
    """A time of its last day, and a leap day."""
    table = {"t": "id,day\n1,2020-02-29T23:59:59\n2,2020-03-01T00:00:00\n3,2020-02-01T00:00:00\n"}
    opened = project(COUNT, table)
    assert [value(opened, period) for period in ("2020-02", "2020-02-29", "2020-03", "2020-02-29..")] == [2, 1, 1, 2]


def test_an_offset_from_utc_moves_no_row_to_another_day(project: Open) -> None:
    """What the clock on the wall showed counts."""
    opened = project(COUNT, {"t": "id,day\n1,2018-12-31T23:00:00+06:00\n2,2019-01-01T01:00:00+06:00\n"})
    assert [value(opened, year) for year in ("2018", "2019")] == [1, 1]


def test_a_fiscal_year_may_end_on_a_leap_day(project: Open) -> None:
    """From March 2019 to 29 February 2020."""
    opened = project(
        "[project]\nfiscal_year_start = 3\n" + COUNT, {"t": "id,day\n1,2020-02-29\n2,2020-03-01\n3,2019-02-28\n"}
    )
    assert value(opened, "2019/20") == 1
    assert cells(opened.compute(by=["fiscal-year"])) == {"2018/19": 1, "2019/20": 1, "2020/21": 1, "total": 3}


@pytest.mark.parametrize("period", ["9999", "..9999", "2018..9999-12-31"])
def test_a_period_may_end_with_the_calendar(project: Open, period: str) -> None:
    """No day comes after it."""
    assert value(project(COUNT, VISITS), period) == (None if period == "9999" else 5)


def test_a_table_without_a_date_has_no_value_in_a_period(project: Open) -> None:
    """With the reason, in all its cells; without a period it has one."""
    opened = project(COUNT, {"t": "id,sex\n1,f\n2,m\n"})
    results = opened.compute(by=["sex"], period="2018")
    assert {result.value for result in results} == {None}
    assert [(note.kind, note.about["table"]) for note in results.notes] == [("no-date", "t")]
    assert value(opened) == 2


def test_what_is_made_of_a_table_without_a_date_says_so_too(project: Open) -> None:
    """A ratio without a value gives its reason."""
    ratio = '[indicators.r]\nmeasure = "ratio"\nof = ["n", "n"]\n'
    results = project(COUNT + ratio, {"t": "id,sex\n1,f\n"}).compute(["r"], period="2018")
    assert results[0].value is None
    assert "no-date" in [note.kind for note in results.notes]


# Breakdowns by time


def test_by_quarter_the_undated_are_not_recorded_and_none_is_left_out(project: Open) -> None:
    """a is in three quarters; 1 + 2 + 0 + 1 + 1 + 2 is 3 more than the 4 people there are."""
    results = project(PEOPLE, VISITS).compute(by=["quarter"])
    assert list(cells(results).items()) == [
        ("2018Q1", 1),
        ("2018Q2", 2),
        ("2018Q3", 0),
        ("2018Q4", 1),
        ("2019Q1", 1),
        ("not recorded", 2),
        ("total", 4),
    ]
    assert results[-1].counts.overlap == 3


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("half", {"2018S1": 3, "2018S2": 1, "2019S1": 1, "not recorded": 2, "total": 7}),
        ("year", {"2018": 4, "2019": 1, "not recorded": 2, "total": 7}),
        ("fiscal-year", {"2017/18": 1, "2018/19": 4, "not recorded": 2, "total": 7}),
        ("fiscal-half", {"2017/18S2": 1, "2018/19S1": 2, "2018/19S2": 2, "not recorded": 2, "total": 7}),
        (
            "fiscal-quarter",
            {"2017/18Q4": 1, "2018/19Q1": 2, "2018/19Q2": 0, "2018/19Q3": 1, "2018/19Q4": 1}
            | {"not recorded": 2, "total": 7},
        ),
    ],
)
def test_rows_are_broken_down_by_any_unit_of_time(project: Open, unit: str, expected: dict[str, int]) -> None:
    """The fiscal year starts in April here."""
    opened = project("[project]\nfiscal_year_start = 4\n" + COUNT, VISITS)
    assert cells(opened.compute(by=[unit])) == expected


def test_by_month_the_months_between_stand_with_zeros(project: Open) -> None:
    """Fourteen months from January 2018 to February 2019."""
    found = cells(project(COUNT, VISITS).compute(by=["month"]))
    assert len(found) == 14 + 2
    assert (found["2018-05"], found["2018-06"], found["2019-02"]) == (2, 0, 1)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2018", {"2018Q1": 1, "2018Q2": 2, "2018Q3": 0, "2018Q4": 1, "total": 4}),
        ("2018-05-15..2018-11-15", {"2018Q2": 1, "2018Q3": 0, "2018Q4": 1, "total": 2}),
        ("2018Q4..", {"2018Q4": 1, "2019Q1": 1, "total": 2}),
        ("..2018Q2", {"2018Q1": 1, "2018Q2": 2, "total": 3}),
        ("2017S1", {"2017Q1": 0, "2017Q2": 0, "total": 0}),
        ("2020S1", {"2020Q1": None, "2020Q2": None, "total": None}),
    ],
)
def test_within_a_period_its_own_quarters_stand(project: Open, period: str, expected: dict[str, int | None]) -> None:
    """From its start to its end, where it has them; the undated are outside."""
    assert cells(project(COUNT, VISITS).compute(by=["quarter"], period=period)) == expected


def test_indicators_of_two_tables_stand_in_the_same_periods(project: Open) -> None:
    """The first is of 2018, the second of 2020: both have all three years."""
    toml = COUNT + COUNT.replace(".n]", ".m]").replace('"t"', '"u"')
    results = project(toml, {"t": "day\n2018-01-01\n", "u": "day\n2020-01-01\n"}).compute(by=["year"])
    assert [(result.code, result.category("year"), result.value) for result in results] == [
        ("n", "2018", 1),
        ("n", "2019", 0),
        ("n", "2020", 0),
        ("n", "total", 1),
        ("m", "2018", 0),
        ("m", "2019", 0),
        ("m", "2020", 1),
        ("m", "total", 1),
    ]


def test_time_crosses_other_dimensions(project: Open) -> None:
    """Women came in Q1, Q2 and Q4, the man in Q2."""
    results = project(PEOPLE, VISITS).compute(by=["sex", "quarter"], period="2018")
    assert {tuple(category for _, category in r.cell): r.value for r in results if r.value} == {
        ("f", "2018Q1"): 1,
        ("f", "2018Q2"): 1,
        ("f", "2018Q4"): 1,
        ("f",): 2,
        ("m", "2018Q2"): 1,
        ("m",): 1,
        ("2018Q1",): 1,
        ("2018Q2",): 2,
        ("2018Q4",): 1,
        (): 3,
    }


def test_the_latest_value_of_each_period(project: Open) -> None:
    """A state is as last recorded in the quarter; in the quarter without a record there is none."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "latest"\ncolumn = "v"\n'
    table = {"t": "v,day\n3,2018-01-01\n5,2018-03-01\n4,2018-07-01\n9,\n"}
    opened = project(toml, table)
    assert cells(opened.compute(by=["quarter"])) == {
        "2018Q1": 5,
        "2018Q2": None,
        "2018Q3": 4,
        "not recorded": None,
        "total": 4,
    }
    assert value(opened, "2018S1") == 5


# Fineness


@pytest.mark.parametrize(
    ("fields", "rows", "fine", "too_fine"),
    [
        (typed("year"), "1,2018\n2,2019\n", ["2018", "2018..2019"], ["2018Q1", "2018-11", "2018-05-01", "2018S1"]),
        (typed("yearmonth"), "1,2018-11\n2,2017-01\n", ["2018Q4", "2018-11", "2018"], ["2018-11-01", "..2018-11-15"]),
        (typed("date", format="%m/%Y"), "1,11/2018\n2,01/2017\n", ["2018-11", "2018S2"], ["2018-11-01"]),
        (typed("date", format="%Y"), "1,2018\n2,2019\n", ["2018"], ["2018Q1"]),
    ],
)
def test_a_period_finer_than_the_dates_is_refused(
    project: Open, fields: dict[str, Any], rows: str, fine: list[str], too_fine: list[str]
) -> None:
    """A year tells no quarter, a month no day; what they do tell is counted."""
    opened = project(COUNT, {"t": "id,day\n" + rows}, fields)
    for period in fine:
        assert value(opened, period) >= 1, period
    for period in too_fine:
        with pytest.raises(Refused) as refused:
            opened.compute(period=period)
        assert refused.value.findings[0].column == "--period"


@pytest.mark.parametrize(("type_", "units"), [("year", ["half", "quarter", "month"]), ("yearmonth", [])])
def test_a_breakdown_finer_than_the_dates_is_refused(project: Open, type_: str, units: list[str]) -> None:
    """By month is right for months, and too fine for years."""
    rows = "1,2018\n" if type_ == "year" else "1,2018-11\n"
    opened = project(COUNT, {"t": "id,day\n" + rows}, typed(type_))
    for unit in ("year", "half", "quarter", "month"):
        if unit in units:
            with pytest.raises(Refused, match=unit):
                opened.compute(by=[unit])
        else:
            assert [*cells(opened.compute(by=[unit])).values()] == [1, 1]


@pytest.mark.parametrize(("first_month", "right"), [(1, True), (4, False)])
def test_a_fiscal_year_is_finer_than_a_year_unless_it_is_the_calendars(
    project: Open, first_month: int, right: bool
) -> None:
    """A year tells the fiscal year where both begin in January; period and breakdown agree on it."""
    toml = f"[project]\nfiscal_year_start = {first_month}\n" + COUNT
    opened = project(toml, {"t": "id,day\n1,2018\n"}, typed("year"))
    if right:
        assert value(opened, "2018/19") == 1
        assert cells(opened.compute(by=["fiscal-year"])) == {"2018/19": 1, "total": 1}
    else:
        for asked in ({"period": "2018/19"}, {"by": ["fiscal-year"]}):
            with pytest.raises(Refused):
                opened.compute(**asked)


def test_a_month_is_its_first_day(project: Open) -> None:
    """In a period written in days that starts and ends with months, November is in November."""
    opened = project(COUNT, {"t": "id,day\n1,2018-11\n2,2018-12\n"}, typed("yearmonth"))
    assert value(opened, "2018-11-01..2018-11-30") == 1


# Cumulative


@pytest.mark.parametrize(
    ("period", "people"),
    [(None, 4), ("2018Q1", 1), ("2018Q2", 2), ("2018Q3", 2), ("2018", 3), ("2019", 3), ("2019Q1..", 3), ("2017", 0)],
)
def test_a_cumulative_value_counts_every_row_up_to_the_periods_end(
    project: Open, period: str | None, people: int
) -> None:
    """Its start does not matter; undated rows count only without a period."""
    assert value(project(PEOPLE + CUMULATIVE, VISITS), period) == people


def test_cumulative_values_by_quarter_run_on(project: Open) -> None:
    """A quarter without rows keeps what was before it; values to date are no parts of a whole."""
    results = project(PEOPLE + CUMULATIVE, VISITS).compute(by=["quarter"])
    assert cells(results) == {
        "2018Q1": 1,
        "2018Q2": 2,
        "2018Q3": 2,
        "2018Q4": 3,
        "2019Q1": 3,
        "not recorded": 2,
        "total": 4,
    }
    assert results[-1].counts.overlap == 0
    assert not results.notes


def test_cumulative_values_in_a_period_start_from_what_was_before(project: Open) -> None:
    """In Q3 the two of the first half are there already."""
    results = project(PEOPLE + CUMULATIVE, VISITS).compute(by=["quarter"], period="2018S2")
    assert cells(results) == {"2018Q3": 2, "2018Q4": 3, "total": 3}
    assert results[-1].counts.outside == 2


def test_cumulative_values_in_a_period_end_with_it(project: Open) -> None:
    """c comes on 1 November, after the end: the last quarter counts no more than the whole period."""
    results = project(PEOPLE + CUMULATIVE, VISITS).compute(by=["quarter"], period="2018Q3..2018-10")
    assert cells(results) == {"2018Q3": 2, "2018Q4": 2, "total": 2}


def test_cumulative_values_cross_other_dimensions(project: Open) -> None:
    """Women to date 1, 1, 1, 2; men 0, 1, 1, 1; whichever dimension is asked first."""
    opened = project(PEOPLE + CUMULATIVE, VISITS)
    expected = {"f": [1, 1, 1, 2, 2], "m": [0, 1, 1, 1, 1], "total": [1, 2, 2, 3, 3]}
    for by in (["sex", "quarter"], ["quarter", "sex"]):
        results = opened.compute(by=by, period="2018")
        for sex, values in expected.items():
            found = [result.value for result in results if result.category("sex") == sex]
            assert found == values, by


def test_a_cumulative_sum_and_mean_are_over_all_up_to_the_end(project: Open) -> None:
    """10, then 10 and 20; the mean 10, then 15."""
    table = {"t": "v,day\n10,2018-01-01\n20,2018-04-01\n99,\n"}
    for measure, expected in (("sum", [10, 30]), ("mean", [10, 15])):
        toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\ncolumn = "v"\n' + CUMULATIVE
        results = project(toml, table).compute(by=["quarter"])
        assert [result.value for result in results][:2] == expected


# Latest state

STOCK = {
    "t": "place,members,day\nA,5,2018-03-31\nB,7,2018-03-31\nA,6,2018-06-30\nB,8,2018-06-30\nA,9,2018-09-30\nA,1,\n"
}
MEMBERS = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "members"\n' + LATEST


@pytest.mark.parametrize(
    ("period", "members"), [(None, 9), ("2018Q1", 12), ("2018Q2", 14), ("2018S1", 14), ("2018", 9), ("2018Q4", None)]
)
def test_a_latest_state_is_that_of_the_last_date_in_the_period(
    project: Open, period: str | None, members: int | None
) -> None:
    """What was recorded before it is no longer so; where nothing was, there is no state, which is not 0."""
    assert value(project(MEMBERS, STOCK), period) == members


@pytest.mark.parametrize("period", [None, "2018S1..2018Q3"])
def test_latest_states_by_quarter_are_each_quarters_own(project: Open, period: str | None) -> None:
    """All quarters of the records stand, not that of the last date alone; the total is the last state."""
    found = cells(project(MEMBERS, STOCK).compute(by=["quarter"], period=period))
    found.pop("not recorded", None)
    assert found == {"2018Q1": 12, "2018Q2": 14, "2018Q3": 9, "total": 9}


def test_latest_states_cross_other_dimensions(project: Open) -> None:
    """At the end of June 6 of A and 8 of B."""
    results = project(MEMBERS, STOCK).compute(by=["place", "quarter"], period="2018Q1..2018Q2")
    assert {tuple(category for _, category in result.cell): result.value for result in results} == {
        ("A", "2018Q1"): 5,
        ("A", "2018Q2"): 6,
        ("A",): 6,
        ("B", "2018Q1"): 7,
        ("B", "2018Q2"): 8,
        ("B",): 8,
        ("2018Q1",): 12,
        ("2018Q2",): 14,
        (): 14,
    }


# Each person once


def test_the_first_appearance_makes_the_periods_add_up(project: Open) -> None:
    """a in Q1 alone, b in Q2 though undated too, c in Q4, d not recorded: 4 in all."""
    results = project(PEOPLE + FIRST, VISITS).compute(by=["quarter"])
    assert cells(results) == {
        "2018Q1": 1,
        "2018Q2": 1,
        "2018Q3": 0,
        "2018Q4": 1,
        "2019Q1": 0,
        "not recorded": 1,
        "total": 4,
    }
    assert results[-1].counts.overlap == 0


@pytest.mark.parametrize(
    ("period", "people"), [(None, 4), ("2018", 3), ("2018Q1", 1), ("2018Q2", 1), ("2018Q2..2018Q4", 2), ("2019", 0)]
)
def test_the_first_appearance_is_before_any_period(project: Open, period: str | None, people: int) -> None:
    """Who came before the period is not new in it."""
    assert value(project(PEOPLE + FIRST, VISITS), period) == people


def test_the_first_appearance_is_among_the_rows_that_meet_where(project: Open) -> None:
    """Of kind y, a first appears in Q2, and b only undated."""
    opened = project(PEOPLE + FIRST, VISITS)
    expected = {"2018Q2": 1, "2018Q3": 0, "2018Q4": 1, "not recorded": 1, "total": 3}
    assert cells(opened.compute(by=["quarter"], where={"kind": "y"})) == expected
    own = project(PEOPLE + FIRST + 'where = { kind = "y" }\n', VISITS)
    assert cells(own.compute(by=["quarter"])) == expected


def test_rows_of_nobody_stay_rows_without_the_counted_value(project: Open) -> None:
    """They are counted as missing in their period, and count nobody."""
    opened = project(PEOPLE + FIRST, {"t": "id,sex,day\na,f,2018-01-01\n,f,2018-01-02\n,f,\n"})
    found = [(r.category("quarter"), r.value, r.counts.missing) for r in opened.compute(by=["quarter"])]
    assert found == [("2018Q1", 1, 1), ("not recorded", 0, 1), ("total", 1, 2)]


def test_two_rows_on_the_first_day_are_one_person(project: Open) -> None:
    """1 person, 1 repeat; the later day adds nothing."""
    opened = project(PEOPLE + FIRST, {"t": "id,day\na,2018-01-01\na,2018-01-01\na,2018-05-01\n"})
    assert cells(opened.compute(by=["quarter"])) == {"2018Q1": 1, "2018Q2": 0, "total": 1}


def test_once_in_each_period_is_the_rule_where_nothing_is_said(project: Open) -> None:
    """a counts in Q1 and in Q2."""
    assert cells(project(PEOPLE, VISITS).compute(by=["quarter"], period="2018S1")) == {
        "2018Q1": 1,
        "2018Q2": 2,
        "total": 2,
    }
