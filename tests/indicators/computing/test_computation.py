"""The numbers as a whole: totals from the records, margins, joins that multiply nothing, refusals and notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused, Results

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'
# 7 rows of 4 people; b has no sex once, one row has no place
TABLE = {"t": "id,sex,place,usd\na,f,S1,1\na,f,S2,2\nb,m,S1,3\nb,,S1,4\nc,f,,5\nd,m,S2,6\nd,m,S2,7\n"}


def cells(results: Results, code: str = "n") -> dict[tuple[str, ...], Any]:
    """Values by category in the order of the breakdown, `total` where all are taken together."""
    return {
        tuple(result.category(dimension.name) for dimension in results.by): result.value
        for result in results.each(code)
    }


def refused(opened: Project, codes: tuple[str, ...] = (), **asked: Any) -> list[Finding]:
    """Why a computation is refused."""
    with pytest.raises(Refused) as error:
        opened.compute(codes, **asked)
    return list(error.value.findings)


# What is asked


def test_without_codes_all_headline_indicators_are_computed_in_the_files_order(project: Open) -> None:
    """Others are computed when they are named, in the order of their names."""
    toml = "".join(
        f'[indicators.{code}]\ntable = "t"\nmeasure = "count"\nheadline = {headline}\n'
        for code, headline in (("c", "true"), ("a", "false"), ("b", "true"))
    )
    opened = project(toml, TABLE)
    assert [result.code for result in opened.compute()] == ["c", "b"]
    assert [result.code for result in opened.compute(["b", "a", "b"])] == ["b", "a"]


def test_unknown_codes_are_all_refused_with_the_nearest(project: Open) -> None:
    """Both at once."""
    found = refused(project(COUNT + COUNT.replace(".n]", ".people]"), TABLE), ("peopel", "nn"))
    assert ['"peopel"' in finding.fault for finding in found] == [True, False]
    assert '"people"' in found[0].remedy


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"period": "2018Q5"}, "--period"),
        ({"where": {"sex": {"mni": 1}}}, "where"),
        ({"where": {"sx": "f"}}, "--where"),
        ({"by": ["sx"]}, "--by"),
        ({"by": ["sex", "sex"]}, "--by"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_its_place(project: Open, asked: dict[str, Any], column: str) -> None:
    """The option at fault is named."""
    (finding,) = refused(project(COUNT, TABLE), **asked)
    assert finding.column == column


# Totals and margins


def test_a_cross_table_has_both_margins_and_the_total(project: Open) -> None:
    """Counted by hand: of a, b, c, d, with b once of no sex and c of no place."""
    results = project(PEOPLE, TABLE).compute(by=["sex", "place"])
    assert list(cells(results).items()) == [
        (("f", "S1"), 1),
        (("f", "S2"), 1),
        (("f", "not recorded"), 1),
        (("f", "total"), 2),
        (("m", "S1"), 1),
        (("m", "S2"), 1),
        (("m", "not recorded"), 0),
        (("m", "total"), 2),
        (("not recorded", "S1"), 1),
        (("not recorded", "S2"), 0),
        (("not recorded", "not recorded"), 0),
        (("not recorded", "total"), 1),
        (("total", "S1"), 2),
        (("total", "S2"), 2),
        (("total", "not recorded"), 1),
        (("total", "total"), 4),
    ]


def test_the_counts_of_every_cell_are_its_own(project: Open) -> None:
    """d's two rows are one man in S2 and one repeat."""
    results = project(PEOPLE, TABLE).compute(by=["sex", "place"])
    cell = results.of("n", (("sex", "m"), ("place", "S2")))
    assert cell is not None
    assert (cell.value, cell.counts.rows, cell.counts.repeats) == (1, 2, 1)


