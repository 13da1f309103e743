"""Rows that are no records among those that an engine reads: headers repeated, blank rows, rows of totals.

An engine can't tell a row of totals: that takes the sums of its columns. It finds the rows that may be one, by their
first filled cell; where it finds any, Python looks at all rows and tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from roundtable_cli.errors import Finding
from roundtable_cli.tables.engines.sql.dialect import SqlDialect
from roundtable_cli.tables.engines.sql.external_files import ExternalFile
from roundtable_cli.tables.reading import row_faults, text_encoding
from roundtable_cli.tables.reading.totals import statistic_rows, total_labels, total_rows
from roundtable_cli.tables.values.white_space import ASCII_WHITESPACE, UNICODE_WHITESPACE

SAMPLE_ROWS = 1000  # records beside which a row of totals stands out, unless it takes the sums of all

# What `str.strip` takes off a text, and no other sign: `values` trims cells with it.
_SPACE_CHARACTERS = "".join(rf"\x{{{ord(space):x}}}" for space in ASCII_WHITESPACE + UNICODE_WHITESPACE)
FILLED_PATTERN = f"[^{_SPACE_CHARACTERS}]"  # of a text that is not blank
# First cells of rows of totals, of blank rows, and of a second file that was appended with its byte order mark.
_NON_RECORD_PATTERN = (
    rf"{total_labels.TOTAL_LABEL_PATTERN}|^[{_SPACE_CHARACTERS}]*$|^\x{{{ord(text_encoding.BOM_CHARACTER):x}}}"
)
# Signs with which labels of totals begin in Latin letters, or after white space and punctuation; and those with which
# they end. Labels in other letters are not ASCII.
_FIRST_SIGNS = sorted(
    {sign for start in total_labels.LABEL_STARTS if start.isascii() for sign in (start[0], start[0].upper())}
    | {sign for sign in total_labels.LABEL_PADDING if "0" <= sign <= "~"}
)
_LAST_SIGNS = sorted(
    {sign for end in total_labels.LABEL_ENDINGS if end.isascii() for sign in (end[-1], end[-1].upper())}
)


def may_be_non_record(text: str, first_names: Collection[str]) -> bool:
    """Whether a row may be no record, of which this is the first filled cell; `first_names` begin the headers."""
    return (
        text.strip() in {"", *first_names}
        or text.startswith(text_encoding.BOM_CHARACTER)
        or total_labels.is_total_label(text)
        or total_labels.missing_cells_of_label(text) == 1
    )


def non_record_condition(dialect: SqlDialect, text: str, first_names: Collection[str]) -> str:
    """`may_be_non_record` of the expression `text`, as a condition in SQL; true for some other texts too.

    Most cells are told from how they begin, or from a letter that they lack, for little; a pattern tells the others.
    """
    suspicious = [f"({text} >= '{sign}' AND {text} < '{chr(ord(sign) + 1)}')" for sign in _FIRST_SIGNS]
    suspicious += [f"{text} < '0'", f"{text} > '~'", *(f"contains({text}, '{sign}')" for sign in _LAST_SIGNS)]
    is_suspect = " OR ".join((*suspicious, dialect.has_wide_letters(text)))
    headers = [[dialect.quote_literal(name + end) for end in ("", " ", "!")] for name in first_names]
    # A name with white space after it sorts from the name and a space up to the name and "!", the next sign.
    is_header = " OR ".join(
        f"{text} = {name} OR ({text} >= {spaced} AND {text} < {after})" for name, spaced, after in headers
    )
    trimmed = (f"trim({text}) = {name}" for name, *_ in headers)
    is_short_label = dialect.matches_pattern(text, total_labels.SHORT_LABEL_PATTERN)
    is_strange = " OR ".join((dialect.matches_pattern(text, _NON_RECORD_PATTERN), *trimmed, is_short_label))
    begins_so = " OR ".join(
        f"({text} >= '{sign}' AND {text} < '{chr(ord(sign) + 1)}')"
        for letter in total_labels.SHORT_LABEL_FIRST_LETTERS
        for sign in (letter.upper(), letter)
    )
    cases = f"WHEN {is_header} THEN true WHEN {is_suspect} THEN {is_strange} WHEN {begins_so} THEN {is_short_label}"
    return f"CASE {cases} ELSE false END"


def find_non_records(records: Iterable[tuple[ExternalFile, int, list[str]]]) -> Iterator[Finding]:
    """The findings for records, each with its file and row number, that repeat the header or look like totals."""
    for file, file_records in groupby(records, itemgetter(0)):
        labeled, short, sample = dict[int, list[str]](), dict[int, list[str]](), list[list[str]]()
        for _, number, row in file_records:
            if len(row) > 1 and [cell.strip() for cell in row] == list(file.header):
                yield row_faults.repeated_header_finding(file.label, number)
            elif total_labels.is_total_label(total_labels.row_label(row)):
                if len(labeled) > total_rows.MAX_SUMMED_TOTALS:  # of very many, the first ones and the last are enough
                    labeled.popitem()
                labeled[number] = row
            elif total_labels.missing_cells_of_label(total_labels.row_label(row)) == 1:
                short[number] = row
            elif len(sample) <= SAMPLE_ROWS:
                sample.append(row)
        for number in sorted(_find_total_numbers(file, labeled, sample) | _find_short_numbers(short, sample)):
            yield row_faults.total_row_finding(file.label, number)


def _find_short_numbers(short: Mapping[int, list[str]], sample: list[list[str]]) -> set[int]:
    """The numbers of the rows that hold nothing but the label of a total or statistic and numbers: no record does."""
    usually_filled = statistic_rows.list_usually_filled(zip(*sample, strict=True)) if short and sample else []
    is_short = {number: statistic_rows.is_short_row(row, usually_filled) for number, row in short.items()}
    return {*short} if all(is_short.values()) else set()


def _find_total_numbers(file: ExternalFile, labeled: Mapping[int, list[str]], sample: list[list[str]]) -> set[int]:
    """The numbers of the rows that are labeled as totals and look so, beside some records of their file."""
    if not labeled:
        return set()
    found = total_rows.find_total_rows([*sample, *labeled.values()])
    numbers = {[*labeled][index - len(sample)] for index in found.non_records if index >= len(sample)}
    if len(sample) <= SAMPLE_ROWS:
        return numbers
    return numbers | total_rows.find_streamed_totals(file.stream_rows(), labeled)  # sums take all rows once more
