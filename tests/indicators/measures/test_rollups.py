"""Columns worked out for a row from the rows that belong to it: which rows those are, and what each measure says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from roundtable_cli import Refused
from tests.indicators.measures.linked_tables import (
    COUNT,
    TABLES,
    TYPES,
    VISITS,
    Open,
    of_each,
    only,
    package,
    refused,
    values,
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('measure = "count"', [4, 1, 0, 1]),
        ('measure = "count"\nwhere = { kind = "home" }', [2, 1, 0, 0]),
        ('measure = "unique"\ncolumn = "visit"', [3, 1, 0, 1]),
        ('measure = "unique"\ncolumn = "visit"\nwhere = { kind = "office" }', [2, 0, 0, 1]),
        ('measure = "unique"\ncolumn = "score"', [3, 1, 0, 0]),
        ('measure = "unique"\ncolumn = ["visit", "kind"]', [3, 1, 0, 1]),
        ('measure = "sum"\ncolumn = "score"', [14.5, 4, 0, None]),
        ('measure = "sum"\ncolumn = "score"\nwhere = { kind = "home" }', [12.5, 4, 0, 0]),
        ('measure = "sum"\ncolumn = "score"\nfactor = 10', [145, 40, 0, None]),
        ('measure = "mean"\ncolumn = "score"\ndecimals = 2', [4.83, 4, None, None]),
        ('measure = "mean"\ncolumn = "score"\nwhere = { kind = "home" }', [6.25, 4, None, None]),
        ('measure = "min"\ncolumn = "score"', [2, 4, None, None]),
        ('measure = "max"\ncolumn = "score"', [7.5, 4, None, None]),
        ('measure = "max"\ncolumn = "score"\ndecimals = 0', [8, 4, None, None]),
        ('measure = "latest"\ncolumn = "score"', [7.5, 4, None, None]),
        ('measure = "latest"\ncolumn = "score"\nfactor = 2', [15, 8, None, None]),
        ('measure = "share"\nmeets = { kind = "home" }', [0.5, 1, None, 0]),
        ('measure = "share"\nmeets = { kind = "home" }\nunit = "%"', [50, 100, None, 0]),
        ('measure = "share"\ncolumn = "visit"\nmeets = { kind = "home" }\nunit = "%"\ndecimals = 1',
         [33.3, 100, None, 0]),
        ('measure = "sum"\ncolumn = "score"\nblank = 0', [14.5, 4, 0, 0]),
        ('measure = "mean"\ncolumn = "score"\nblank = 0', [3.625, 4, 0, 0]),
        ('measure = "median"\ncolumn = "score"\nblank = 0', [3.5, 4, 0, 0]),
        ('measure = "min"\ncolumn = "score"\nblank = 0', [0, 4, 0, 0]),
        ('measure = "max"\ncolumn = "score"\nblank = 0\nwhere = { kind = "office" }', [2, 0, 0, 0]),
        ('measure = "latest"\ncolumn = "score"\nblank = 0', [0, 4, 0, 0]),
        ('measure = "share"\nmeets = { score = { min = 5 } }\nblank = "exclude"\ndecimals = 3',
         [0.667, 0, None, None]),
        ('measure = "share"\nwhere = { score = { missing = false } }\nmeets = { score = { min = 5 } }\ndecimals = 3',
         [0.667, 0, None, None]),
    ],
)  # fmt: skip
def test_every_measure_is_that_of_the_rows_that_belong_to_each_row(
    project: Open, rule: str, expected: list[float | None]
) -> None:
    """Over no rows a count or sum is 0, and so is a sum over rows of which none meets; the others have no value."""
    found = values(project(of_each(rule), TABLES, TYPES))
    assert [None if one is None else float(one) for one in found] == expected


def test_the_earliest_and_latest_dates_are_dates(project: Open) -> None:
    """They bound a condition, divide by month, and may be the date of the row."""
    toml = (
        '[calculated.people.first]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "min"\ncolumn = "day"\n'
        '[calculated.people.last]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "max"\ncolumn = "day"\n'
        '[indicators.n]\ntable = "people"\nmeasure = "count"\ndate = "last"\nwhere = { first = { max = 2018-02-01 } }\n'
    )
    opened = project(toml, TABLES, TYPES)
    assert only(opened) == 2
    assert only(opened, period="2018-06") == 1
    by_month = {result.category("month"): result.value for result in opened.compute(by=["month"]) if result.value}
    assert by_month == {"2018-01": 1, "2018-06": 1, "total": 2}


def test_the_latest_value_may_be_a_text_or_a_boolean(project: Open) -> None:
    """And is a category like any other; nobody's latest is not recorded."""
    toml = (
        '[calculated.people.last]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "latest"\ncolumn = "kind"\n'
        '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
    )
    found = project(toml, TABLES, TYPES).compute(by=["last"])
    assert [(result.category("last"), result.value) for result in found] == [
        ("home", 1),
        ("office", 2),
        ("not recorded", 1),
        ("total", 4),
    ]
    tables = {"a": "id\n1\n2\n3\n", "b": "id,day,done\n1,2018-01-01,no\n1,2018-01-02,yes\n2,2018-01-01,no\n"}
    types = package(a="id", b="id day:date done:boolean")
    types["resources"][1]["schema"]["fields"][2] |= {"trueValues": ["yes"], "falseValues": ["no"]}
    boolean = (
        '[calculated.a.done]\nfrom = "b"\nmatch = { id = "id" }\nmeasure = "latest"\ncolumn = "done"\n'
        '[indicators.n]\ntable = "a"\nmeasure = "count"\nwhere = { done = true }\n'
        '[indicators.m]\ntable = "a"\nmeasure = "count"\nwhere = { done = { missing = true } }\n'
    )
    assert [result.value for result in project(boolean, tables, types).compute()] == [1, 1]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("", [4, 1, 0, 1]),
        ('until = "joined"', [2, 0, 0, 0]),  # on the very day counts; the undated visit does not
        ('since = "joined"', [2, 1, 0, 1]),
        ('until = "left"', [3, 0, 0, 0]),
        ('since = "joined"\nuntil = "left"', [2, 0, 0, 0]),
        ('since = "left"\nuntil = "joined"', [0, 0, 0, 0]),  # ends before it starts
        ('since = "joined"\nuntil = "joined"', [1, 0, 0, 0]),
    ],
)
def test_until_and_since_take_their_own_day_in(project: Open, bounds: str, expected: list[int]) -> None:
    """A row without that date has nothing up to it or from it on."""
    assert values(project(of_each(f'measure = "count"\n{bounds}'), TABLES, TYPES)) == expected


