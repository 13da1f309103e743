"""Submissions of survey programs that need a look are told, and ordinary exports are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.checking.project_check import check_files
from roundtable_cli.tables.inference.assumptions.submissions import describe_submission_records
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table


def faults(folder: Path, text: str) -> list[str]:
    """What is told of a file, each with its code."""
    file = folder / "export.csv"
    file.write_text(text, encoding="utf-8")
    return [
        f"{finding.code}: {finding.fault}" for finding in Source(Table("export", (file,)), folder).submission_findings
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n,_id,_uuid\n1,1,a\n2,2,b\n1,3,a\n", ['duplicate-submission: the submission "a" stands in 2 rows (2, 4)']),
        ("n,_uuid\n1,a\n2,b\n1,a\n", ['duplicate-submission: the submission "a" stands in 2 rows (2, 4)']),
        ("n,meta/instanceID\n1,a\n1,a\n", ['duplicate-submission: the submission "a" stands in 2 rows (2, 3)']),
        ("n,_id,_uuid\n1,1,a\n2,2,b\n", []),
        ("item,_id,_uuid\nx,1,a\ny,1,a\nz,2,b\nw,2,b\n", []),
        ("n,_submission__id,_submission__uuid\n1,1,a\n2,1,a\n3,2,b\n", []),
        (
            "n,_submission__id,_submission__uuid\n1,1,a\n2,2,a\n3,3,b\n",
            ['duplicate-submission: the submission "a" stands in 2 rows (2, 3)'],
        ),
        (
            "n,meta/instanceID,meta/deprecatedID\n1,uuid:a,\n2,uuid:c,uuid:a\n",
            ["edited-submission: this submission was edited: row 3 has it as it is now, and both rows are counted"],
        ),
        (
            "n,instanceID,deprecatedID\n1,a,\n2,b,\n3,c,a\n4,d,b\n",
            [
                "edited-submission: this submission was edited: row 4 has it as it is now, and both rows are counted",
                "edited-submission: this submission was edited: row 5 has it as it is now, and both rows are counted",
            ],
        ),
        (
            "n,meta/instanceID,meta/deprecatedID\n1,a,\n2,c,b\n",
            ["edited-submission: 1 submission was edited after sending"],
        ),
        ("n,_uuid,_edited\n1,a,True\n2,c,False\n", ["edited-submission: 1 submission was edited after sending"]),
        (
            "n,_validation_status\n1,Approved\n2,Not approved\n3,\n4,Not approved\n",
            ["unapproved-submission: 3 submissions are not approved, and counted: 2 Not approved, 1 without a status"],
        ),
        ("n,_validation_status\n1,\n2,\n", []),
        ("n,_validation_status\n1,validation_status_approved\n", []),
        ("_id,n\n1,1\n1,2\n", []),
    ],
)
def test_each_kind_is_told(tmp_path: Path, text: str, expected: list[str]) -> None:
    """With rows or their number; a table with several rows for each submission is none of duplicates."""
    assert faults(tmp_path, text) == expected


def test_they_stand_under_tables_and_in_check(tmp_path: Path) -> None:
    """As one finding, in both."""
    file = tmp_path / "export.csv"
    file.write_text("n,_id,_uuid\n1,1,a\n2,2,b\n1,3,a\n")
    (report,) = check_files([file])
    (finding,) = Project.open(file).compute(["rows"]).assumptions
    assert finding in report.findings


def test_a_file_that_is_passed_over_row_by_row_tells_the_same(tmp_path: Path) -> None:
    """As where an engine has read it: the columns are taken out of the records."""
    text = "n,_id,_uuid,_validation_status\n1,1,a,Approved\n2,2,b,\n1,3,a,Approved\n"
    header, *rows = (line.split(",") for line in text.splitlines())
    records = [(row, ("export.csv", number)) for number, row in enumerate(rows, 2)]
    told = describe_submission_records(header, records)
    assert [f"{finding.code}: {finding.fault}" for finding in told] == faults(tmp_path, text) != []
    assert not [*describe_submission_records(["n"], [(["1"], ("t.csv", 2))])]
