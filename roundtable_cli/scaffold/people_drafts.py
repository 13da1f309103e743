"""Whom and what a table counts, each once: codes that come again, and what tells people apart without a code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from roundtable_cli.scaffold.table_proposal import TableProposal, has_only_kinds, is_paradata
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.vocabulary import headings

MAX_RATING = 10  # the largest number of the scales by which answers are rated
_MAX_GAPS = 3  # times that the last number may be as large as the rows are many, where they are numbered
MIN_CODE_DIGITS = 6  # of whole numbers that are all as long: a count of people has not so many in every row
_UNCOUNTED_KINDS = frozenset(
    "identity serial document phone address place age rate size year birth sex running question measured element "
    "currency device contact label name amount unit_price period months".split()
)
_BARE_COUNT = ("n",)
_NAME_PARTS = ("surname", "firstname", "patronymic")  # a first name alone tells nobody from another


class CountedColumns(NamedTuple):
    """Columns whose different values are counted: whether they are of people, and whether of names alone."""

    names: tuple[str, ...]
    is_of_people: bool = False
    is_by_name: bool = False


def find_counted_columns(proposal: TableProposal) -> list[CountedColumns]:
    """What is counted once in a table; people by their codes first, else by a document, else by their names."""
    counted = [*_find_codes(proposal)]
    if not any(columns.is_of_people for columns in counted) and (code := _find_code_of_names(proposal)):
        counted = [columns for columns in counted if columns.names != (code,)]
        counted.insert(0, CountedColumns((code,), is_of_people=True))
    if not any(columns.is_of_people for columns in counted):
        counted = [*_find_people_without_code(proposal), *counted]
    return counted


def is_headcount(column: ColumnProfile) -> bool:
    """Whether whole numbers say how many people there are: `trainees`, `бенефициары`.

    The heading has a word for several people, and none of a code; and the numbers do not look like codes.
    """
    kinds = headings.heading_kinds(column.name)
    others = {"identity", "document", "phone", "address", "age", "rate", "amount", "birth"}
    is_count = column.field.type == "integer" and "headcount" in kinds and not kinds & others
    return is_count and not look_like_codes(column)


def is_count_of_things(column: ColumnProfile) -> bool:
    """Whether whole numbers from 0 on say how many there are, by a heading that is none of codes.

    It is a plural, or begins with `n`; or says what was done (`trained`), if some numbers are no answers on a scale; or
    is `n` alone, if that does not number the rows.
    """
    if column.field.type != "integer" or any(text.startswith("-") for text in column.text_counts):
        return False
    if is_bare_count(column):
        return True
    if headings.heading_kinds(column.name) & _UNCOUNTED_KINDS or look_like_codes(column):
        return False
    words = headings.heading_words(column.name)
    is_headed = headings.is_plural_heading(column.name) or (words[:1] == _BARE_COUNT and "".join(words).isascii())
    return is_headed or (headings.is_participle_heading(column.name) and _largest_number(column) > MAX_RATING)


def is_bare_count(column: ColumnProfile) -> bool:
    """Whether a column is headed `n` and says how many: its whole numbers do not go up from row to row as `№` does."""
    if headings.heading_words(column.name) != _BARE_COUNT or column.field.type != "integer":
        return False
    numbers = [int(text) for cell in column.cell_texts if (text := cell.strip()).isdecimal()]
    goes_up = all(one < other for one, other in pairwise(numbers))
    return bool(numbers) and not (goes_up and numbers[-1] <= _MAX_GAPS * column.row_count)


def _largest_number(column: ColumnProfile) -> int:
    return max((int(text) for text in column.text_counts if text.isdecimal()), default=0)


def look_like_codes(column: ColumnProfile) -> bool:
    """Whether whole numbers are written as codes are: with leading zeros, or all of the same many digits."""
    texts = [text for text in column.text_counts if text.isdigit()]
    lengths = {*map(len, texts)}
    has_zeros = any(text.startswith("0") and len(text) > 1 for text in texts)
    return has_zeros or (len(lengths) == 1 and min(lengths) >= MIN_CODE_DIGITS)


def _find_codes(proposal: TableProposal) -> Iterator[CountedColumns]:
    """What recurs from row to row: people, places and codes that are no key of this table."""
    table = proposal.table
    referring = {key.fields[0] for key in table.foreign_keys if len(key.fields) == 1}
    for name, column in proposal.columns.items():
        if table.primary_key == (name,) or name in proposal.mixed_findings or not _may_recur(column):
            continue
        is_of_people = proposal.names_people(name)
        if not (_is_code(column, is_of_people) or name in referring):
            continue
        if not is_of_people or name not in proposal.personal_columns or headings.is_key_heading(name):
            yield CountedColumns((name,), is_of_people)
        elif not _is_roster(proposal):
            yield CountedColumns((*_household_columns(proposal), name), is_of_people=True, is_by_name=True)


def _may_recur(column: ColumnProfile) -> bool:
    """Whether a column's texts can be names of things that several rows tell of."""
    if is_paradata(column.name) or headings.heading_kinds(column.name) & {"serial", "currency", "sex", "birth"}:
        return False
    return column.may_be_identifier and column.has_repeats and len(column.text_counts) > 1