@pytest.mark.parametrize(("measure", "nothing"), [("sum", 0), ("mean", None), ("min", None), ("latest", None)])
def test_bounds_leave_a_row_with_nothing_what_no_rows_give(project: Open, measure: str, nothing: int | None) -> None:
    """1 has 5 and 7.5 up to the day she joined; the others nothing."""
    rule = f'measure = "{measure}"\ncolumn = "score"\nuntil = "joined"'
    first = {"sum": 12.5, "mean": 6.25, "min": 5, "latest": 7.5}[measure]
    assert values(project(of_each(rule), TABLES, TYPES)) == [first, nothing, nothing, nothing]


def test_rows_of_one_key_with_different_dates_have_each_their_own(project: Open) -> None:
    """The rate of the day, for payments of one currency on three days."""
    toml = (
        '[calculated.payments.rate]\nfrom = "rates"\nmatch = { currency = "currency" }\nuntil = "day"\n'
        'measure = "latest"\ncolumn = "rate"\nrequired = true\n'
        '[indicators.n]\ntable = "payments"\nmeasure = "sum"\ncolumn = "rate"\n'
        '[indicators.all]\ntable = "payments"\nmeasure = "count"\n'
    )
    tables = {
        "payments": "no,currency,day\n1,KGS,2018-01-31\n2,KGS,2018-02-01\n3,KGS,2018-03-01\n4,KGS,2018-03-01\n"
        "5,USD,2018-02-01\n",
        "rates": "currency,day,rate\nKGS,2018-01-01,80\nKGS,2018-02-01,81.5\nKGS,2018-02-15,82\nUSD,2017-01-01,1\n",
    }
    types = package(payments="no currency day:date", rates="currency day:date rate:number")
    opened = project(toml, tables, types)
    assert [float(str(result.value)) for result in opened.compute()] == [80 + 81.5 + 82 + 82 + 1, 5]
    assert float(only(opened, ("n",), where={"currency": "USD"})) == 1


