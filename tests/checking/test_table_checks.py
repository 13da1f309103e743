"""What is wrong with the cells of one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.checking import check_run, table_checks
from roundtable_cli.checking.check_run import CheckTask, Report
from roundtable_cli.checking.table_checks import CheckedTable
from roundtable_cli.errors import Finding
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey, Table


def check(folder: Path, content: str, table: Table, **others: Source) -> list[Finding]:
    """The findings in a table of one file."""
    path = folder / f"{table.name}.csv"
    path.write_text(content, encoding="utf-8")
    source = Source(table._replace(paths=(path,)), folder)
    steps = table_checks.plan_table_checks(CheckedTable(source, others))
    return list(check_run.run_check_tasks([CheckTask(lambda: Report("t"), steps)])[0].findings)


def test_types_and_keys_of_the_schema(tmp_path: Path) -> None:
    """Declared columns and keys are looked at; a key of columns that are not there is none of this check's."""
    fields = (Field("id", "integer"), Field("place"), Field("gone"))
    keys = (ForeignKey(("place",), "places", ("id",)), ForeignKey(("gone",), "places", ("id",)))
    (tmp_path / "places.csv").write_text("id\nS1\n", encoding="utf-8")
    places = Source(Table("places", (tmp_path / "places.csv",), (Field("id"),)), tmp_path)
    table = Table("t", (), fields, "superset", ("id",), keys)
    found = check(tmp_path, "id,place\n1,S1\n1,S2\nx,S1\n", table, places=places)
    assert [(finding.code, finding.row) for finding in found if finding.column in {"id", "place"}] == [
        ("type-error", 4), ("primary-key", 3), ("foreign-key", 3)]  # fmt: skip


def test_a_value_that_looks_personal_is_not_printed(tmp_path: Path) -> None:
    """Of a column of names that nobody declared a near spelling is told, and no name."""
    names = "Асанов Бакыт,Асанова Гүлнара,Бекова Айгүл,Токтогулов Эрмек".split(",")
    rows = "".join(f"{name}\n" for name in [*names * 3, "Асанов  Бакыт"])
    found = check(tmp_path, "ФИО\n" + rows, Table("t", ()))
    assert [finding.code for finding in found] == ["near-duplicate"]
    assert "Асанов" not in found[0].message


def test_a_column_that_reads_in_two_ways_is_a_warning(tmp_path: Path) -> None:
    """It is refused where a number reads it; a check goes on."""
    found = check(tmp_path, "day\n05/06/2018\n07/08/2018\n", Table("t", ()))
    assert [(finding.code, finding.severity) for finding in found] == [("ambiguous-date", "warning")]


def test_the_order_of_checks_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns are counted for whichever check asks first."""
    content = "id,day\n1,05/06/2018\n1,07/08/2018\n"
    table = Table("t", (), (Field("id", "integer"),), "subset", ("id",))
    found = check(tmp_path, content, table)
    monkeypatch.setattr(table_checks, "TABLE_CHECKS", table_checks.TABLE_CHECKS[::-1])
    assert check(tmp_path, content, table) == found
    assert [finding.code for finding in found] == ["primary-key", "ambiguous-date"]


def test_a_column_that_can_not_be_counted(tmp_path: Path) -> None:
    """What is wrong with it is told once, and nothing is guessed of the others."""
    found = check(tmp_path, 'day,n\n05/06/2018,1\n07/08/2018,"2\n', Table("t", ()))
    assert len(found) == 1
    assert "ambiguous-date" not in {finding.code for finding in found}
