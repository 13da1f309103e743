"""What is wrong with a file of TOML, in plain words."""

from __future__ import annotations

import pytest

from roundtable_cli import Finding
from roundtable_cli.indicators.definitions.toml_file import parse_toml


@pytest.mark.parametrize(
    ("text", "line", "fault", "remedy"),
    [
        ("a = 1\nb = “x”\n", 2, 'a quotation mark is curly (“ instead of "); Word does this', 'type " there'),
        ("a = ['x', «y»]\n", 1, 'a quotation mark is curly («', 'type " there'),
        ('a = "x”\n', 1, "a quotation mark is curly (”", 'type " there'),
        ('a = "«x»\n', 1, "the quotation mark \" at the end of a text is missing", 'write " at the end'),
        ('a = """x\n', 1, 'a text that begins with """ has no end', 'write """'),
        ("b = 1\na = 'x\n", 2, "the mark ' at the end of a text is missing", "write '"),
        ("a = 'it's'\n", 1, "there is ' inside a text", 'write " at both ends'),
        ('a = "say "x""\n', 1, 'there is " inside a text', 'write \\"'),
        ('a = "C:\\data"\n', 1, "there is a \\ in a text", "write / in a path"),
        ("a = Обучено людей\n", 1, "the text Обучено людей has no quotation marks", 'write "Обучено людей"'),
        ("a = [sex, age]\n", 1, "the text sex has no quotation marks", 'write "sex"'),
        ("a =\n", 1, "there is no value after =", "write one"),
        ("a = True\n", 1, "true has a capital letter", "write true"),
        ("a == 1\n", 1, "there are two =", "write one"),
        ("a = 1 000\n", 1, "a number has a space, a comma", "1234.5"),
        ("a = 1,5\n", 1, "a number has a space, a comma", "1234.5"),
        ("a = 50%\n", 1, "a number has a space, a comma or another sign", "1234.5"),
        ("a = .5\n", 1, "a number begins with a point", "0.5"),
        ("a = 012\n", 1, "a number begins with 0", "put it in quotes"),
        ("a = 01.03.2026\n", 1, "a date must begin with the year", "2026-03-01"),
        ("a = 12.03.2026\n", 1, "a date must begin with the year", "2026-03-01"),
        ("a = 2026-3-1\n", 1, "a date must begin with the year, and have two digits", "2026-03-01"),
        ("a = 2026-02-31\n", 1, "there is no such date", "correct it"),
        ("a = 5 people\n", 1, "there is more after the value: people", "put it in quotes"),
        ("a = 1; b = 2\n", 1, "there is ; after a value", "a line of its own"),
        ('a = "x",\n', 1, "there is a comma at the end of the line", "delete it"),
        ("a = 1 b = 2\n", 1, "there are two keys in one line", "a line of its own"),
        ("a = 1 // x\n", 1, "// does not begin a comment", "#"),
        ("a = 1\u00a0\n", 1, "there is a special space", "usual space"),
        ("a\n", 1, 'there is no = after "a"', "write key = value"),
        ("a: 1\n", 1, "there is : after the key a", "write ="),
        ("Пол = 1\n", 1, "the key Пол has letters that are not Latin", 'put it in quotes: "Пол" = …'),
        ('w = { "a b" = 1, Пол = "ж" }\n', 1, "the key Пол has letters that are not Latin", '"Пол" = …'),
        ("w = { date of birth = 1 }\n", 1, "the key date of birth has spaces", '"date of birth" = …'),
        ("w = { a = 1, }\n", 1, "there is a comma before }", "delete the comma"),
        ("w = {\n a = 1 }\n", 1, "the keys between { and } are in several lines", "in one line"),
        ("w = { a = 1 b = 2 }\n", 1, "a comma is missing before b", "write ,"),
        ("w = { a = 1\nb = 2\n", 1, "} is missing", "write }"),
        ("b = 1\nw = { a = 1", 2, "} is missing", "write }"),
        ("w = {b=1,b=2}\n", 1, "the key b is twice between { and }", "delete one"),
        ("a = [\n'x'\n'y']\n", 3, "a comma is missing before 'y'", "write ,"),
        ("a = ['x'\n\n[b]\n", 1, "] is missing at the end of a list", "write ]"),
        ("b = 1\na = [1\n", 2, "] is missing at the end of a list", "write ]"),
        ("[indicators.обучено]\n", 1, "the name of a section has letters that are not Latin", "use Latin letters"),
        ("[a b]\n", 1, "the name of a section has spaces", "use Latin letters"),
        ("[a\n", 1, "] is missing after the name of a section", "write ]"),
        ("[]\n", 1, "a section has no name", "[indicators.people_trained]"),
        ("[a] b = 1\n", 1, "there is more after ]", "in the next line"),
        ("[a]\nx = 1\n[b]\n[a]\n", 4, "the section [a] is here twice, first in line 1", "another name"),
        ("[a]\nx = 1\n[b]\nx = [\n1]\nx = [\n2]\n", 6, "the key x is here twice, first in line 4", "delete one"),
        ("a = 1\n[a]\nb = 1\n", 2, "[a] is the name of a key and of a section", "another name"),
        ('{"a": 1}\n', 1, 'can\'t read "{"a": 1}"', "write key = value"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_plain_words(text: str, line: int, fault: str, remedy: str) -> None:
    """With the line, and with what to write; a curly quote only where it stands for a straight one, not in a text."""
    faults: list[Finding] = []
    assert parse_toml(text, "indicators.toml", faults) == {}
    (finding,) = faults
    assert finding.file == "indicators.toml"
    assert finding.fault.startswith(f"line {line}: {fault}")
    assert remedy in finding.remedy