def test_a_key_missing_on_either_side_belongs_to_nothing(project: Open) -> None:
    """A blank meets no blank; of two keys, one that is missing is enough."""
    rule = '[calculated.a.k]\nfrom = "b"\nmatch = {{ {match} }}\nmeasure = "count"\n'
    toml = rule + '[indicators.n]\ntable = "a"\nmeasure = "sum"\ncolumn = "k"\n[indicators.none]\ntable = "a"\n'
    toml += 'measure = "count"\nwhere = {{ k = 0 }}\n'
    tables = {"a": "no,x,y\n1,1,p\n2,,p\n3,1,\n4,,\n", "b": "no,x,y\n1,1,p\n2,1,p\n3,,p\n4,1,\n5,,\n"}
    types = package(a="no x y", b="no x y")
    both = project(toml.format(match='x = "x", y = "y"'), tables, types)
    assert [result.value for result in both.compute()] == [2, 3]
    one = project(toml.format(match='x = "x"'), tables, types)
    assert [result.value for result in one.compute()] == [6, 2]
    (note, *_) = one.compute(["n"]).notes
    assert (note.kind, note.about["table"], note.about["rows"]) == ("lacking", "b", 2)


def test_a_match_follows_paths_along_keys(project: Open) -> None:
    """Sessions of the course: an attendance sheet knows the session, and the session the course."""
    toml = (
        '[calculated.enrolled.attended]\nfrom = "sheet"\nmatch = { person = "person", "session.course" = "course" }\n'
        'measure = "unique"\ncolumn = "session"\ndate = "session.day"\n'
        '[calculated.courses.held]\nfrom = "sessions"\nmeasure = "count"\n'
        '[calculated.enrolled.attendance]\nof = ["attended", "course.held"]\nmeasure = "ratio"\nfactor = 100\n'
        '[indicators.attended]\ntable = "enrolled"\nmeasure = "sum"\ncolumn = "attended"\n'
        '[indicators.half]\ntable = "enrolled"\nmeasure = "count"\nwhere = { attendance = { min = 50 } }\n'
        '[indicators.rows]\ntable = "enrolled"\nmeasure = "count"\n'
    )
    tables = {
        "courses": "id\nA\nB\nC\n",
        "sessions": "id,course,day\nA1,A,2018-01-01\nA2,A,2018-02-01\nB1,B,2018-02-01\nX1,,2018-02-01\n",
        "sheet": "session,person\nA1,1\nA1,1\nA2,1\nB1,1\nA1,2\nX1,2\n,2\nB1,\n",
        "enrolled": "person,course\n1,A\n1,B\n2,A\n3,B\n,A\n2,C\n2,\n",
    }
    types = package(
        courses="id",
        sessions="id course>courses day:date",
        sheet="session>sessions person",
        enrolled="person course>courses",
    )
    opened = project(toml, tables, types)
    assert [result.value for result in opened.compute()] == [2 + 1 + 1, 3, 7]
    assert [result.value for result in opened.compute(where={"course": "A"})] == [3, 2, 3]
    # at the end of January one session of A was held, and both of its learners were there
    toml = toml.replace('"enrolled"\nmeasure = "sum"', '"enrolled"\nmeasure = "sum"\ndate = "course.first"')
    toml += '[calculated.courses.first]\nfrom = "sessions"\nmeasure = "min"\ncolumn = "day"\n'
    assert only(project(toml, tables, types), ("attended",), period="2018-01") == 2


def test_without_match_the_declared_key_links(project: Open) -> None:
    """The one by which their rows refer to mine."""
    types = package(places="id name", visits="no place>places")
    tables = {"places": "id,name\nS1,x\nS2,y\n", "visits": "no,place\n1,S1\n2,S1\n3,\n"}
    toml = (
        '[calculated.places.visits]\nfrom = "visits"\nmeasure = "count"\n'
        '[indicators.n]\ntable = "places"\nmeasure = "count"\nwhere = { visits = 0 }\n'
        '[indicators.m]\ntable = "visits"\nmeasure = "max"\ncolumn = "place.visits"\n'
    )
    assert [result.value for result in project(toml, tables, types).compute()] == [1, 2]


