"""Headings beside the fields of a schema: how far they may differ, and what is said where they differ more."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables import header_schema
from roundtable_cli.tables.table import Field, Table
from tests.tables.test_source import opened, refusal

A, B, C = Field("a"), Field("b"), Field("c")
EXACT, SWAPPED, MORE, FEWER, OTHER = "a,b", "b,a", "a,b,c", "a", "x,y"


@pytest.mark.parametrize(
    ("match", "right", "wrong"),
    [
        ("exact", [EXACT], [SWAPPED, MORE, FEWER, OTHER]),
        ("equal", [EXACT, SWAPPED], [MORE, FEWER, OTHER]),
        ("subset", [EXACT, SWAPPED, MORE], [FEWER, OTHER]),
        ("superset", [EXACT, SWAPPED, FEWER], [MORE, OTHER]),
        ("partial", [EXACT, SWAPPED, MORE, FEWER], [OTHER]),
    ],
)
def test_fields_match_says_how_far_header_and_schema_may_differ(
    tmp_path: Path, match: str, right: list[str], wrong: list[str]
) -> None:
    """The five words of the standard, for a schema of the fields a and b."""
    for header in right:
        assert opened(tmp_path, header + "\n", A, B, fields_match=match).header == tuple(header.split(","))
    for header in wrong:
        findings = refusal(opened(tmp_path, header + "\n", A, B, fields_match=match))
        assert {finding.code for finding in findings} == {"incorrect-label"}, header
        assert all(finding.remedy and finding.file == "people.csv" for finding in findings)


def test_a_mismatch_names_the_columns(tmp_path: Path) -> None:
    """What the header lacks and what the schema lacks are said together."""
    faults = [finding.fault for finding in refusal(opened(tmp_path, "a,c\n", A, B))]

    assert faults == ['missing column: "b"', 'column not declared in datapackage.json: "c"']


@pytest.mark.parametrize(("header", "code"), [("a,b,b", "duplicate-label"), ("a,b,", "blank-label")])
def test_a_repeated_or_blank_name_is_called_so(tmp_path: Path, header: str, code: str) -> None:
    """Against a schema of a and b, neither is taken for another order of columns or for a field called nothing."""
    assert [finding.code for finding in refusal(opened(tmp_path, header + "\n", A, B))] == [code]


@pytest.mark.parametrize(("personal", "listed"), [(False, '"Asanova" and "1990"'), (True, "2 of its headings")])
def test_headings_that_may_be_a_record_are_not_printed(personal: bool, listed: str) -> None:
    """In a file without a header the first person's record stands where the headings should."""
    table = Table("t", (Path("t.csv"),), (A, B._replace(personal=personal)))
    findings = header_schema.find_schema_mismatches(table, ("Asanova", "1990"), ["t.csv"])

    assert [finding.fault for finding in findings][1:] == [f"columns not declared in datapackage.json: {listed}"]