@pytest.mark.parametrize("measure", ["count", "unique", "sum", "mean", "min", "max"])
@pytest.mark.parametrize("by", [["sex"], ["place"], ["sex", "place"], ["place", "sex"]])
def test_a_breakdown_never_changes_the_total(project: Open, measure: str, by: list[str]) -> None:
    """Rows that record no category stay in it."""
    column = "" if measure == "count" else f'column = "{"id" if measure == "unique" else "usd"}"\n'
    opened = project(f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n{column}', TABLE)
    (alone,) = opened.compute()
    total = opened.compute(by=by)[-1]
    assert (total.cell, total.value) == ((), alone.value)
    assert (total.counts.rows, total.counts.repeats) == (alone.counts.rows, alone.counts.repeats)


def test_the_total_is_computed_from_the_records(project: Open) -> None:
    """2 women, 2 men and 1 of no sex are 4 people; the mean of all is no mean of means."""
    results = project(PEOPLE, TABLE).compute(by=["sex"])
    assert [result.value for result in results] == [2, 2, 1, 4]
    mean = '[indicators.n]\ntable = "t"\nmeasure = "mean"\ncolumn = "v"\n'
    results = project(mean, {"t": "sex,v\nf,1\nf,1\nf,1\nm,5\n"}).compute(by=["sex"])
    assert [result.value for result in results] == [1, 5, 2]


def test_three_dimensions_have_all_their_margins(project: Open) -> None:
    """A cell per combination, and the total of each."""
    table = {"t": "a,b,c\nx,1,p\ny,2,p\n"}
    found = cells(project(COUNT, table).compute(by=["a", "b", "c"]))
    assert len(found) == 3 * 3 * 2
    assert (found[("x", "1", "p")], found[("x", "2", "p")], found[("total", "total", "p")]) == (1, 0, 2)
    assert (found[("y", "total", "total")], found[("total", "total", "total")]) == (1, 2)


def test_an_indicator_without_rows_in_a_category_of_another_is_zero_there(project: Open) -> None:
    """All indicators of a table of results stand in the same categories."""
    toml = COUNT + 'where = { sex = "f" }\n' + COUNT.replace(".n]", ".m]") + 'where = { sex = "m" }\n'
    results = project(toml, TABLE).compute(by=["place"])
    assert [*cells(results)] == [*cells(results, "m")] == [("S1",), ("S2",), ("not recorded",), ("total",)]
    assert cells(results, "m")[("not recorded",)] == 0


def test_results_can_be_asked_for_by_code_and_cell(project: Open) -> None:
    """They are a sequence besides."""
    results = project(COUNT + COUNT.replace(".n]", ".m]"), TABLE).compute(by=["sex"])
    assert len(results) == 8
    assert [indicator.code for indicator in results.indicators] == ["n", "m"]
    woman = results.of("m", (("sex", "f"),))
    assert woman is not None
    assert woman.value == 3
    assert results.of("n", (("sex", "x"),)) is None
    assert [result.code for result in results[:5]] == ["n"] * 4 + ["m"]
    assert [category.code for category in results.categories["sex"]] == ["f", "m", "not recorded"]


def test_a_condition_of_the_request_joins_that_of_the_definition(project: Open) -> None:
    """Women in S1: one row."""
    assert project(COUNT + 'where = { sex = "f" }\n', TABLE).compute(where={"place": "S1"})[0].value == 1


# Joins


def joined(*keys: str) -> dict[str, Any]:
    """Table `t` whose `place` refers to the `code` of `places`, which declares a primary key if told so."""
    key = {"fields": "place", "reference": {"resource": "places", "fields": "code"}}
    return {
        "resources": [
            {"name": "t", "path": "t.csv", "schema": {"foreignKeys": [key]}},
            {"name": "places", "path": "places.csv", "schema": {"primaryKey": [*keys]} if keys else {}},
        ]
    }


@pytest.mark.parametrize("keys", [(), ("code",)])
def test_a_key_that_is_there_twice_is_refused_not_joined(project: Open, keys: tuple[str, ...]) -> None:
    """S1's rows would be counted twice; the second one's row is named."""
    tables = TABLE | {"places": "code,district\nS1,D1\nS2,D1\nS1,D2\n"}
    found = refused(project(COUNT, tables, joined(*keys)), by=["place.district"])
    assert {(finding.code, finding.file, finding.row) for finding in found} == {("primary-key", "places.csv", 4)}


def test_a_join_multiplies_no_rows(project: Open) -> None:
    """7 rows stay 7: a blank key meets no blank key, and a place that nobody names adds nothing."""
    tables = TABLE | {"places": "code,district\nS1,D1\nS2,D2\n,D3\n,D4\nS9,D5\n"}
    results = project(COUNT, tables, joined()).compute(by=["place.district"])
    assert cells(results) == {("D1",): 3, ("D2",): 3, ("not recorded",): 1, ("total",): 7}


def test_a_join_changes_no_number(project: Open) -> None:
    """With and without a condition along it that excludes nothing."""
    tables = TABLE | {"places": "code,district\nS1,D1\nS2,D2\n"}
    opened = project(PEOPLE, tables, joined("code"))
    narrowed = opened.compute(where={"place.district": {"not": ["D1"]}})[0]
    assert (narrowed.value, narrowed.counts.rows) == (3, 4)  # a, c and d: S2's three rows, and c's without a place
    plain, along = opened.compute()[0], opened.compute(by=["place.district"])[-1]
    assert (plain.value, plain.counts.rows) == (along.value, along.counts.rows) == (4, 7)


def test_a_key_that_is_not_in_the_other_table_is_refused_with_its_row(project: Open) -> None:
    """Not counted as not recorded in silence."""
    tables = TABLE | {"places": "code,district\nS1,D1\n"}
    found = refused(project(COUNT, tables, joined("code")), by=["place.district"])
    assert [(finding.code, finding.file, finding.row, finding.column) for finding in found] == [
        ("foreign-key", "t.csv", row, "place") for row in (3, 7, 8)
    ]


# Refusals


BROKEN = {
    "t": "id,age,place,usd\n1,20,S1,5\n2,young,S9,6\n3,-4,,7\n3,30,S1,x\n",
    "places": "code,district\nS1,D1\n",
}
DECLARED = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "id", "constraints": {"unique": True}},
                    {"name": "age", "type": "integer", "constraints": {"minimum": 0}},
                    {"name": "place", "constraints": {"required": True}},
                    {"name": "usd", "type": "number"},
                ],
                "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}],
            },
        },
        {"name": "places", "path": "places.csv", "schema": {"primaryKey": "code"}},
    ]
}


