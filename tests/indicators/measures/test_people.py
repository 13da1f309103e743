"""The number of people whose values a group adds up."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.results import GroupSize
from tests.conftest import ROOT, Make

SCORE = {"name": "score", "type": "integer", "rt:personal": True}
PUPILS: dict[str, Any] = {
    "name": "pupils",
    "path": "pupils.csv",
    "schema": {
        "fields": [{"name": "id"}, {"name": "school"}, SCORE],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "school", "reference": {"resource": "schools", "fields": "school"}}],
    },
}
SCHOOLS = {
    "name": "schools",
    "path": "schools.csv",
    "schema": {"fields": [{"name": "school"}, {"name": "region"}], "primaryKey": "school"},
}
TABLES = {
    "schools": "school,region\nS1,N\nS2,N\nS3,N\nS4,M\nS5,M\nS6,M\n",
    "pupils": "id,school,score\nP1,S1,11\nP2,S2,12\nP3,S3,13\nP4,S4,77\nP5,S4,\nP6,S4,\n",
}


def hidden_cells(folder: Any, by: str, engine: str) -> dict[str, bool]:
    """By category, whether the value of the indicator `n` is hidden."""
    results = Project.open(folder, engine=engine).compute(["n"], by=[by])
    return {result.category(by): result.is_hidden for result in results}


def test_each_group_has_its_rows_and_its_people() -> None:
    """P1 was paid three times; of who was not paid in a quarter there is no group."""
    results = Project.open(ROOT / "tests" / "projects" / "stipends").compute(["paid"], by=["quarter"])
    assert [result.size for result in results] == [GroupSize(3, 1), GroupSize(4, 4), GroupSize(7, 5)]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("operands", ['["score"]\nmeasure = "sum"\nblank = 0', '["score", 70]\nmeasure = "max"'])
def test_a_blank_that_was_filled_is_of_nobody(make: Make, engine: str, operands: str) -> None:
    """Of the pupils of S4 one has a score: the sum of three, with a constant for the others, would tell it."""
    definitions = f"[calculated.pupils.filled]\nof = {operands}\n"
    definitions += '[indicators.n]\ntable = "pupils"\nmeasure = "sum"\ncolumn = "filled"\n'
    definitions += '[dimensions.region]\ncolumn = "school.region"\n'
    folder = make(definitions, tables=TABLES, package={"resources": [SCHOOLS, PUPILS]})
    assert hidden_cells(folder, "region", engine) == {"M": True, "N": True, "total": False}


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("rule", ['measure = "sum"', 'measure = "mean"\nblank = 0'])
def test_a_row_to_which_no_rows_belong_is_of_nobody(make: Make, engine: str, rule: str) -> None:
    """Of the three schools in M only one has pupils: their sum would tell what its only pupil with a score has."""
    definitions = f'[calculated.schools.scores]\nfrom = "pupils"\ncolumn = "score"\n{rule}\n'
    definitions += '[indicators.n]\ntable = "schools"\nmeasure = "sum"\ncolumn = "scores"\n'
    folder = make(definitions, tables=TABLES, package={"resources": [SCHOOLS, PUPILS]})
    assert hidden_cells(folder, "region", engine) == {"M": True, "N": True, "total": False}


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_a_share_by_personal_weights_is_of_the_fewer_of_its_two_parts(make: Make, engine: str) -> None:
    """Only P4 is in S4 with a score: 77 of 113 is what she has, and so is 36 of 113 less."""
    definitions = '[indicators.n]\ntable = "pupils"\nmeasure = "share"\nweight = "score"\nmeets = { school = %s }\n'
    rows = TABLES | {"pupils": TABLES["pupils"].replace("P5,S4,\nP6,S4,\n", "")}
    package = {"resources": [SCHOOLS, PUPILS]}
    for school, is_hidden in (('"S4"', True), ('{ not = "S4" }', True), ('["S1", "S2", "S3", "S4"]', False)):
        folder = make(definitions % school, tables=rows, package=package)
        (result,) = Project.open(folder, engine=engine).compute(["n"])
        assert result.is_hidden == is_hidden
