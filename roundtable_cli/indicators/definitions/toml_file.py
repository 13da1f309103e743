"""A file of TOML, read with its faults in plain words: the parser's own words are for programmers."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from roundtable_cli.errors import DEFINITION, Finding

_CURLY_QUOTES = "“”„«»‘’"  # what Word and phones write for the straight quotes of TOML
# What the parser says, by its beginning, and what that means for who wrote the file.
_PLAIN_FAULTS = {
    "Expected '=' after a key": 'there is no "=" after a key',
    "Invalid value": "a value can't be read; text stands in quotes",
    "Invalid statement": "this is no key and no section",
    "Unterminated string": "a closing quote is missing",
    "Illegal character '\\n'": "a closing quote is missing",
    "Unclosed array": "a closing ] is missing",
    "Unclosed inline table": "a closing } is missing",
    "Expected newline or end of document": "there is more text after a value",
    "Cannot declare": "a section stands here for the second time",
    "Cannot overwrite": "a key stands here for the second time",
    "Duplicate inline table key": "a key stands here for the second time",
}


def read_toml_text(path: Path, findings: list[Finding]) -> str:
    """The text of a file, with letters composed as headers have them; "" where it can't be read."""
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        findings.append(Finding(DEFINITION, "is not UTF-8", "save it again with the encoding UTF-8", path.name))
    except OSError as error:
        findings.append(Finding(DEFINITION, f"can't be opened: {error.strerror}", "", str(path)))
    return ""


def parse_toml(text: str, name: str, findings: list[Finding]) -> Mapping[str, Any]:
    """The mapping that a text of TOML holds, its numbers exact; empty where it can't be read."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        findings.append(
            Finding(DEFINITION, _describe_fault(text, str(error)), "correct it there, or just before", name)
        )
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        findings.append(Finding(DEFINITION, f"can't be read: {error}", "", name))
    return {}


def _describe_fault(text: str, error: str) -> str:
    """The fault in plain words, with its place as the parser tells it: `… (at line 3, column 5)`."""
    words, _, place = error.removesuffix(")").rpartition(" (at ")
    if position := re.fullmatch(r"line (\d+), column (\d+)", place):
        letter = text.split("\n")[int(position[1]) - 1][int(position[2]) - 1 :][:1]
        if letter and letter in _CURLY_QUOTES:
            return f'{place}: a quote is curly ({letter} instead of "); Word does this'
    plain = next((plain for start, plain in _PLAIN_FAULTS.items() if words.startswith(start)), words)
    return f"{place}: {plain}"
