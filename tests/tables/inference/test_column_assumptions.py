"""What is assumed about the cells of a column that is read, or likely wrong with them."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.tables.inference.column_assumptions import describe_column_assumptions
from roundtable_cli.tables.table import Field
from tests.tables.test_source import opened


def test_all_that_is_assumed_of_a_column_is_told(tmp_path: Path) -> None:
    """A text for no value, a date made of a span, and a lost letter; of a clean column nothing."""
    rows = "1,N/A,x\n2,9-May,К?к-Жар\n3,5-9,Ош\n4,10-14,Ош\n"
    source = opened(tmp_path, f"id,age_group,place\n{rows}")
    codes = {
        name: [finding.code for finding in describe_column_assumptions(source, source.get_field(name), "t.csv")]
        for name in source.header
    }
    assert codes == {"id": [], "age_group": ["assumed-missing", "spreadsheet-date"], "place": ["lost-letters"]}


def test_a_declared_column_is_asked_about(tmp_path: Path) -> None:
    """What counts as a value, and likely is none, unless definitions name it."""
    text = "id,answer\n1,N/A\n2,few\n3,many\n"
    source = opened(tmp_path, text, Field("id"), Field("answer"))
    found = describe_column_assumptions(source, source.get_field("answer"), "t.csv")
    assert [finding.code for finding in found] == ["missing-mark"]
    named = source.with_table(source.table._replace(named_values=frozenset({"N/A"})))
    assert [*describe_column_assumptions(named, named.get_field("answer"), "t.csv")] == []
