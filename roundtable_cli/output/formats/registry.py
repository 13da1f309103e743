"""FORMATS: choosing a format is choosing a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roundtable_cli.output.page import Page, PageTable, TidyData

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is run by a spreadsheet
PLAIN_SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), " ")  # so that grep finds them
# Variables that a shell acts on, runs, or does not keep: an indicator of such a code must not set one.
SHELL_VARIABLES = frozenset(
    "PATH IFS HOME ENV SHELL CDPATH LANG LANGUAGE TERM USER LOGNAME PWD OLDPWD RANDOM SRANDOM SECONDS LINENO PPID "
    "UID EUID GROUPS DIRSTACK HISTCMD HISTFILE SHELLOPTS EPOCHSECONDS EPOCHREALTIME PS0 PS1 PS2 PS3 PS4 OPTIND OPTARG "
    "PROMPT_COMMAND OPTERR MAIL MAILPATH MAILCHECK TMOUT FCEDIT EDITOR VISUAL FUNCNAME PIPESTATUS REPLY COLUMNS LINES "
    "HOSTNAME HOSTTYPE MACHTYPE OSTYPE POSIXLY_CORRECT GLOBIGNORE FIGNORE EXECIGNORE INPUTRC SHLVL TZ TMPDIR".split()
)


def as_csv(data: TidyData, delimiter: str = ",") -> str:
    """RFC 4180 but for line ends, which are the shell's; a text that a spreadsheet would run is made harmless."""
    import csv
    import io

    def csv_line(row: Sequence[object]) -> str:
        out = io.StringIO()
        # With "\r\n" for a line end the writer puts either of the two into quotes where a text holds it.
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(
            _escape_formula(data_text(value)) for value in row
        )
        return out.getvalue().removesuffix("\r\n") + "\n"

    return "".join(map(csv_line, (data.head, *data.rows)))


def as_tsv(data: TidyData) -> str:
    """The same between tabs."""
    return as_csv(data, "\t")


def as_json(data: TidyData) -> str:
    """An array of objects, one a line."""
    return "[" + ",".join(f"\n{line}" for line in _json_objects(data)) + "\n]\n" if data.rows else "[]\n"


def as_jsonl(data: TidyData) -> str:
    """An object a line."""
    return "".join(f"{line}\n" for line in _json_objects(data))


def as_env(data: TidyData) -> str:
    """`ACTIVISTS=106`, to be evaluated by a shell; quoted so that nothing in the data can run."""
    import shlex

    from roundtable_cli.errors import USAGE, Finding, Refused

    codes, values = [str(code).upper() for code in data.column_values("code")], data.column_values("value")
    if len(set(codes)) < len(codes):
        raise Refused(Finding(USAGE, "env has one value for each indicator, not a breakdown", "use -f csv or json"))
    for code in codes:
        if code in SHELL_VARIABLES or code.startswith(("LC_", "LD_", "BASH", "COMP_", "HIST")):
            remedy = "use -f csv or json, or give the indicator another code"
            raise Refused(Finding(USAGE, f"{code} is a variable of the shell's own", remedy))
    return "".join(f"{code}={shlex.quote(data_text(value))}\n" for code, value in zip(codes, values, strict=True))


def as_table(page: Page, width: int = 80, colour: bool = False) -> str:
    """Plain text for a terminal of `width` characters, in `colour` if it shows any; labels wrap, nothing is cut."""
    import textwrap

    import tabulate

    tabulate.MIN_PADDING = 0  # a heading needs no more room than its cells

    def colour_cell(cell: str) -> str:
        return f"\x1b[{page.colours[cell]}m{cell}\x1b[0m" if colour and cell in page.colours else cell

    def terminal_table(grid: PageTable) -> str:
        fitted, _ = grid.fit_width(width)
        rows = [[colour_cell(cell) for cell in row] for row in fitted.rows]
        return tabulate.tabulate(rows, fitted.head, "simple", disable_numparse=True, colalign=_column_alignments(grid))

    def wrap_line(text: str) -> str:
        return textwrap.fill(text, max(width, 40), break_long_words=False, break_on_hyphens=False)

    blocks = [[wrap_line(line) for line in (page.title, *page.lines)]]
    blocks += [[wrap_line(grid.title), terminal_table(grid)] for grid in page.grids]
    blocks.append([wrap_line(note) for note in page.notes])
    return _join_blocks(blocks).translate(PLAIN_SPACES)


def as_markdown(page: Page) -> str:
    """GitHub's tables; a bar in a cell is escaped."""
    from tabulate import tabulate

    def escape_markdown(text: str) -> str:
        for mark in "\\|*_`<>[]&~$":
            text = text.replace(mark, f"\\{mark}")
        return " ".join(text.split("\n"))

    def markdown_table(grid: PageTable) -> str:
        rows = [[escape_markdown(cell) for cell in row] for row in grid.rows]
        head = [escape_markdown(cell) for cell in grid.head]
        return tabulate(rows, head, tablefmt="pipe", disable_numparse=True, colalign=_column_alignments(grid))

    blocks = [
        [f"# {escape_markdown(page.title)}"] if page.title else [],
        [escape_markdown(line) + "  " for line in page.lines],
    ]
    for grid in page.grids:
        blocks += [[f"## {escape_markdown(grid.title)}"] if grid.title else [], [markdown_table(grid)]]
    blocks.append([f"- {escape_markdown(note)}" for note in page.notes])
    return _join_blocks(blocks)