def places(found: list[Finding]) -> list[tuple[str, int, str]]:
    """Code, row and column of each finding."""
    return sorted((finding.code, finding.row or 0, finding.column) for finding in found)


def test_a_finding_refuses_only_the_numbers_that_read_its_column(project: Open) -> None:
    """Four columns are at fault, and a count of rows reads none of them."""
    assert project(COUNT, BROKEN, DECLARED).compute()[0].value == 4


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"by": ["age"]}, [("constraint-error", 4, "age"), ("type-error", 3, "age")]),
        ({"where": {"age": 20}}, [("constraint-error", 4, "age"), ("type-error", 3, "age")]),
        ({"by": ["id"]}, [("constraint-error", 5, "id")]),
        ({"by": ["place"]}, [("constraint-error", 4, "place")]),
        ({"by": ["usd"]}, [("type-error", 5, "usd")]),
        ({"by": ["place.district"]}, [("constraint-error", 4, "place"), ("foreign-key", 3, "place")]),
    ],
)
def test_a_number_that_reads_a_column_is_refused_with_all_its_findings(
    project: Open, asked: dict[str, Any], expected: list[tuple[str, int, str]]
) -> None:
    """Each with the row that a spreadsheet shows."""
    assert places(refused(project(COUNT, BROKEN, DECLARED), **asked)) == expected


def test_the_findings_of_all_columns_and_tables_come_in_one_refusal(project: Open) -> None:
    """Nobody corrects one cell to learn of the next."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\nwhere = { age = { min = 1 } }\n'
    other = '[indicators.m]\ntable = "u"\nmeasure = "sum"\ncolumn = "v"\n'
    package = {
        "resources": [
            *DECLARED["resources"],
            {"name": "u", "path": "u.csv", "schema": {"fields": [{"name": "v", "type": "integer"}]}},
        ]
    }
    opened = project(toml + other, BROKEN | {"u": "v\n1\ny\n"}, package)
    assert places(refused(opened)) == [
        ("constraint-error", 4, "age"),
        ("type-error", 3, "age"),
        ("type-error", 3, "v"),
        ("type-error", 5, "usd"),
    ]


def test_a_repeated_primary_key_refuses_only_what_reads_it(project: Open) -> None:
    """A sum of amounts reads amounts; the copy of a key is for `check` to speak of."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n' + PEOPLE.replace(".n]", ".m]")
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"primaryKey": "id"}}]}
    opened = project(toml, {"t": "id,usd\n1,5\n1,6\n"}, package)
    assert [finding.code for finding in refused(opened, ("m",))] == ["primary-key"]
    assert opened.compute(["n"])[0].value == 11


def test_a_ragged_row_refuses_its_table(project: Open) -> None:
    """Which cells are whose can't be told."""
    (finding,) = refused(project(COUNT, {"t": "id,sex\n1,f\n2\n"}))
    assert (finding.code, finding.row) == ("missing-cell", 3)


