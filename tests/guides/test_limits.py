"""The guide `files` has one table of limits, with the numbers that the program holds itself to."""

from __future__ import annotations

import re

from roundtable_cli import mapping_reader
from roundtable_cli.cli import session
from roundtable_cli.guides import handbook
from roundtable_cli.indicators.binding import request
from roundtable_cli.indicators.computing.dated_rows import sparse_periods
from roundtable_cli.indicators.definitions.validation import definition_depth
from roundtable_cli.tables.checks import cell_patterns
from roundtable_cli.tables.reading import file_bytes, open_files, row_faults
from roundtable_cli.tables.reading.workbooks import workbook_content

MEGABYTE = 2**20
LIMITS = {
    "cells of a row": row_faults.MAX_COLUMNS,
    "length of a line": file_bytes.MAX_LINE_BYTES // MEGABYTE,
    "a compressed file": file_bytes.MAX_UNPACKED_BYTES // MEGABYTE,
    "what comes through standard input": file_bytes.MAX_STREAM_BYTES // MEGABYTE,
    "cells of a sheet": workbook_content._MAX_SHEET_CELLS,
    "sheets of a workbook": open_files.MAX_SHEETS,
    "repetitions in a `pattern`": cell_patterns.MAX_REPETITIONS,
    "calculated columns and dimensions": definition_depth.MAX_DEPTH,
    "conditions of a dimension": definition_depth.MAX_TESTS,
    "digits before or behind": mapping_reader._MAX_EXPONENT,
    "indicators of one": request.MAX_INDICATORS,
    "periods of one breakdown": sparse_periods.MAX_PERIODS,
    "categories of a breakdown": session.MAX_CATEGORIES_ON_SCREEN,
}


def test_the_guide_has_the_limits_of_the_program() -> None:
    """Each in a row of its table, in this order, and no other."""
    sections = handbook.guide_sections(handbook.guide_text("files"))
    text = "".join(section.text for section in sections if section.heading == "Limits")
    rows = re.findall(r"^\| (.+) \| ([0-9,]+)(?: MB)? \|$", text, re.MULTILINE)
    assert len(rows) == len(LIMITS)
    for (what, number), (start, limit) in zip(rows, LIMITS.items(), strict=True):
        assert (what.startswith(start), number) == (True, f"{limit:,}"), what
