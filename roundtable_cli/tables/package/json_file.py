"""A file of JSON, read with its faults in plain words: the parser's own words are for programmers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.parser_faults import (
    BACKSLASH_IN_TEXT,
    CURLY_FAULT,
    CURLY_REMEDY,
    UNCLOSED_TEXT,
    FaultRule,
    describe_parser_fault,
    describe_size_fault,
    line_number,
    read_utf8_text,
)

_NAME, _VALUE, _COMMA, _MORE = "Expecting property name", "Expecting value", "Expecting ',' delimiter", "Extra data"
_LAST_COMMA = ("there is a comma before a closing bracket", "delete the comma")
_SINGLE_QUOTES = ("$1 is in single quotes", 'write " at both ends')
_NO_QUOTES = ("$1 has no quotation marks", 'write "$1"')
_COMMENT = ("JSON has no comments", "delete the comment")
_NUMBER = (
    "a number has a space or a comma, or begins with 0 or a point",
    "write digits, and a point before decimals: 0.5",
)

# The first rule that fits is right.
JSON_FAULT_RULES = (
    FaultRule("Unterminated", '\0"[^"\n]*([”“‟])', CURLY_FAULT, CURLY_REMEDY),
    FaultRule("Invalid control", '"[^"\n]*([”“‟])[^"\n]*\0', CURLY_FAULT, CURLY_REMEDY),
    FaultRule("Illegal trailing comma", "", *_LAST_COMMA),
    FaultRule("Unterminated", "", *UNCLOSED_TEXT),
    FaultRule("Invalid control", "\0$", *UNCLOSED_TEXT),
    FaultRule("Invalid control", "", "there is a tab in a text", "write a space"),
    FaultRule("Invalid \\", "", *BACKSLASH_IN_TEXT),
    FaultRule(_NAME, ",\\s*\0[}\\]]", *_LAST_COMMA, is_before=True),
    FaultRule(_NAME, "\0('[^'\n]*'?)", *_SINGLE_QUOTES),
    FaultRule(_NAME, "\0(?://|#|/\\*)", *_COMMENT),
    FaultRule(_NAME, "\\d,\0\\d", *_NUMBER),
    FaultRule(_NAME, "\0([^\\W\\d][^:\n]*?)[ \t]*:", *_NO_QUOTES),
    FaultRule(_NAME, "\0,", "there is a comma too many", "delete it"),
    FaultRule(_NAME, "\0\\Z", "} is missing at the end of the file", "write }", is_before=True),
    FaultRule(_VALUE, "\\A\\s*\0\\Z", "the file is empty", 'write { "resources": […] }'),
    FaultRule(_VALUE, "\0(?://|#|/\\*)", *_COMMENT),
    FaultRule(_VALUE, "\\A\\s*\0", "the file does not begin with {", 'write { "resources": […] }'),
    FaultRule(_VALUE, ",\\s*\0[}\\]]", *_LAST_COMMA, is_before=True),
    FaultRule(_VALUE, "\0('[^'\n]*'?)", *_SINGLE_QUOTES),
    FaultRule(_VALUE, "\0(?i:true|false)\\b", "true and false are written in small letters", "write true or false"),
    FaultRule(_VALUE, "\0(?i:null|none)\\b", "there is no value", "write one, or delete the name"),
    FaultRule(_VALUE, "\0[.,]\\d", *_NUMBER),
    FaultRule(_VALUE, "\0[,\\]]", "a value is missing", "write one, or delete the comma"),
    FaultRule(_VALUE, "\0(?:\\}|\\Z)", "a value is missing", 'write one, such as "…"'),
    FaultRule(_VALUE, '\0([^\n,\\]}"]*[^\\s,\\]}"])', *_NO_QUOTES),
    FaultRule("Expecting ':'", "\0=", "there is = after a name", "write :"),
    FaultRule("Expecting ':'", '("[^"\n]*")\\s*\0', "there is no : after $1", "write :, and then the value"),
    FaultRule(_COMMA, "\0;", "there is ; after a value", "write ,"),
    FaultRule(_COMMA, "\0(?://|#|/\\*)", *_COMMENT),
    FaultRule(_COMMA, "\\d[ \t]*\0\\d", *_NUMBER),
    FaultRule(_COMMA, '"\0[^\\s"\\]}]', 'there is " inside a text', 'write \\" for it'),
    FaultRule(
        _COMMA, "\0\\s*\\Z", "the file ends, but a { or [ is not closed", "write the missing } or ]", is_before=True
    ),
    FaultRule(_COMMA, "\0[}\\]]", "the closing bracket is of the wrong kind", "write } for {, and ] for ["),
    FaultRule(_COMMA, "", "a comma is missing, in this line or at its end", "write ,", is_before=True),
    FaultRule(_MORE, "\0(?://|#|/\\*)", *_COMMENT),
    FaultRule(_MORE, "\0([}\\]])", "there is a $1 too many", "delete it"),
    FaultRule(_MORE, "", "there is more after the end of the JSON", "delete it"),
)


def read_json(path: Path, findings: list[Finding]) -> object:
    """What a file of JSON holds; None where it can't be read, and then the reason is added to `findings`.

    A key that stands twice in one pair of braces is a reason: a parser takes the last one, and says nothing.
    """
    before = len(findings)
    text = read_utf8_text(path, findings)
    if len(findings) > before:
        return None
    has_repeated_keys = False

    def read_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal has_repeated_keys
        mapping = dict(pairs)
        has_repeated_keys |= len(mapping) < len(pairs)
        return mapping

    try:
        loaded = json.loads(text, object_pairs_hook=read_pairs)
    except json.JSONDecodeError as error:
        findings.append(describe_parser_fault(JSON_FAULT_RULES, error.msg, text, error.pos, path.name))
        return None
    except (ValueError, RecursionError):  # a number of 5,000 digits, 10,000 brackets
        findings.append(describe_size_fault(text, path.name))
        return None
    if has_repeated_keys:
        findings += _find_repeated_keys(text, path.name)
    return None if has_repeated_keys else loaded


def _find_repeated_keys(text: str, file: str) -> Iterator[Finding]:
    """A finding for each key that stands more than once in one pair of braces, with the lines where it does.

    The text is JSON that could be read, so that its quotation marks and brackets fit.
    """
    token = re.compile(r'("(?:[^"\\]|\\.)*")\s*(:?)|[{}\[\]]')
    open_brackets = list[dict[str, list[int]]]()  # the keys between each pair that is open, with the place after each
    for found in token.finditer(text):
        written, colon = found.groups()
        if colon:
            open_brackets[-1].setdefault(json.loads(written), []).append(found.end())
        elif found[0] in {"{", "["}:
            open_brackets.append({})
        elif written is None:
            yield from _describe_repeated_keys(open_brackets.pop(), text, file)


def _describe_repeated_keys(keys: Mapping[str, Sequence[int]], text: str, file: str) -> Iterator[Finding]:
    for key, places in keys.items():
        if len(places) > 1:
            name = re.compile(r'\s*"(?:[^"\\]|\\.)*"').match(text, keys["name"][-1]) if "name" in keys else None
            where = f' of "{json.loads(name[0])}"' if name else ""
            fault = f'the key "{key}" stands {len(places)} times in the braces{where}; only the last would count'
            lines = ", ".join(str(line_number(text, place)) for place in places)
            yield Finding(DEFINITION, fault, f"delete all but one of them (lines {lines})", file)