def test_a_table_may_be_linked_with_itself(project: Open) -> None:
    """How many times she had come before, this time included."""
    toml = (
        '[calculated.visits.nth]\nfrom = "visits"\nmatch = { id = "id" }\nuntil = "day"\nmeasure = "count"\n'
        '[indicators.n]\ntable = "visits"\nmeasure = "count"\n'
    )
    found = project(toml, {"visits": VISITS}, package(visits="visit id day:date kind score:number")).compute(by=["nth"])
    assert {result.category("nth"): result.value for result in found} == {"0": 2, "1": 4, "2": 1, "3": 1, "total": 8}


def test_one_column_of_mine_may_match_two_of_theirs(project: Open) -> None:
    """Rows that name her twice."""
    toml = (
        '[calculated.a.k]\nfrom = "b"\nmatch = { x = "id", y = "id" }\nuntil = "day"\nmeasure = "count"\n'
        '[indicators.n]\ntable = "a"\nmeasure = "sum"\ncolumn = "k"\n'
    )
    tables = {
        "a": "id,day\n1,2018-01-02\n2,2018-01-01\n",
        "b": "x,y,day\n1,1,2018-01-01\n1,2,2018-01-01\n2,2,2018-01-01\n2,2,2018-01-02\n",
    }
    types = package(a="id day:date", b="x y day:date")
    assert only(project(toml, tables, types)) == 2
    assert only(project(toml.replace('until = "day"\n', ""), tables, types)) == 3


def test_the_day_that_bounds_may_be_matched_too(project: Open) -> None:
    """Rows of the same day up to that day are those of the day."""
    toml = of_each('measure = "count"\nuntil = "joined"').replace('{ id = "id" }', '{ id = "id", day = "joined" }')
    assert values(project(toml, TABLES, TYPES)) == [1, 0, 0, 0]


def test_a_link_never_multiplies_rows(project: Open) -> None:
    """Rows of mine that share a key have each the whole value, and stay as many as they are."""
    tables = {"a": "id,usd\n1,10\n1,10\n2,5\n,1\n", "b": "id\n1\n1\n1\n2\n"}
    toml = (
        '[calculated.a.k]\nfrom = "b"\nmatch = { id = "id" }\nmeasure = "count"\n'
        '[indicators.rows]\ntable = "a"\nmeasure = "count"\n[indicators.usd]\ntable = "a"\nmeasure = "sum"\n'
        'column = "usd"\nwhere = { k = { min = 0 } }\n[indicators.k]\ntable = "a"\nmeasure = "sum"\ncolumn = "k"\n'
    )
    opened = project(toml, tables, package(a="id usd:number", b="id"))
    assert [result.value for result in opened.compute()] == [4, 26, 3 + 3 + 1]
    assert [result.counts.rows for result in opened.compute()] == [4, 4, 4]


@pytest.mark.parametrize("measure", ["count", "unique", "sum", "mean", "min", "max", "latest"])
def test_tables_without_rows_give_what_no_rows_give(project: Open, measure: str) -> None:
    """On either side of the link."""
    column = "" if measure == "count" else 'column = "score"\n'
    toml = (
        f'[calculated.people.k]\nfrom = "visits"\nmatch = {{ id = "id" }}\nmeasure = "{measure}"\n{column}'
        '[indicators.none]\ntable = "people"\nmeasure = "count"\nwhere = { k = { missing = true } }\n'
        '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
    )
    zero = measure in {"count", "unique", "sum"}
    nobody = project(toml, TABLES | {"visits": "visit,id,day,kind,score\n"}, TYPES)
    assert [result.value for result in nobody.compute()] == [0 if zero else 4, 4]
    nothing = project(toml, TABLES | {"people": "id,joined,left\n"}, TYPES)
    assert [result.value for result in nothing.compute()] == [0, 0]


