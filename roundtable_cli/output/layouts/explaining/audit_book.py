"""What an audit workbook holds: all rows behind a value, the arithmetic over them, and what the value means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli import __version__
from roundtable_cli.comparison.freezing.report_freezing import digest_file, name_in_folder
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.explaining.explained_rows import COUNTED, DECIDES, LEFT_OUT, ExplainedRow
from roundtable_cli.indicators.results import NumericValue, Result
from roundtable_cli.output.layouts.explaining.explanation_page import ExplanationLayout
from roundtable_cli.output.layouts.reference_sheet import ReferenceSheets
from roundtable_cli.output.page import RowStream

if TYPE_CHECKING:
    from roundtable_cli.project import Project

FIRST_COLUMN, DECIDES_COLUMN = "first", "decides"
SUM_OF_ROWS, NUMBER_OF_FIRSTS, QUOTIENT, LEAST, GREATEST, MEDIAN, DECIDED, OF_PARTS, NO_FORMULA = (
    "sum", "firsts", "quotient", "least", "greatest", "median", "decided", "parts", ""
)  # fmt: skip
_METHODS = {"mean": QUOTIENT, "share": QUOTIENT, "min": LEAST, "max": GREATEST, "median": MEDIAN, "latest": DECIDED}


class AuditTotal(NamedTuple):
    """The value of one indicator, and the `method` by which a spreadsheet works it out.

    It is that of the rows of a `part`, or of the totals `parts` with `sign` between them, times the `factor`.
    """

    label: str
    value: object
    method: str
    part: str
    parts: tuple[str, ...] = ()
    sign: str = ""
    factor: NumericValue = 1


class AuditBook(NamedTuple):
    """The sheets of an audit workbook: rows with the totals above them, and the definition as names and texts."""

    totals: tuple[AuditTotal, ...]
    rows: RowStream
    definition: tuple[tuple[str, str], ...]


def build_audit_book(
    layout: ExplanationLayout,
    elements: Sequence[tuple[object, ...]],
    files: Sequence[tuple[str, str]],
    program: str,
) -> AuditBook:
    """The workbook of an explanation.

    `elements` are code, element and text of reference sheets, `files` the name and the SHA-256 of each file,
    `program` is the program with its version.
    """
    return AuditBook(
        tuple(_iter_totals(layout)),
        _mark_rows(layout),
        (
            *_describe_request(layout),
            *((f"{code}: {element}", str(text)) for code, element, text in elements),
            *((f"SHA-256 {name}", digest) for name, digest in files),
            ("program", program),
        ),
    )


def collect_audit_book(layout: ExplanationLayout, project: Project) -> AuditBook:
    """The workbook of an explanation of a project, with the definition as in reference sheets, and its files."""
    explanation, tables = layout.explanation, project.package.tables
    names = {name: [path.name for path in table.paths] for name, table in tables.items()}
    code = explanation.indicator.code
    calculated = {code: project.calculated_columns(code)}
    sheets = ReferenceSheets(project.framework, layout.words, names, calculated, project.personal_names)
    elements = sheets.elements_data([*dict.fromkeys((explanation.indicator, *explanation.parts))])
    read = dict.fromkeys(path for name in explanation.tables for path in tables[name].paths if path.is_file())
    files = [(name_in_folder(path, project.folder), digest_file(path)) for path in read]
    return build_audit_book(layout, elements.rows, files, f"rt-stats {__version__}")


def _mark_rows(layout: ExplanationLayout) -> RowStream:
    """The rows as data, with a 1 where a value appears for the first time, and where a row gives the value."""
    head = layout.build_data().head
    return RowStream((*head, FIRST_COLUMN, DECIDES_COLUMN), map(partial(_mark_row, layout), layout.explanation.rows()))


def _mark_row(layout: ExplanationLayout, row: ExplainedRow) -> tuple[object, ...]:
    first = None if row.status == LEFT_OUT else int(row.status == COUNTED)
    return (*layout.row_values(row), first, 1 if row.reason and row.reason.kind == DECIDES else None)


def _iter_totals(layout: ExplanationLayout) -> Iterator[AuditTotal]:
    """The totals of the parts, then those of formulas, the indicator's own last."""
    results = layout.explanation.results
    for indicator in results.framework.with_parts([layout.explanation.indicator.code]):
        result = layout.explanation.total_of(indicator)
        label = f"{indicator.code}: {indicator.label(layout.words.language)}"
        method = _choose_method(indicator, result, layout.explanation.personal_names)
        about = (label, result.value, method, indicator.code, indicator.parts, indicator.traits.sign)
        yield AuditTotal(*about, indicator.total_factor)


def _choose_method(indicator: Indicator, result: Result, personal: frozenset[str]) -> str:
    """How a spreadsheet works out a value; not at all where there is none, or where rows do not tell what they add."""
    is_number = isinstance(result.value, NumericValue)
    if not is_number and not (isinstance(result.value, date) and indicator.traits.is_own_value):
        return NO_FORMULA
    if indicator.is_formula:
        return OF_PARTS
    if {indicator.column, indicator.weight} & personal and not indicator.traits.is_count:
        return NO_FORMULA
    if indicator.traits.needs_rank:  # spreadsheets place ranks between values otherwise
        return NO_FORMULA
    if indicator.traits.counts_distinct and not indicator.traits.is_proportion:
        return NUMBER_OF_FIRSTS
    return _METHODS.get(indicator.measure, SUM_OF_ROWS)


def _describe_request(layout: ExplanationLayout) -> Iterator[tuple[str, str]]:
    yield from (("", line) for line in layout.list_headings())
    for funnel in layout.explanation.funnels:
        for step in funnel.steps:
            yield layout.step_text(step), str(step.rows)