def as_html(page: Page) -> str:
    """A page of HTML: headings, tables and a list of notes, all escaped."""
    from html import escape

    from tabulate import tabulate

    lines = ["<!doctype html>", '<meta charset="utf-8">', f"<title>{escape(page.title)}</title>"]
    lines += [f"<h1>{escape(page.title)}</h1>"] if page.title else []
    lines += [f"<p>{escape(line)}</p>" for line in page.lines]
    for grid in page.grids:
        lines += [f"<h2>{escape(grid.title)}</h2>"] if grid.title else []
        table = tabulate(
            grid.rows, grid.head, tablefmt="html", disable_numparse=True, colalign=_column_alignments(grid)
        )
        lines.append(table)
    if page.notes:
        lines += ["<ul>", *(f"<li>{escape(note)}</li>" for note in page.notes), "</ul>"]
    return "\n".join(lines) + "\n"


def as_latex(page: Page) -> str:
    """Paragraphs and tabular environments, to be put into a document."""
    from tabulate import tabulate

    def latex_table(grid: PageTable) -> str:
        return tabulate(
            grid.rows, grid.head, tablefmt="latex", disable_numparse=True, colalign=_column_alignments(grid)
        )

    blocks = [
        [f"\\section*{{{_escape_latex(page.title)}}}"] if page.title else [],
        [_escape_latex(line) + r" \\" for line in page.lines],
    ]
    for grid in page.grids:
        blocks += [[f"\\subsection*{{{_escape_latex(grid.title)}}}"] if grid.title else [], [latex_table(grid)]]
    if page.notes:
        blocks.append([r"\begin{itemize}", *(rf"\item {_escape_latex(note)}" for note in page.notes), r"\end{itemize}"])
    return _join_blocks(blocks)


def as_xlsx(page: Page) -> bytes:
    """An Excel workbook: a worksheet for each table, with real numbers and dates."""
    from roundtable_cli.output.formats import xlsx

    return xlsx.workbook_bytes(page)


def as_values(data: TidyData) -> str:
    """The bare values, a line each."""
    return "".join(f"{data_text(value)}\n" for value in data.column_values("value"))


DATA_FORMATS: Mapping[str, Callable[[TidyData], str]] = {
    "csv": as_csv,
    "tsv": as_tsv,
    "json": as_json,
    "jsonl": as_jsonl,
    "env": as_env,
    "values": as_values,
}
TEXT_FORMATS: Mapping[str, Callable[[Page], str]] = {
    "table": as_table,
    "markdown": as_markdown,
    "html": as_html,
    "latex": as_latex,
}
BINARY_FORMATS: Mapping[str, Callable[[Page], bytes]] = {"xlsx": as_xlsx}  # what is no text goes into a file only
PAGE_FORMATS: Mapping[str, Callable[[Page], str | bytes]] = {**TEXT_FORMATS, **BINARY_FORMATS}
FORMAT_NAMES = (*PAGE_FORMATS, *DATA_FORMATS)
TABULAR_FORMATS = (*PAGE_FORMATS, "csv", "tsv", "json", "jsonl")  # what is no list of single values has these formats
FORMAT_ENDINGS = {"txt": "table", "md": "markdown", "htm": "html", "tex": "latex", "sh": "env", "ndjson": "jsonl"} | {
    name: name for name in FORMAT_NAMES
}


def data_text(value: object) -> str:
    """A value as data: `61933`, `2018-11-19`, nothing where there is none; decimals without an exponent."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value or 0:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else str(value)


def _json_objects(data: TidyData) -> list[str]:
    """Each row as an object; a decimal number is written out, not made a float on the way."""
    import json

    def json_value(value: object) -> str:
        if isinstance(value, Decimal):
            return data_text(value)
        plain = value.isoformat() if isinstance(value, date) else value
        return json.dumps(plain, ensure_ascii=False, allow_nan=False)

    names = [json.dumps(name, ensure_ascii=False) for name in data.head]
    pairs = ((f"{name}: {json_value(value)}" for name, value in zip(names, row, strict=True)) for row in data.rows)
    return [f"{{{', '.join(row)}}}" for row in pairs]


def _escape_formula(text: str) -> str:
    """A number stays a number, though it begins with a minus."""
    if not text.startswith(FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _column_alignments(grid: PageTable) -> list[str]:
    return ["right" if column in grid.right else "left" for column in range(len(grid.head))]


def _join_blocks(blocks: list[list[str]]) -> str:
    """Blocks of lines, with an empty line between two; empty ones and lines are left out."""
    texts = ["\n".join(line for line in block if line) for block in blocks]
    return "\n\n".join(text for text in texts if text) + "\n"


def _escape_latex(text: str) -> str:
    marks = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}"}
    marks |= {">": r"\textgreater{}"} | {mark: f"\\{mark}" for mark in "&%$#_{}"}
    return "".join(marks.get(letter, letter) for letter in text)