def test_inferred_dates_bound_and_date_as_declared_ones_do(project: Open) -> None:
    """Without a datapackage.json the types are those of the cells."""
    tables = {"a": "id,joined\n1,2018-01-02\n2,2018-01-01\n", "b": "id,day\n1,2018-01-01\n1,2018-01-03\n"}
    toml = (
        '[calculated.a.k]\nfrom = "b"\nmatch = { id = "id" }\nuntil = "joined"\nmeasure = "count"\n'
        '[tables.seen]\nfrom = "b"\neach = ["id"]\n'
        '[calculated.seen.last]\nfrom = "b"\nmeasure = "max"\ncolumn = "day"\n'
        '[indicators.n]\ntable = "a"\nmeasure = "sum"\ncolumn = "k"\n'
        '[indicators.m]\ntable = "seen"\nmeasure = "count"\ndate = "last"\n'
    )
    opened = project(toml, tables)
    assert [result.value for result in opened.compute()] == [1, 1]
    assert only(opened, ("m",), period="2018-01") == 1
    assert only(opened, ("m",), period="2017-12") == 0
    assert only(opened, ("m",), period="2018-02") is None  # no record is that late


def test_two_values_on_a_date_of_rows_that_belong_to_nobody_refuse_nothing(project: Open) -> None:
    """No number reads them."""
    visits = "visit,id,day,kind,score\na,9,2018-03-01,home,\nb,9,2018-03-01,office,\nc,1,2018-04-01,home,\n"
    toml = '[indicators.n]\ntable = "people"\nmeasure = "count"\nwhere = { k = "home" }\n'
    rule = '[calculated.people.k]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "latest"\ncolumn = "kind"\n'
    assert only(project(rule + toml, TABLES | {"visits": visits}, TYPES)) == 1


@pytest.mark.parametrize(
    "where", [{"id": "1"}, {"joined": {"max": date(2018, 3, 1)}}, {"k": {"min": 2}}, {"left": {"missing": False}}]
)
def test_conditions_of_the_request_never_narrow_it(project: Open, where: dict[str, Any]) -> None:
    """A filter chooses people; each keeps all her visits."""
    assert values(project(of_each(COUNT), TABLES, TYPES), where=where)[0] == 4


def test_a_condition_by_a_name_that_both_tables_have_narrows_only_the_rows_counted(project: Open) -> None:
    """`kind` of the people is not `kind` of their visits."""
    tables = {"a": "id,kind\n1,home\n2,office\n", "b": "id,kind\n1,home\n1,office\n2,home\n"}
    toml = (
        '[dimensions.sort]\ncolumn = "kind"\n[calculated.a.k]\nfrom = "b"\nmatch = { id = "id" }\nmeasure = "count"\n'
        '[indicators.n]\ntable = "a"\nmeasure = "sum"\ncolumn = "k"\n'
    )
    opened = project(toml, tables, package(a="id kind", b="id kind"))
    assert only(opened, where={"kind": "home"}) == 2
    assert only(opened, where={"sort": "home"}) == 2
    found = {result.category("sort"): result.value for result in opened.compute(by=["sort"])}
    assert found == {"home": 2, "office": 1, "total": 3}


def test_a_breakdown_never_narrows_it(project: Open) -> None:
    """Her four visits stand in whatever category she is in."""
    opened = project(of_each(COUNT), TABLES, TYPES)
    (one, total) = opened.compute(["p1"], by=["left"])
    assert (one.category("left"), one.value, total.value) == ("2018-06-30", 4, 4)


def test_its_own_conditions_may_name_dimensions_and_calculated_columns(project: Open) -> None:
    """The grammar of `where` is one."""
    toml = (
        '[dimensions.sort]\ncolumn = "kind"\ncategories.at_home = { aliases = ["home"] }\n'
        'categories.away = { aliases = ["office"] }\n'
        '[calculated.visits.double]\nof = ["score", "score"]\nmeasure = "sum"\n'
    )
    rule = 'measure = "count"\nwhere = { sort = "at_home", double = { min = 10 } }'
    assert values(project(of_each(rule, more=toml), TABLES, TYPES)) == [2, 0, 0, 0]
    rule = 'measure = "share"\nmeets = { sort = "away" }'
    assert values(project(of_each(rule, more=toml), TABLES, TYPES)) == [0.5, 0, None, 1]


