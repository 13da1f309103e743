"""Keys of tables: a primary key is there once, a foreign key is in the table that it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.table import Constraints, Field, ForeignKey
from tests.tables.checks.test_cell_checks import SECRET, SHOWN
from tests.tables.test_source import opened


def primary(
    folder: Path, files: Mapping[str, str] | str, *fields: Field, key: tuple[str, ...] = ("id",)
) -> list[Finding]:
    """What is wrong with a primary key."""
    return list(key_constraints.check_primary_key(opened(folder, files, *fields, primary_key=key)))


def test_a_primary_key_is_there_once(tmp_path: Path) -> None:
    """A copy names the row of the first, an empty key is found; both say what to do."""
    found = primary(tmp_path, "id,sex\n1,f\n2,m\n,f\n01,m\n", Field("id", "integer"), Field("sex"))

    assert [str(finding) for finding in found] == [
        "people.csv row 4, id: a key cell is blank — fill it in",
        'people.csv row 5, id: "1" is already in row 2 — '
        "if the two rows are one record, delete one of them; if several rows may have the same value, "
        "rt-stats check --fix --without-key people says so; if not, correct the value",
    ]
    assert {finding.code for finding in found} == {"primary-key"}


def test_a_primary_key_may_be_several_columns(tmp_path: Path) -> None:
    """Only the whole key is a copy."""
    (finding,) = primary(tmp_path, "id,group\n1,a\n1,b\n2,a\n1,a\n", key=("id", "group"))

    assert str(finding).startswith('people.csv row 5, id, group: "1, a" is already in row 2')


def test_a_table_without_a_primary_key_has_no_copies(tmp_path: Path) -> None:
    """Nothing is found where nothing was declared."""
    assert primary(tmp_path, "id\n1\n1\n", key=()) == []


@pytest.mark.parametrize("second", ["id\n1\n", "id\n2\n1\n"], ids=["the same row", "another row"])
def test_a_primary_key_is_there_once_in_all_files(tmp_path: Path, second: str) -> None:
    """Files read as one have one key: a copy in the second file is found in whichever row it is."""
    (finding,) = primary(tmp_path, {"q1.csv": "id\n1\n", "q2.csv": second})

    assert finding.file == "q2.csv"
    assert "q1.csv" in finding.fault


@pytest.mark.parametrize("second", ["id\n1\n", "id\n2\n1\n"], ids=["the same row", "another row"])
def test_a_unique_column_is_unique_over_all_files(tmp_path: Path, second: str) -> None:
    """Files read as one are one table; the file of the first is named."""
    source = opened(
        tmp_path, {"q1.csv": "id\n1\n", "q2.csv": second}, Field("id", constraints=Constraints(unique=True))
    )

    with pytest.raises(Refused) as refused:
        cell_checks.read_checked_values(source, source.get_field("id"))
    (finding,) = refused.value.findings
    assert finding.file == "q2.csv"
    assert "q1.csv" in finding.fault


def test_a_key_that_can_not_be_read_is_not_called_empty(tmp_path: Path) -> None:
    """Its own finding says what it is not."""
    found = primary(tmp_path, "id\nx\n1\n", Field("id", "integer"))

    assert not any("empty" in finding.fault for finding in found)


def foreign(
    folder: Path, people_: str, settlements: str, key: ForeignKey | None = None, *fields: Field
) -> list[Finding]:
    """What is wrong with a foreign key of people to settlements."""
    (folder / "s").mkdir(exist_ok=True)
    source = opened(folder, people_, *fields, fields_match="subset")
    target = opened(folder / "s", {"settlements.csv": settlements})
    return list(
        key_constraints.check_foreign_key(source, key or ForeignKey(("settlement",), "settlements", ("code",)), target)
    )


def test_a_foreign_key_is_in_the_table_it_refers_to(tmp_path: Path) -> None:
    """A key that isn't there is found with its row; a missing one refers to nothing and is no fault."""
    found = foreign(tmp_path, "id,settlement\n1,S01\n2,S99\n3,\n4,S02\n", "code,name\nS01,one\nS02,two\n")

    assert [str(finding) for finding in found] == [
        'people.csv row 3, settlement: "S99" is not in settlements — correct it, or add it to settlements'
    ]
    assert found[0].code == "foreign-key"


def test_a_foreign_key_may_be_several_columns(tmp_path: Path) -> None:
    """The columns must be together in one row; where one is missing, nothing is referred to."""
    key = ForeignKey(("district", "settlement"), "settlements", ("district", "code"))
    found = foreign(tmp_path, "id,settlement,district\n1,S1,A\n2,S2,A\n3,S2,\n", "code,district\nS1,A\nS2,B\n", key)

    assert [(finding.row, finding.fault) for finding in found] == [(3, '"A, S2" is not in settlements')]


def test_a_key_that_others_refer_to_is_there_once(tmp_path: Path) -> None:
    """A join along it would count rows twice: an error in the table that is referred to."""
    (finding,) = foreign(tmp_path, "id,settlement\n1,S01\n", "code,name\nS01,one\nS02,two\n,\nS01,three\n")

    assert (finding.file, finding.row, finding.code) == ("settlements.csv", 5, "primary-key")
    assert finding.remedy


def test_keys_meet_whatever_types_their_rows_suggest(tmp_path: Path) -> None:
    """A column of 1 and 2 refers to a column of 1, 2 and X: what is there is not said to be absent."""
    assert foreign(tmp_path, "id,settlement\n1,1\n2,2\n", "code,name\n1,one\n2,two\nX,three\n") == []


def test_a_personal_key_is_in_no_finding(tmp_path: Path) -> None:
    """A copy, and a key that isn't in the other table, are told by their rows alone."""
    field = Field("id", "integer", personal=True)
    copies = primary(tmp_path, f"id\n{SECRET}\n{SECRET}\n", field)
    absent = foreign(tmp_path, f"id\n{SECRET}\n", "code\n1\n", ForeignKey(("id",), "settlements", ("code",)), field)

    assert [finding.row for finding in (*copies, *absent)] == [3, 2]
    assert not any(SECRET in repr(finding) for finding in (*copies, *absent))


def test_one_personal_column_hides_a_whole_key(tmp_path: Path) -> None:
    """Of a key of two columns, nothing is shown where one is personal."""
    (finding,) = primary(
        tmp_path, f"id,name\n1,{SHOWN}\n1,{SHOWN}\n", Field("id"), Field("name", personal=True), key=("id", "name")
    )

    assert SHOWN not in repr(finding)
