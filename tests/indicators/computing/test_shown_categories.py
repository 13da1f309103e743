"""The categories that stand in a table, in order."""

from __future__ import annotations

from tests.indicators.computing.register_project import COUNT, TABLE, Open, cells


def test_an_indicator_without_rows_in_a_category_of_another_is_zero_there(project: Open) -> None:
    """All indicators of a table of results stand in the same categories."""
    toml = COUNT + 'where = { sex = "f" }\n' + COUNT.replace(".n]", ".m]") + 'where = { sex = "m" }\n'
    results = project(toml, TABLE).compute(by=["place"])
    assert [*cells(results)] == [*cells(results, "m")] == [("S1",), ("S2",), ("not recorded",), ("total",)]
    assert cells(results, "m")[("not recorded",)] == 0
