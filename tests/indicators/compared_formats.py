"""Results written in every format and read again: each has the same values."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import Any

from roundtable_cli import Result, Results
from roundtable_cli.output.formats.registry import find_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.summary_page import summary_data, summary_page
from tests.output.formats.workbooks.opened_workbooks import opened, table


def check_data_formats(results: Results) -> list[dict[str, str]]:
    """The rows of csv, of which tsv, json and jsonl have the same; their values are those of the results, exactly."""
    data = summary_data(results, "en", total=True)
    as_csv = [*csv.DictReader(StringIO(str(find_format("csv").write(data))))]
    assert as_csv == [*csv.DictReader(StringIO(str(find_format("tsv").write(data))), delimiter="\t")]
    as_json: list[dict[str, Any]] = json.loads(str(find_format("json").write(data)), parse_float=Decimal)
    lines = str(find_format("jsonl").write(data)).splitlines()
    assert [json.loads(line, parse_float=Decimal) for line in lines] == as_json
    for result, written, values in zip(results, as_csv, as_json, strict=True):
        assert _is_same_number(result, values["value"]), (result, values)
        assert _is_same_number(result, written["value"] or None), (result, written)
    return as_csv


def check_reading_formats(results: Results) -> None:
    """Each format that is text has every word of the page's cells; a workbook has each value as a number."""
    page = summary_page(CellTexts(results, LanguageWords("en")))
    shown = [cell for one in page.tables for row in one.rows for cell in row]
    plain = {word for cell in shown for word in cell.split() if "<" not in word}  # "<0" is written otherwise in html
    for name in ("table", "markdown", "html", "latex"):
        written = str(find_format(name).write(page)).replace("\\", "")
        assert all(word in written for word in plain), name
    in_book = [cell.value for row in table(opened(page)[0])[1:] for cell in row]
    found = [Fraction(str(value)) for value in in_book if isinstance(value, int | float)]
    values = [float(_fraction_of(result.value)) for result in results if result.value is not None]
    assert sorted(found) == sorted(Fraction(str(value)) for value in values)


def _fraction_of(value: object) -> Fraction:
    return Fraction(str(value))


def _is_same_number(result: Result, written: object) -> bool:
    if result.value is None or written is None:
        return result.value is None and written is None
    return _fraction_of(result.value) == _fraction_of(written)
