"""Texts made harmless for the program that reads them: a spreadsheet, Markdown, LaTeX."""

from __future__ import annotations

import re
import unicodedata

FORMULA_SIGNS = frozenset("=+-@")  # also full-width and small ones (＝ ﹢), which some spreadsheets take for these
CELL_STARTS = ("\t", "\r", "\n")  # which a spreadsheet drops from the start of a cell
_BEFORE_FORMULA = re.compile(r"[\s\0-\x20\x7f-\xa0'\"\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff‘’“”`]+")
_SIGNED_NUMBER = re.compile(r"[+-](?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
MARKDOWN_MARKS = "\\|*_`<>[]{}&~$#@"
_ADDRESS_MARK = re.compile(r":(?=//)|(?<=mailto):|(?<=xmpp):|(?<=\bwww)\.", re.IGNORECASE)
# What makes a list, a heading or a rule of a line: a sign, or a number with a point or bracket.
_LINE_START = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)])(?![0-9])")
LATEX_MARKS = {mark: f"\\{mark}" for mark in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\symbol{34}",  # which Babel's Russian takes for a mark of its own
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could run a text as a formula, what it drops from its start left out; no plain number is.

    What else Python takes for a number is none to a spreadsheet: `-inf`, `+nan`, `-1_000`.
    """
    start = text[_spaces_before_formula(text) :][:1]
    if start and unicodedata.normalize("NFKC", start) in FORMULA_SIGNS:
        return not _SIGNED_NUMBER.fullmatch(text)
    return text.startswith(CELL_STARTS)


def _spaces_before_formula(text: str) -> int:
    """The number of letters at the start of a text that a spreadsheet may drop, or takes for quotation marks."""
    found = _BEFORE_FORMULA.match(text)
    return found.end() if found else 0


def escape_formula(text: str) -> str:
    """A text that a spreadsheet would run, behind an apostrophe; any other as it is."""
    return f"'{text}" if is_formula(text) else text


def escape_markdown(text: str) -> str:
    """A text in which no letter means anything to Markdown, on one line, wherever on it the text stands.

    GitHub and others make links of bare addresses, too: one that is no link has no colon or point of its own.
    """
    line = " ".join(text.split("\n")).strip(" ")
    marked = "".join(f"\\{letter}" if letter in MARKDOWN_MARKS else letter for letter in line)
    return _LINE_START.sub(r"\1\\\2", _ADDRESS_MARK.sub(r"\\\g<0>", marked))


def escape_latex(text: str) -> str:
    """A text in which no letter means anything to LaTeX, on one line: a heading may not have an empty one."""
    line = " ".join(text.split("\n"))
    start = "{}" if line.lstrip().startswith(("[", "*")) else ""  # after the end of a row, these would begin an option
    return start + "".join(LATEX_MARKS.get(letter, letter) for letter in line)
