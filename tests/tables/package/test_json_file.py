"""A file of JSON that can't be read: the line, and what is wrong there, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Finding
from roundtable_cli.tables.package.json_file import read_json


def read(folder: Path, text: str) -> tuple[object, list[Finding]]:
    """What the text holds as a file, and its faults."""
    path, faults = folder / "datapackage.json", list[Finding]()
    path.write_text(text, encoding="utf-8")
    return read_json(path, faults), faults


@pytest.mark.parametrize(
    ("text", "line", "fault", "remedy"),
    [
        ('{\n "a": 1,\n "b": 2,\n}', 3, "there is a comma before a closing bracket", "delete the comma"),
        ('{"a": [\n1,\n2,\n]}', 3, "there is a comma before a closing bracket", "delete the comma"),
        ("{'a': 1}", 1, "'a' is in single quotes", 'write "'),
        ("{\n\"a\": 'x'}", 2, "'x' is in single quotes", 'write "'),
        ("{“a”: 1}", 1, 'a quotation mark is curly (“ instead of "); Word does this', 'type " there'),
        ('{"a": "x”}', 1, "a quotation mark is curly (”", 'type " there'),
        ('{"a": "x,\n"b": 1}', 1, 'the quotation mark " at the end of a text is missing', 'write "'),
        ('{"a": "x', 1, 'the quotation mark " at the end of a text is missing', 'write "'),
        ('{"a": "say "x""}', 1, 'there is " inside a text', 'write \\"'),
        ('{"a": "C:\\data"}', 1, "there is a \\ in a text", "write / in a path"),
        ('{"a": "x\ty"}', 1, "there is a tab in a text", "space"),
        ("{a: 1}", 1, "a has no quotation marks", 'write "a"'),
        ('{"path": t.csv}', 1, "t.csv has no quotation marks", 'write "t.csv"'),
        ('{"a": True}', 1, "true and false are written in small letters", "write true or false"),
        ('{"a": None}', 1, "there is no value", "write one"),
        ('{"a": }', 1, "a value is missing", "write one"),
        ('{"a": 1,5}', 1, "a number has a space or a comma", "0.5"),
        ('{"a": 12 000}', 1, "a number has a space or a comma", "0.5"),
        ('{"a": 01}', 1, "a number has a space or a comma, or begins with 0", "0.5"),
        ('{"a" = 1}', 1, "there is = after a name", "write :"),
        ('{"a" 1}', 1, 'there is no : after "a"', "write :"),
        ('{\n"a": 1\n"b": 2}', 2, "a comma is missing, in this line or at its end", "write ,"),
        ('{"a": 1; "b": 2}', 1, "there is ; after a value", "write ,"),
        ('{"a": [1, 2}', 1, "the closing bracket is of the wrong kind", "] for ["),
        ('{"a": [1, 2]\n\n', 1, "the file ends, but a { or [ is not closed", "write the missing"),
        ('{"a": 1}}', 1, "there is a } too many", "delete it"),
        ('{"a": 1}\nx', 2, "there is more after the end", "delete it"),
        ('{"a": 1, // x\n"b": 2}', 1, "JSON has no comments", "delete the comment"),
        ('{"a":\u00a01}', 1, "there is a special space", "usual space"),
        ("", 1, "the file is empty", 'write { "resources"'),
        ("name: x", 1, "the file does not begin with {", 'write { "resources"'),
    ],
)
def test_a_fault_is_told_in_plain_words(tmp_path: Path, text: str, line: int, fault: str, remedy: str) -> None:
    """With the line, and with what to write."""
    loaded, (finding,) = read(tmp_path, text)
    assert loaded is None
    assert finding.file == "datapackage.json"
    assert finding.fault.startswith(f"line {line}: {fault}")
    assert remedy in finding.remedy


def test_a_file_without_faults_is_read(tmp_path: Path) -> None:
    """What it holds is given as it is; null is not a fault."""
    assert read(tmp_path, '{"a": [1, "ж"]}') == ({"a": [1, "ж"]}, [])
    assert read(tmp_path, "null") == (None, [])


def test_a_key_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    """A parser takes the last one, and says nothing; each such key is told, with the name of what it is said of."""
    text = '{"resources": [{"name": "people", "path": "a.csv", "path": "b.csv"}], "title": 1, "title": 2}'
    loaded, findings = read(tmp_path, text)

    assert loaded is None
    assert [finding.fault for finding in findings] == [
        'the key "path" stands 2 times in the braces of "people"; only the last would count',
        'the key "title" stands 2 times in the braces; only the last would count',
    ]


def test_a_key_that_stands_twice_is_told_with_its_lines(tmp_path: Path) -> None:
    """Whatever stands in texts, and in other braces between the two."""
    text = "\n".join([r'{"a": "}{\"",', r' "b": [{"a": 1}, {"a": [2]}],', r' "\u0061": {"b": 3}}'])
    _, (finding,) = read(tmp_path, text)
    assert finding.remedy == "delete all but one of them (lines 1, 3)"
