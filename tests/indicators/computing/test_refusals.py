"""What must be refused, or told apart, though it looks as if it could be answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project, Refused

Open = Callable[..., Project]
COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'


def fields(*named: dict[str, Any], **schema: Any) -> dict[str, Any]:
    """A package of the table t."""
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": list(named), **schema}}]}


def test_a_personal_value_is_no_hint(project: Open) -> None:
    """A name that is nearly right is not completed."""
    toml = COUNT + '[dimensions.kind]\ncolumn = "name"\ncategories.staff = { aliases = ["Office"] }\n'
    opened = project(toml, {"t": "name\nJane Roe\nOffice\n"}, fields({"name": "name", "rt:personal": True}))
    for ask in ({"where": {"kind": "Jane Ro"}}, {"by": ["kind"]}):
        with pytest.raises(Refused) as refused:
            opened.compute(**ask)
        assert "Jane Roe" not in str(refused.value)


@pytest.mark.parametrize("name", ["value", "status", "rows", "percent"])
def test_a_dimension_is_not_called_as_a_column_of_every_table(project: Open, name: str) -> None:
    """Its categories would stand where the values do; a column may be called so (see the test of its headings)."""
    results = project(COUNT, {"t": f"{name}\nblue\nred\n"}).compute(by=[name])
    assert [result.category(name) for result in results] == ["blue", "red", "total"]
    with pytest.raises(Refused, match="can't be called"):
        project(COUNT + f'[dimensions.{name}]\ncolumn = "x"\n', {"t": "x\n1\n"})


def test_a_key_that_repeats_among_categories_is_refused(project: Open) -> None:
    """One settlement twice would count its people twice."""
    package = fields({"name": "s"})
    package["resources"].append({"name": "places", "path": "places.csv", "schema": {"primaryKey": "code"}})
    toml = COUNT + '[dimensions.place]\ncolumn = "s"\ncategories = { table = "places", label = "name" }\n'
    with pytest.raises(Refused, match="already in row 2"):
        project(toml, {"t": "s\nA\n", "places": "code,name\nA,Ak\nA,Ak again\n"}, package).compute(by=["place"])


def test_a_key_without_any_value_joins_nothing(project: Open) -> None:
    """All rows are not recorded; a column that is empty fits either type."""
    package = fields({"name": "s"})
    del package["resources"][0]["schema"]["fields"]
    key = {"fields": ["s"], "reference": {"resource": "places", "fields": ["code"]}}
    package["resources"][0]["schema"] = {"foreignKeys": [key]}
    package["resources"].append({"name": "places", "path": "places.csv", "schema": {"primaryKey": "code"}})
    tables = {"t": "id,s\n1,\n2,\n", "places": "code,mta\n1,x\n2,y\n"}
    results = project(COUNT, tables, package).compute(by=["s.mta"])
    assert [(result.category("s.mta"), result.value) for result in results] == [("not recorded", 2), ("total", 2)]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("target = nan", "target"),
        ("targets = { lop = inf }", "targets"),
        ("tolerance = nan", "tolerance"),
        ("baseline = { value = nan }", "baseline"),
        ("published = { value = nan }", "published"),
    ],
)
def test_what_is_no_number_is_a_fault(project: Open, line: str, place: str) -> None:
    """TOML has words for them; nothing can be compared with them."""
    with pytest.raises(Refused) as refused:
        project(COUNT + line + "\n", {"t": "id\n1\n"})
    assert place in refused.value.findings[0].column


def test_a_project_ends_on_a_day(project: Open) -> None:
    """A time of the day is a fault, not a crash later on."""
    with pytest.raises(Refused, match="expected a date without a time"):
        project("[project]\nend = 2018-12-31T00:00:00\n" + COUNT, {"t": "id\n1\n"})


def test_several_dates_are_said_to_be_several(project: Open) -> None:
    """A register with birth dates has dates; which of them counts is for the definitions to say."""
    opened = project(COUNT, {"t": "born,day\n1990-01-01,2018-01-01\n"})
    (result,) = opened.compute(period="2018")
    assert result.value is None
    (note,) = opened.compute(period="2018").notes
    assert (note.kind, note.about["dates"]) == ("which-date", "born, day")
    with pytest.raises(Refused, match="several dates, born and day"):
        opened.compute(by=["quarter"])


def test_bands_with_a_fraction_divide_blank_cells_too(project: Open) -> None:
    """A blank age is not recorded."""
    toml = COUNT + '[dimensions.a]\ncolumn = "age"\nbands = [14, 18.5]\n'
    results = project(toml, {"t": "id,age\n1,15.5\n2,\n3,18.5\n"}).compute(by=["a"])
    assert [(result.category("a"), result.value) for result in results] == [
        ("14-<18.5", 1),
        ("18.5+", 1),
        ("not recorded", 1),
        ("total", 3),
    ]


def test_first_appearances_add_up_in_every_category(project: Open) -> None:
    """Who first came for x is no newcomer under y."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\ndedupe = "first"\n'
    results = project(toml, {"t": "id,s,day\na,x,2018-01-05\na,y,2018-05-05\n"}).compute(by=["s", "quarter"])
    assert {result.counts.overlap for result in results} == {0}