def test_it_is_a_column_like_any_other(project: Open) -> None:
    """In a measure, a condition, `meets`, bands, categories by condition, a breakdown and the date of a row."""
    toml = of_each(COUNT) + (
        '[calculated.people.last]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "max"\ncolumn = "day"\n'
        '[dimensions.times]\ncolumn = "k"\nbands = [1, 2, 5]\n'
        "[dimensions.again]\ncategories.yes = { where = { k = { above = 1 } } }\n"
        "categories.no = { where = { k = { max = 1 } } }\n"
        '[indicators.n]\ntable = "people"\nmeasure = "count"\ndate = "last"\n'
        '[indicators.often]\ntable = "people"\nmeasure = "share"\nmeets = { again = "yes" }\n'
        '[indicators.kinds]\ntable = "people"\nmeasure = "unique"\ncolumn = "k"\n'
        '[indicators.mean]\ntable = "people"\nmeasure = "mean"\ncolumn = "k"\nwhere = { k = { above = 0 } }\n'
    )
    opened = project(toml, TABLES, TYPES)
    assert [result.value for result in opened.compute(["often", "kinds", "mean"])] == [0.25, 3, 2]
    found = {result.category("times"): result.value for result in opened.compute(["n"], by=["times"])}
    assert found == {"<1": 1, "1": 2, "2-4": 1, "total": 4}
    found = {result.category("again"): result.value for result in opened.compute(["n"], by=["again"])}
    assert found == {"yes": 1, "no": 3, "total": 4}
    assert only(opened, ("n",), period="2018-06") == 2


def test_two_values_on_the_latest_date_are_refused_and_both_rows_named(project: Open) -> None:
    """Two alike are one value; two on an earlier day are no matter; a row without a value says nothing."""
    rule = of_each('measure = "latest"\ncolumn = "kind"', "count").replace('column = "k"\n', "")
    head = "visit,id,day,kind,score\n"
    calm = (
        head
        + "a,1,2018-01-01,home,\nb,1,2018-01-01,office,\nc,1,2018-02-01,home,\nd,1,2018-02-01,home,\ne,1,2018-02-01,,\n"
    )
    toml = rule.replace('where = { id = "1" }', 'where = { id = "1", k = "home" }')
    assert values(project(toml, TABLES | {"visits": calm}, TYPES))[0] == 1
    (found,) = refused(project(toml, TABLES | {"visits": calm + "f,1,2018-02-01,office,\n"}, TYPES))
    assert (found.file, found.column) == ("visits.csv", "kind")
    assert found.row in {4, 7}
    assert "people.k" in found.fault
    assert "rows 4 and 7" in found.fault or "rows 7 and 4" in found.fault


def test_two_values_on_a_date_are_refused_only_where_that_date_is_the_latest(project: Open) -> None:
    """Up to the day of the row, as known at the period's end."""
    visits = "visit,id,day,kind,score\na,1,2018-03-01,home,\nb,1,2018-03-01,office,\nc,1,2018-04-01,home,\n"
    rule = 'measure = "latest"\ncolumn = "kind"\n'
    toml = f'[calculated.people.k]\nfrom = "visits"\nmatch = {{ id = "id" }}\n{rule}'
    tail = '[indicators.n]\ntable = "people"\nmeasure = "count"\nwhere = { k = { missing = false } }\ndate = "joined"\n'
    tables = TABLES | {"visits": visits}
    assert only(project(toml + tail, tables, TYPES)) == 1
    assert "rows 2 and 3" in refused(project(toml + 'until = "joined"\n' + tail, tables, TYPES))[0].fault
    assert "rows 2 and 3" in refused(project(toml + tail, tables, TYPES), period="2018-03")[0].fault


def test_a_value_that_their_column_has_not_is_refused(project: Open) -> None:
    """A typo must not give 0, in a calculated column as elsewhere."""
    (found,) = refused(project(of_each('measure = "count"\nwhere = { kind = "hme" }'), TABLES, TYPES), ("p1",))
    assert (found.column, '"home"' in found.remedy) == ("[calculated.people.k] where", True)


@pytest.mark.parametrize(("cell", "row"), [("x", 3), ("-", 3)])
def test_a_cell_at_fault_that_it_reads_refuses_the_number(project: Open, cell: str, row: int) -> None:
    """And no other number."""
    tables = TABLES | {"visits": VISITS.replace("7.5", cell)}
    toml = of_each('measure = "sum"\ncolumn = "score"', more='[indicators.n]\ntable = "people"\nmeasure = "count"\n')
    opened = project(toml, tables, TYPES)
    (found,) = refused(opened, ("p1",))
    assert (found.code, found.file, found.row, found.column) == ("type-error", "visits.csv", row, "score")
    assert only(opened, ("n",)) == 4


