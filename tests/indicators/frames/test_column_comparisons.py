"""Two columns of a row compared: what holds, what a blank does, and what can't be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from roundtable_cli import Finding, Project, Refused, Results

Open = Callable[..., Project]

# 1 paid all, 2 less, 3 more, by a cent; of 4 and 5 one amount is blank, of 6 both
PAID = "no,paid,approved\n1,10,10.00\n2,9.5,10\n3,10.01,10\n4,,10\n5,3,\n6,,\n"


def typed(types: Mapping[str, object]) -> dict[str, object]:
    """A package of `t` that gives some columns a type, or more."""
    fields = [{"name": name, **(one if isinstance(one, dict) else {"type": one})} for name, one in types.items()]
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields, "fieldsMatch": "subset"}}]}


NUMBERS = typed({"paid": "number", "approved": "number"})


def computed(project: Open, where: str, table: str, package: object = None, measure: str = "count") -> Results:
    """An indicator with a condition."""
    key = "meets" if measure == "share" else "where"
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n{key} = {where}\n'
    return project(toml, {"t": table}, package).compute()


def refused(project: Open, where: str, table: str, package: object = None) -> Finding:
    """Why a condition is refused."""
    with pytest.raises(Refused) as error:
        computed(project, where, table, package)
    return error.value.findings[0]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ('{ column = "approved" }', 1),
        ('{ not = { column = "approved" } }', 2),
        ('{ min = { column = "approved" } }', 2),
        ('{ max = { column = "approved" } }', 2),
        ('{ above = { column = "approved" } }', 1),
        ('{ below = { column = "approved" } }', 1),
        ('{ above = 9.7, max = { column = "approved" } }', 1),
        ('{ below = { column = "paid" } }', 0),
    ],
)
def test_each_comparison_holds_where_both_are_there(project: Open, test: str, expected: int) -> None:
    """A blank on either side meets none of them, not even `not`; a column equals itself."""
    for package in (NUMBERS, typed({"paid": "number"}), None):
        assert computed(project, f"{{ paid = {test} }}", PAID, package)[0].value == expected


def test_whole_numbers_are_compared_with_others(project: Open) -> None:
    """They are numbers all the same."""
    table = "visits,due\n3,2.5\n2,2.5\n3,3\n"
    assert computed(project, '{ visits = { above = { column = "due" } } }', table)[0].value == 1
    assert computed(project, '{ visits = { column = "due" } }', table)[0].value == 1


def test_blanks_on_either_side_are_told(project: Open) -> None:
    """Of 6 rows 1 is above; 4, 5 and 6 are blank on one side or both, which is counted and told."""
    results = computed(project, '{ paid = { above = { column = "approved" } } }', PAID, NUMBERS, "share")
    assert (results[0].parts, results[0].counts.blank) == ((1, 6), 3)
    assert [note.kind for note in results.notes] == ["blank"]


def test_days_are_compared_with_times_by_their_day(project: Open) -> None:
    """What was sent in the afternoon of a day was not sent after that day."""
    table = "sent,due\n2026-01-05T16:00:00,2026-01-05\n2026-01-06T00:00:00,2026-01-05\n2026-01-04T09:00:00,2026-01-05\n"
    package = typed({"sent": "datetime", "due": "date"})
    for test, expected in [("above", 1), ("max", 2), ("below", 1)]:
        assert (
            computed(project, f'{{ sent = {{ {test} = {{ column = "due" }} }} }}', table, package)[0].value == expected
        )
    assert computed(project, '{ due = { column = "sent" } }', table, package)[0].value == 1


def test_texts_are_equal_in_other_spellings_which_is_told(project: Open) -> None:
    """Case, spaces and a final full stop make no difference; ids are compared as they are written."""
    table = "lives,works\nOsh,osh\nOsh ,OSH.\nOsh,Talas\nTalas,Talas\n,Osh\n"
    results = computed(project, '{ lives = { column = "works" } }', table)
    assert results[0].value == 3
    (told,) = results.assumptions
    assert told.fault == "2 rows have one text in two spellings in lives and works, taken as equal"
    assert computed(project, '{ lives = { not = { column = "works" } } }', table)[0].value == 1
    ids = "a_id,b_id\nX1,x1\nX2,X2\n"
    results = computed(project, '{ a_id = { column = "b_id" } }', ids)
    assert (results[0].value, results.assumptions) == (1, ())


def test_columns_along_keys_and_calculated_ones_are_compared(project: Open) -> None:
    """And stand in the categories of a dimension, and in an `any`."""
    toml = (
        '[calculated.t.rest]\nof = ["course.places", "came"]\nmeasure = "difference"\n'
        '[dimensions.filled]\ncategories.over.where = { came = { above = { column = "course.places" } } }\n'
        "categories.half.where = "
        '{ any = [{ came = { below = { column = "rest" } } }, { came = { column = "rest" } }] }\n'
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    )
    key = {"fields": "course", "reference": {"resource": "courses", "fields": "id"}}
    package = {
        "resources": [
            {"name": "t", "path": "t.csv", "schema": {"foreignKeys": [key]}},
            {"name": "courses", "path": "courses.csv", "schema": {"primaryKey": "id"}},
        ]
    }
    tables = {"t": "course,came\nA,3\nA,11\nA,5\nA,7\nB,\n", "courses": "id,places\nA,10\nB,2\n"}
    found = project(toml, tables, package).compute(by=["filled"])
    assert [(one.category("filled"), one.value) for one in found] == [
        ("over", 1),
        ("half", 2),
        ("none of these", 1),
        ("not recorded", 1),
        ("total", 5),
    ]


@pytest.mark.parametrize(
    ("types", "test", "told"),
    [
        ({"paid": "number", "approved": "string"}, '{ column = "approved" }', "they can't be compared"),
        ({"paid": "number", "approved": "date"}, '{ above = { column = "approved" } }', "they can't be compared"),
        (
            {"paid": "string", "approved": "string"},
            '{ above = { column = "approved" } }',
            "above needs numbers or dates",
        ),
        ({"paid": "boolean", "approved": "boolean"}, '{ min = { column = "approved" } }', "min needs numbers or dates"),
        ({"paid": "list", "approved": "list"}, '{ column = "approved" }', "is a list"),
        ({"paid": "year", "approved": "date"}, '{ above = { column = "approved" } }', "they can't be compared"),
        (
            {"paid": {"type": "number", "rt:currency": "KGS"}, "approved": {"type": "number", "rt:currency": "USD"}},
            '{ above = { column = "approved" } }',
            "in KGS and USD",
        ),
        (
            {
                "no": "string",
                "paid": {"type": "number", "rt:currency": {"column": "no"}},
                "approved": {"type": "number", "rt:currency": "USD"},
            },
            '{ above = { column = "approved" } }',
            "in USD and that of no",
        ),
        ({}, '{ above = { column = "aproved" } }', 'no column "aproved"'),
    ],
)
def test_what_has_two_types_or_currencies_is_refused(
    project: Open, types: Mapping[str, object], test: str, told: str
) -> None:
    """With the place of the condition, before any row is read."""
    finding = refused(project, f"{{ paid = {test} }}", "no,paid,approved\n", typed(types))
    assert (finding.file, finding.column) == ("indicators.toml", "[indicators.n] where")
    assert told in finding.fault


def test_types_that_only_rows_tell_are_compared_too(project: Open) -> None:
    """What no schema declares is refused once the rows are looked at."""
    finding = refused(project, '{ paid = { above = { column = "approved" } } }', "paid,approved\n1,2026-01-01\n")
    assert "they can't be compared" in finding.fault


def test_a_dimension_is_not_compared(project: Open) -> None:
    """Its column is, by name; where a column is called as the dimension, the column is meant."""
    bands = '[dimensions.group]\ncolumn = "age"\nbands = [18]\n[dimensions.age]\ncolumn = "age"\nbands = [18]\n'
    table = {"t": "age,least\n20,18\n17,18\n"}
    counted = '[indicators.n]\ntable = "t"\nmeasure = "count"\nwhere = { %s = { min = { column = "least" } } }\n'
    assert project(bands + counted % "age", table).compute()[0].value == 1
    with pytest.raises(Refused, match="is a dimension") as error:
        project(bands + counted % "group", table).compute()
    assert '"age"' in error.value.findings[0].remedy