# What only some can be asked


TWO = COUNT + '[indicators.m]\ntable = "u"\nmeasure = "count"\n'
TABLES = {"t": "id,sex\n1,f\n2,m\n", "u": "id,kind\n1,x\n2,y\n3,y\n"}


def test_a_condition_that_a_table_lacks_leaves_its_indicator_without_a_value(project: Open) -> None:
    """With a note; a number that was not filtered would be wrong in its place."""
    results = project(TWO, TABLES).compute(where={"sex": "f"})
    assert [(result.code, result.value) for result in results] == [("n", 1), ("m", None)]
    assert [note.indicator.code for note in results.notes if note.indicator] == ["m"]


def test_a_breakdown_that_a_table_lacks_leaves_its_indicator_whole(project: Open) -> None:
    """No value in the categories, the total as ever, and a note."""
    results = project(TWO, TABLES).compute(by=["sex"])
    assert cells(results) == {("f",): 1, ("m",): 1, ("total",): 2}
    assert cells(results, "m") == {("f",): None, ("m",): None, ("total",): 3}
    assert [note.indicator.code for note in results.notes if note.indicator] == ["m"]


@pytest.mark.parametrize("asked", [{"by": ["age"]}, {"where": {"age": 3}}])
def test_what_no_table_has_is_refused(project: Open, asked: dict[str, Any]) -> None:
    """In one finding for all of them."""
    (finding,) = refused(project(TWO, TABLES), **asked)
    assert '"age"' in finding.fault


# Published figures


def test_a_figure_that_differs_from_the_published_one_is_noted(project: Open) -> None:
    """With what was published; an equal one is not."""
    published = "published = {{ value = {}, source = 'round table' }}\n"
    results = project(COUNT + published.format(8), TABLE).compute()
    assert [(note.kind, note.about["value"]) for note in results.notes] == [("published", 8)]
    assert not project(COUNT + published.format(7), TABLE).compute().notes
    assert not project(COUNT + published.format("7.0"), TABLE).compute().notes


def test_a_published_figure_is_compared_with_the_whole_alone(project: Open) -> None:
    """A part of the records, by condition or period, is another figure."""
    opened = project(COUNT + "published = { value = 8 }\n", TABLE)
    assert not opened.compute(where={"sex": "f"}).notes
    assert [note.kind for note in opened.compute(by=["sex"]).notes] == ["published"]


# Files


def test_a_table_of_several_files_is_one(project: Open) -> None:
    """Their columns may stand in another order; a finding names its own file and row."""
    package = {
        "resources": [
            {
                "name": "t",
                "path": ["a.csv", "b.csv"],
                "schema": {
                    "fields": [{"name": "id"}, {"name": "usd", "type": "integer"}],
                    "fieldsMatch": ["equal"],
                },
            }
        ]
    }
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
    assert project(toml, {"a": "id,usd\n1,5\n", "b": "usd,id\n6,1\n"}, package).compute()[0].value == 11
    (finding,) = refused(project(toml, {"a": "id,usd\n1,5\n", "b": "usd,id\n6,1\nx,2\n"}, package))
    assert (finding.file, finding.row) == ("b.csv", 3)


def test_blank_rows_are_no_rows(project: Open) -> None:
    """Nor do they count as missing."""
    (result,) = project(PEOPLE, {"t": "id,sex\na,f\n,\n\nb,m\n , \n"}).compute()
    assert (result.value, result.counts.rows, result.counts.missing) == (2, 2, 0)


def test_names_are_compared_as_people_see_them(project: Open) -> None:
    """й in one character or in two, with spaces around, is one name; case is not folded in people's codes."""
    (result,) = project(PEOPLE, {"t": "id\nАсылай\nАсылай\n Асылай \nасылай\n"}).compute()
    assert (result.value, result.counts.repeats) == (2, 2)


def test_computing_twice_gives_the_same(project: Open) -> None:
    """Nothing is kept between two requests that could change the second."""
    opened = project(PEOPLE, TABLE)
    first = [(r.cell, r.value, r.counts) for r in opened.compute(by=["sex"], where={"place": "S1"})]
    opened.compute(by=["place"])
    assert [(r.cell, r.value, r.counts) for r in opened.compute(by=["sex"], where={"place": "S1"})] == first