def test_a_declared_key_that_is_there_twice_is_refused(project: Open) -> None:
    """Both rows would have the visits of one."""
    types: Mapping[str, Any] = package(places="id", visits="place>places")
    toml = '[calculated.places.k]\nfrom = "visits"\nmeasure = "count"\n'
    toml += '[indicators.n]\ntable = "places"\nmeasure = "sum"\ncolumn = "k"\n'
    (found,) = refused(project(toml, {"places": "id\nS\nS\n", "visits": "place\nS\n"}, types))
    assert (found.code, found.file, found.row) == ("primary-key", "places.csv", 3)
    (found,) = refused(project(toml, {"places": "id\nS\n", "visits": "place\nT\n"}, types))
    assert (found.code, found.file, found.row) == ("foreign-key", "visits.csv", 2)


def test_over_no_rows_at_all_a_date_is_missing_and_still_a_date(project: Open) -> None:
    """A header alone types nothing: what is worked out from it can be a date, and break down by quarter."""
    toml = (
        '[calculated.people.first]\nfrom = "visits"\nmatch = { who = "id" }\nmeasure = "min"\ncolumn = "on"\n'
        '[indicators.n]\ntable = "people"\nmeasure = "count"\ndate = "first"\n'
    )
    results = project(toml, {"people": "id\nA\nB\n", "visits": "who,on\n"}).compute(by=["quarter"])
    assert [(dict(result.cell), result.value) for result in results] == [({"quarter": "not recorded"}, 2), ({}, 2)]


@pytest.mark.parametrize("key", ["factor = 2", "decimals = 1"])
def test_what_a_text_has_no_use_for_is_a_fault(project: Open, key: str) -> None:
    """The latest stage can't be doubled: a key that would do nothing is refused."""
    toml = (
        '[calculated.people.stage]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "latest"\n'
        f'column = "kind"\n{key}\n'
        '[indicators.n]\ntable = "people"\nmeasure = "unique"\ncolumn = "stage"\n'
    )
    with pytest.raises(Refused, match=r"\[calculated\.people\.stage\]: kind is string"):
        project(toml, TABLES, TYPES).compute()


def test_large_sums_do_not_turn_over(project: Open) -> None:
    """Of twelve decimals whole numbers hold no sum of two thousand: it is as near as a float can be."""
    visits = "id,score\n" + "1,8000.000000000001\n" * 2000
    toml = '[calculated.people.k]\nfrom = "visits"\nmeasure = "sum"\ncolumn = "score"\nmatch = { id = "id" }\n' + (
        '[indicators.n]\ntable = "people"\nmeasure = "max"\ncolumn = "k"\n'
    )
    opened = project(toml, {"people": "id\n1\n", "visits": visits}, package(people="id", visits="id score:number"))
    assert float(str(opened.compute()[0].value)) == pytest.approx(16_000_000, rel=1e-12)


def test_the_first_and_the_last_of_texts_of_the_rows(project: Open) -> None:
    """Of those that belong to each row, by their letters; of nobody's rows there is none."""
    for measure, expected in (("min", ["home", "home", None, "office"]), ("max", ["office", "home", None, "office"])):
        toml = (
            f'[calculated.people.k]\nfrom = "visits"\nmatch = {{ id = "id" }}\nmeasure = "{measure}"\ncolumn = "kind"\n'
        )
        toml += '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
        found = project(toml, TABLES, TYPES).compute(["n"], by=["k"])
        texts = [text or "not recorded" for text in expected]
        assert {one.category("k"): one.value for one in found} == {text: texts.count(text) for text in texts} | {
            "total": 4
        }


def test_texts_that_may_be_dates_are_not_put_in_order(project: Open) -> None:
    """Most of the cells are dates: the other one is named, as it would come last of all."""
    toml = '[calculated.people.k]\nfrom = "visits"\nmatch = { id = "id" }\nmeasure = "max"\ncolumn = "day"\n'
    toml += '[indicators.n]\ntable = "people"\nmeasure = "count"\nwhere = { k = { missing = false } }\n'
    tables = {"people": "id\n1\n", "visits": "id,day\n1,31.12.2025\n1,01.02.2026\n1,soon\n1,13.02.2026\n"}
    findings = refused(project(toml, tables))
    assert [(one.file, one.row) for one in findings] == [("visits.csv", 4)]
