"""What the parsers of TOML and JSON report, in plain words: the line, what is there, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION

MAX_INTEGER_DIGITS = 4_300  # of a whole number that Python reads
MAX_NESTING = 100  # brackets inside one another, from which on they are told as too deep where a parser gives up
_LONG_NUMBER = re.compile(rf"\d(?:_?\d){{{MAX_INTEGER_DIGITS}}}")
_BRACKET = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\[\]{}]')  # a text in quotes is passed over with its brackets
MARK = "\0"  # stands in the context of a fault where the parser stopped; no file that can be read has it


class FaultRule(NamedTuple):
    """Plain words for one kind of fault.

    The rule is right where the parser's message begins with `message` and `context`, a regular expression, is found in
    the text around the fault, with `MARK` where the parser stopped. `$1` in `fault` and `remedy` is the first group.
    `is_before` says that the fault is at the last letter before that place, which may be in an earlier line.
    """

    message: str
    context: str
    fault: str
    remedy: str
    is_before: bool = False


CURLY_FAULT = 'a quotation mark is curly ($1 instead of "); Word does this'
CURLY_REMEDY = 'type " there, in a plain text editor such as Notepad'
# Fault and remedy.
UNCLOSED_TEXT = ('the quotation mark " at the end of a text is missing', 'write " at the end, in the same line')
BACKSLASH_IN_TEXT = ("there is a \\ in a text", "write / in a path; elsewhere write \\\\")
COMMON_RULES = (
    FaultRule("", "\0([“”„‟«»‹›‘’‚])", CURLY_FAULT, CURLY_REMEDY),
    FaultRule(
        "",
        "\0[\u00a0\u2007\u202f\u200b\u2028\u2029\ufeff]",
        "there is a special space, as Word and web pages have",
        "delete it, and type a usual space",
    ),
)


def describe_parser_fault(rules: Iterable[FaultRule], message: str, text: str, position: int, name: str) -> Finding:
    """The finding for a fault that a parser met at `position` of `text`; its own message where no rule is right."""
    line_end = text.find("\n", position)
    after = text[position : line_end if line_end >= 0 else None]
    # The lines before count too, because in JSON a comma and the bracket after it can be in two lines.
    context = text[:position][-1000:] + MARK + after
    for rule in (*COMMON_RULES, *rules):
        found = re.search(rule.context, context, re.MULTILINE) if message.startswith(rule.message) else None
        if found:
            first = found[1] if found.re.groups else ""
            place = len(text[:position].rstrip()) - 1 if rule.is_before else position
            fault, remedy = (words.replace("$1", first.replace(MARK, "")) for words in (rule.fault, rule.remedy))
            return Finding(DEFINITION, f"line {line_number(text, place)}: {fault}", remedy, name)
    fault = f"line {line_number(text, position)}: {message}"
    return Finding(DEFINITION, fault, "correct this line, or the line before it", name)


def describe_size_fault(text: str, name: str) -> Finding:
    """The finding for a file with which its parser can't go on: a number is too long, or brackets are too deep."""
    if found := _LONG_NUMBER.search(text):
        fault = f"a number has more than {MAX_INTEGER_DIGITS:,} digits"
        return Finding(DEFINITION, f"line {line_number(text, found.start())}: {fault}", "write a shorter one", name)
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > MAX_NESTING:
            fault = f"more than {MAX_NESTING} brackets stand inside one another"
            return Finding(DEFINITION, f"line {line_number(text, found.start())}: {fault}", "close them before", name)
    return Finding(DEFINITION, "the file is nested too deeply", "write it with fewer brackets inside brackets", name)


def line_number(text: str, position: int) -> int:
    """The number of the line in which a position is, 1 the first."""
    return text.count("\n", 0, max(position, 0)) + 1


def read_utf8_text(path: Path, findings: list[Finding]) -> str:
    """The text of a file of definitions; "" where it can't be read, and then the reason is added to `findings`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        findings.append(Finding(DEFINITION, f"the file can't be opened: {error.strerror}", "", str(path)))
        return ""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        line = content.count(b"\n", 0, error.start) + 1
        fault = "the file is UTF-16, not UTF-8" if is_utf16 else f"line {line}: there are letters that are not UTF-8"
        remedy = "save the file with the encoding UTF-8; in Notepad: File, Save as, Encoding"
        findings.append(Finding(DEFINITION, fault, remedy, path.name))
        return ""
