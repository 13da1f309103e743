"""What tells apart the people behind personal values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from roundtable_cli import Project

Open = Callable[..., Project]

AMOUNT = {"name": "amount", "type": "integer", "rt:personal": True}
TOTAL = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "amount"\n'


def package(*fields: dict[str, Any], **schema: Any) -> dict[str, Any]:
    """A package of the table t."""
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [*fields], **schema}}]}


def is_hidden(opened: Project) -> bool:
    """Whether the total is."""
    (result,) = opened.compute()
    return result.is_hidden


def test_rows_are_people_where_nothing_tells_them_apart(project: Open) -> None:
    """Three amounts are of three, two of two; one that is missing is of nobody."""
    assert not is_hidden(project(TOTAL, {"t": "amount\n1\n2\n3\n"}, package(AMOUNT)))
    assert is_hidden(project(TOTAL, {"t": "amount\n1\n2\n,\n".replace(",", "")}, package(AMOUNT)))
    assert not is_hidden(project(TOTAL, {"t": "amount\n"}, package(AMOUNT)))


def test_personal_names_tell_people_apart(project: Open) -> None:
    """Three rows of two names are two people."""
    name = {"name": "name", "rt:personal": True}
    assert is_hidden(project(TOTAL, {"t": "name,amount\nA,1\nA,2\nB,3\n"}, package(name, AMOUNT)))
    assert not is_hidden(project(TOTAL, {"t": "name,amount\nA,1\nC,2\nB,3\n"}, package(name, AMOUNT)))


def test_of_two_keys_to_people_the_one_that_tells_more_apart_counts(project: Open) -> None:
    """The clerk who pays all is not the person who is paid."""
    people = {
        "name": "p",
        "path": "p.csv",
        "schema": {"fields": [{"name": "id"}, {"name": "name", "rt:personal": True}]},
    }
    keys = [{"fields": one, "reference": {"resource": "p", "fields": "id"}} for one in ("clerk", "person")]
    own = package({"name": "clerk"}, {"name": "person"}, AMOUNT, foreignKeys=keys)
    tables = {"t": "clerk,person,amount\na,a,1\na,b,2\na,c,3\n", "p": "id,name\na,A\nb,B\nc,C\n"}
    assert not is_hidden(project(TOTAL, tables, {"resources": [*own["resources"], people]}))
    tables["t"] = "clerk,person,amount\na,a,1\na,b,2\na,b,3\n"
    assert is_hidden(project(TOTAL, tables, {"resources": [*own["resources"], people]}))


def test_a_weight_may_be_personal_too(project: Open) -> None:
    """A sum of weights is one of values; a count without weights is of people."""
    weighted = TOTAL.replace('"sum"', '"count"').replace("column", "weight")
    assert is_hidden(project(weighted, {"t": "amount\n1\n2\n"}, package(AMOUNT)))
    counted = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    assert not is_hidden(project(counted, {"t": "amount\n1\n2\n"}, package(AMOUNT)))


def test_a_project_says_how_many_people_are_enough(project: Open) -> None:
    """With 1 nothing is hidden; with 4 three are too few."""
    three = {"t": "amount\n1\n2\n3\n"}
    assert is_hidden(project("[project]\nleast_people = 4\n" + TOTAL, three, package(AMOUNT)))
    assert not is_hidden(project("[project]\nleast_people = 1\n" + TOTAL, {"t": "amount\n1\n"}, package(AMOUNT)))