def _is_code(column: ColumnProfile, is_of_people: bool) -> bool:
    """Whether a column holds codes of things, or names that are as good as codes."""
    kinds = headings.heading_kinds(column.name)
    if column.field.type == "integer":
        if kinds & {"quantity", "amount", "rate", "age", "phone"} or is_headcount(column):
            return False
        return "identity" in kinds or ("people" in kinds and look_like_codes(column))
    if "identity" in kinds:
        return not kinds & {"phone", "address", "amount"}
    if is_of_people:
        return has_only_kinds(column.name, "people", "name")
    return "body" in kinds and has_only_kinds(column.name, "body", "label", "name")


def _find_people_without_code(proposal: TableProposal) -> Iterator[CountedColumns]:
    """People by a document, else by their names; within a household, where the rows name it.

    A document that most rows lack is none, if there are names.
    """
    key = proposal.table.primary_key
    if _is_roster(proposal) or (len(key) == 1 and proposal.names_people(key[0])):
        return
    personal_names = proposal.personal_columns
    personal = [
        column
        for name, column in proposal.columns.items()
        if name in personal_names and column.text_counts and column.may_be_identifier
    ]
    names = _name_columns(personal)
    documents = [column for column in _columns_of_kind(personal, "document") if not names or _is_mostly_filled(column)]
    if documents:
        yield CountedColumns((max(documents, key=lambda column: column.filled_count).name,), is_of_people=True)
    elif names:
        yield CountedColumns((*_household_columns(proposal), *names), is_of_people=True, is_by_name=True)


def _find_code_of_names(proposal: TableProposal) -> str:
    """The column of codes that are those of the people beside them: each has one name, and each name one code.

    The heading says `code` alone, and not `№`, which numbers the rows of one file. Where no code comes again, rows with
    a date may be visits, and the codes theirs.
    """
    personal = [column for name, column in proposal.columns.items() if name in proposal.personal_columns]
    names = [proposal.columns[name] for name in _name_columns(personal)]
    for name, code in proposal.columns.items() if names and not _is_roster(proposal) else ():
        kinds = headings.heading_kinds(name)
        is_bare = "identity" in kinds and "serial" not in kinds and not headings.heading_subject(name)
        if is_bare and code.may_be_identifier and name not in proposal.personal_columns and _is_filled(code):
            comes_again = len(code.text_counts) < code.row_count
            if (comes_again or not proposal.event_date) and _are_one_to_one(code, names):
                return name
    return ""


def _are_one_to_one(code: ColumnProfile, names: Sequence[ColumnProfile]) -> bool:
    """Whether each code stands beside one name, and each name beside one code, in all rows."""
    people = [*zip(*(column.cell_texts for column in names), strict=True)]
    pairs = {*zip(code.cell_texts, people, strict=True)}
    return len(pairs) == len({*code.cell_texts}) == len({*people}) and all(map(_is_filled, names))


def _is_roster(proposal: TableProposal) -> bool:
    """Whether each row is another member of a household, as in a repeat group of KoboToolbox, whatever her name."""
    return kobo_headers.PARENT_INDEX in proposal.columns


def _household_columns(proposal: TableProposal) -> list[str]:
    """The column of the code of the household in each row of a list of members, if there is one."""
    return [
        name
        for name, column in proposal.columns.items()
        if {"household", "identity"} <= headings.heading_kinds(name) and column.may_be_identifier and _is_filled(column)
    ][:1]


def _name_columns(columns: list[ColumnProfile]) -> list[str]:
    """The columns that together name a person: surname and first name, else a full name, else the surname alone."""
    firsts = [column for kind in _NAME_PARTS for column in [*_columns_of_kind(columns, kind)][:1]]
    # Of a row without a patronymic nobody would be counted.
    parts = [
        column.name
        for column in firsts
        if _is_filled(column) or "patronymic" not in headings.heading_kinds(column.name)
    ]
    if len(parts) > 1:
        return parts
    full = [
        column.name
        for column in _columns_of_kind(columns, "person", "name")
        if not headings.heading_kinds(column.name) & {*_NAME_PARTS}
    ]
    return full[:1] or [name for name in parts if "surname" in headings.heading_kinds(name)]


def _is_filled(column: ColumnProfile) -> bool:
    return column.filled_count == column.row_count


def _is_mostly_filled(column: ColumnProfile) -> bool:
    return 2 * column.filled_count >= column.row_count


def _columns_of_kind(columns: Iterable[ColumnProfile], *kinds: str) -> Iterator[ColumnProfile]:
    return (column for column in columns if headings.heading_kinds(column.name) & {*kinds})
