"""A file of TOML, read with its faults in plain words: the parser's own words are for programmers."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from roundtable_cli import parser_faults
from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.definitions.toml_faults import TOML_FAULT_RULES

_REPETITIONS = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot redefine")
# A section with its brackets, or a key, of which a part can be in quotes.
_STATEMENT = re.compile(r"""\s*(?:(\[+[^\]]+\]+)|((?:"[^"]*"|'[^']*'|[^=#\[\]{}"'])+?)\s*=)""")


def read_toml_text(path: Path, findings: list[Finding]) -> str:
    """The text of a file, with letters composed as headers have them; "" where it can't be read."""
    return unicodedata.normalize("NFC", parser_faults.read_utf8_text(path, findings))


def parse_toml(text: str, name: str, findings: list[Finding]) -> Mapping[str, Any]:
    """The mapping that a text of TOML holds, its numbers exact; empty where it can't be read."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        findings.append(_describe_fault(text, str(error), name))
    except (ValueError, RecursionError):  # a number of 5,000 digits, a thousand brackets
        findings.append(parser_faults.describe_size_fault(text, name))
    return {}


def _describe_fault(text: str, error: str, name: str) -> Finding:
    """The fault in plain words; the parser tells it with its place: `… (at line 3, column 5)`."""
    message, _, place = error.removesuffix(")").rpartition(" (at ")
    if found := re.fullmatch(r"line (\d+), column (\d+)", place):
        line, column = int(found[1]), int(found[2])
        if message.startswith(_REPETITIONS):
            return _describe_repetition(text.split("\n")[:line], name)
        position = _line_start(text, line) + column - 1
    else:
        position = _find_opening(text, message)
    return parser_faults.describe_parser_fault(TOML_FAULT_RULES, message, text, position, name)


def _line_start(text: str, line: int) -> int:
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1])


def _find_opening(text: str, message: str) -> int:
    """Where a quotation mark or a bracket stands that is not closed up to the end of the file."""
    if message.startswith(("Unterminated", "Expected")):
        return text.rfind('"' if message.startswith("Unterminated") else "'")
    opening, closing = "{}" if "table" in message else "[]"
    lines = text.split("\n")
    unclosed = (number for number, line in enumerate(lines, 1) if line.count(opening) > line.count(closing))
    return _line_start(text, max(unclosed, default=len(lines)) + 1) - 1


def _describe_repetition(lines: list[str], name: str) -> Finding:
    """The finding for a section or a key in the last of the lines, which the file has already, with the first line."""
    found = [_STATEMENT.match(line) for line in lines]
    statements = ["" if match is None else match[1] or match[2] for match in found]
    index = max(
        number for number, statement in enumerate(statements) if statement
    )  # a list may end lines below its key
    statement, first = statements[index], 0
    if not statement.startswith("["):
        first = max((number for number in range(index) if statements[number].startswith("[")), default=0)
    earlier, what = statements.index(statement, first), "section" if statement.startswith("[") else "key"
    if earlier == index:
        fault, remedy = f"{statement} is the name of a key and of a section", "give one of the two another name"
    else:
        fault = f"the {what} {statement} is here twice, first in line {earlier + 1}"
        remedy = "delete one of the two, or give it another name"
    return Finding(DEFINITION, f"line {index + 1}: {fault}", remedy, name)
