"""A request: what may be asked together, and what some of the indicators can't be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.binding import request

Open = Callable[..., Project]
COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'


def fields(*named: dict[str, Any], **schema: Any) -> dict[str, Any]:
    """A package of the table t."""
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": list(named), **schema}}]}


def test_a_refused_breakdown_is_not_called_unknown(project: Open) -> None:
    """A personal column is refused also where another table of the request lacks it."""
    toml = COUNT + '[indicators.m]\ntable = "u"\nmeasure = "count"\n'
    package = fields({"name": "phone", "rt:personal": True})
    package["resources"].append({"name": "u", "path": "u.csv"})
    with pytest.raises(Refused, match="personal"):
        project(toml, {"t": "phone\n1\n", "u": "id\n1\n"}, package).compute(by=["phone"])


def test_two_breakdowns_by_time_are_refused(project: Open) -> None:
    """Cumulative values could mean either."""
    with pytest.raises(Refused, match="two breakdowns by time"):
        project(COUNT, {"t": "id,day\n1,2018-01-01\n"}).compute(by=["year", "quarter"])


def test_a_name_alone_is_a_list_of_one(project: Open) -> None:
    """Python would take a text for its letters."""
    opened = project(COUNT, {"t": "sex\nf\nm\n"})
    assert [result.value for result in opened.compute("n", by="sex")] == [1, 1, 2]


def test_a_dimension_is_asked_for_once(project: Open) -> None:
    """Twice is a slip."""
    with pytest.raises(Refused, match="twice"):
        project(COUNT, {"t": "place\nx\n"}).compute(by=["place", "place"])


def test_what_one_of_two_tables_can_not_be_asked_leaves_it_out_with_a_note(project: Open) -> None:
    """Of a breakdown its total stands, of a condition nothing; what neither knows is refused once for both."""
    toml = COUNT + '[indicators.m]\ntable = "u"\nmeasure = "count"\n'
    opened = project(toml, {"t": "place\nx\ny\n", "u": "id\n1\n"})
    divided, filtered = opened.compute(by=["place"]), opened.compute(where={"place": "x"})
    assert [result.value for result in divided.each("m") if not result.cell] == [1]
    assert [result.value for result in filtered] == [1, None]
    assert [(note.kind, note.about["name"]) for note in (*divided.notes, *filtered.notes) if "name" in note.about] == [
        ("undivided", "place"),
        ("unfiltered", "place"),
    ]
    with pytest.raises(Refused) as refused:
        opened.compute(by=["plase"])
    (finding,) = refused.value.findings
    assert (finding.column, '"plase"' in finding.fault, '"place"' in finding.remedy) == ("--by", True, True)


def test_more_indicators_than_can_be_computed_in_seconds_are_refused(
    project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the limit; one of them is computed as ever."""
    monkeypatch.setattr(request, "MAX_INDICATORS", 2)
    toml = "".join(f'[indicators.n{number}]\ntable = "t"\nmeasure = "count"\n' for number in range(3))
    opened = project(toml, {"t": "id\n1\n"})
    with pytest.raises(Refused, match="3 indicators are asked for; at most 2"):
        opened.compute()
    assert [result.value for result in opened.compute(["n2"])] == [1]
