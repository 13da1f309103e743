"""Keys that the rows show: the column that names each row of a table, and columns that name rows of other tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from roundtable_cli.scaffold import people_drafts
from roundtable_cli.scaffold.table_proposal import TableProposal
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.table import ForeignKey
from roundtable_cli.tables.vocabulary import headings

_CODE_PATTERN = re.compile(r"[^\W_]+(?:[._/-][^\W_]+)*")
_MAX_CODE_LENGTH = 20  # letters and digits of a code
_MAX_LETTERS = 2  # of a text that names different things in different tables
_MIN_SURE_LENGTH = 8  # letters and digits together that are the same in two tables by no chance
_RECURRING_KINDS = frozenset("people who body group place".split())  # of whom or what a table of events tells again
_NON_KEY_KINDS = frozenset("quantity amount rate age year place phone currency name".split())


def add_keys(proposals: Mapping[str, TableProposal], names: Collection[str]) -> dict[str, TableProposal]:
    """All the tables, by name; those of `names` with the keys that their rows show, where they declare none."""
    key_columns = {
        name: _index_of_parent(proposal, proposals) or _find_key_column(proposal)
        for name, proposal in proposals.items()
    }
    return {
        name: _with_keys(proposal, proposals, key_columns) if name in names else proposal
        for name, proposal in proposals.items()
    }


def _with_keys(
    proposal: TableProposal, proposals: Mapping[str, TableProposal], key_columns: Mapping[str, str]
) -> TableProposal:
    table, key_column = proposal.table, key_columns[proposal.table.name]
    primary_key = table.primary_key or ((key_column,) if key_column else ())
    foreign_keys = table.foreign_keys or tuple(_propose_foreign_keys(proposal, proposals, key_columns))
    return replace(proposal, table=table._replace(primary_key=primary_key, foreign_keys=foreign_keys))


def _index_of_parent(proposal: TableProposal, proposals: Mapping[str, TableProposal]) -> str:
    """The index of a repeat group, if the rows of another one inside it name it; "" for any other table."""
    is_named = any(_is_parent_table(proposal, other) for other in proposals.values() if other is not proposal)
    index = proposal.columns.get(kobo_headers.RECORD_INDEX)
    has_other_key = bool(proposal.table.primary_key) or kobo_headers.RECORD_UUID in proposal.columns
    return index.name if index and is_named and not has_other_key and index.identifies_rows else ""


def _find_key_column(proposal: TableProposal) -> str:
    """The one column that names each row of a table, as declared or else as the rows show; "" where none does."""
    if declared := proposal.table.primary_key:
        return declared[0] if len(declared) == 1 and declared[0] in proposal.columns else ""
    ranks = {
        name: rank
        for name, column in proposal.columns.items()
        if name not in proposal.looks_personal
        and column.may_be_identifier
        and (rank := _rank_as_key(column, proposal)) is not None
        and column.identifies_rows
    }
    return min(ranks, key=ranks.__getitem__, default="")


def _rank_as_key(column: ColumnProfile, proposal: TableProposal) -> int | None:
    """How well a column would name the rows, 0 the best; None where it would not, even if all its values differ."""
    kinds = headings.heading_kinds(column.name)
    if column.name == kobo_headers.RECORD_UUID:
        return 0
    if "serial" in kinds:
        return None if people_drafts.is_bare_count(column) else 3
    if "identity" in kinds and "quantity" not in kinds:
        return _rank_id(column, proposal)
    if column.name != next(iter(proposal.columns)):  # by its values alone only a table's first column is its key
        return None
    if column.field.type == "integer":
        return 3 if _is_series(column) and not people_drafts.is_headcount(column) else None
    is_of_codes = not kinds & _NON_KEY_KINDS and all(map(_is_code, column.text_counts))
    is_key = (
        is_of_codes and (_have_digits(column) or not _has_numbers(proposal)) and not _may_come_again(column, proposal)
    )
    return 2 if is_key else None


def _may_come_again(column: ColumnProfile, proposal: TableProposal) -> bool:
    """Whether codes may be of who took part in events, or where: they come again next quarter."""
    words = headings.heading_words(column.name)
    is_own = headings.are_words_related(words, headings.heading_words(proposal.table.name))
    return bool(proposal.event_date) and not is_own


def _rank_id(column: ColumnProfile, proposal: TableProposal) -> int | None:
    """How well a column that is called an id names the rows; None where it names what events of the table happen to."""
    subject, table = headings.heading_subject(column.name), proposal.table.name
    if not subject or headings.are_words_related(subject, headings.heading_words(table)):
        return 1
    if proposal.event_date and headings.heading_kinds(column.name) & _RECURRING_KINDS:
        return None  # who came in January comes again in April, though no id stands twice yet
    return 1 if "people" in headings.heading_kinds(column.name) & headings.heading_kinds(table) else 2


def _have_digits(column: ColumnProfile) -> bool:
    return all(any(map(str.isdigit, text)) for text in column.text_counts)


def _has_numbers(proposal: TableProposal) -> bool:
    """Whether a table has numbers beside its first column: words there name what they are of, and no codes."""
    return any(column.is_numeric for column in proposal.columns.values())


def _is_code(text: str) -> bool:
    return len(text) <= _MAX_CODE_LENGTH and _CODE_PATTERN.fullmatch(text) is not None


def _is_series(column: ColumnProfile) -> bool:
    """Whether whole numbers count the rows: from 0 or 1 on, none left out."""
    return any({*column.key_counts} == {*map(str, range(start, start + column.row_count))} for start in (0, 1))


def _propose_foreign_keys(
    proposal: TableProposal, proposals: Mapping[str, TableProposal], key_columns: Mapping[str, str]
) -> Iterator[ForeignKey]:
    """The columns of which every value is a key of one other table, and by no chance."""
    own_name = proposal.table.name
    keys = {name: proposals[name].columns[key] for name, key in key_columns.items() if key and name != own_name}
    for name, column in proposal.columns.items():
        if name in proposal.looks_personal or not _may_refer(column):
            continue
        targets = {table: key for table, key in keys.items() if _contains_values(key, column)}
        related = [table for table, key in targets.items() if _headings_refer(column, key, proposal, proposals[table])]
        chosen = related or [table for table, key in targets.items() if _is_no_coincidence(key, column)]
        if key_columns[own_name] == name:  # of two keys neither refers to the other, unless it is called after it
            chosen = [table for table in chosen if _is_part_of(column, targets[table], proposals[table])]
        if len(chosen) == 1:
            yield ForeignKey((name,), chosen[0], (key_columns[chosen[0]],))


def _is_part_of(column: ColumnProfile, key: ColumnProfile, target: TableProposal) -> bool:
    """Whether a key is that of some rows of another table: it is called after that, and there are more there."""
    words, name = headings.heading_subject(column.name), target.table.name
    are_people = "people" in headings.heading_kinds(column.name) & headings.heading_kinds(name)
    is_called_so = are_people or headings.are_words_related(words, headings.heading_words(name))
    return is_called_so and len(key.key_counts) > len(column.key_counts)


def _may_refer(column: ColumnProfile) -> bool:
    is_measured = headings.heading_kinds(column.name) & {"quantity", "amount"} or people_drafts.is_headcount(column)
    return column.may_be_identifier and len(column.text_counts) >= 2 and not is_measured


def _contains_values(key: ColumnProfile, column: ColumnProfile) -> bool:
    """Whether all of a column's values are among a key's, and of its type."""
    same = key.field.type == column.field.type and len(column.text_counts) <= len(key.text_counts)
    return same and column.key_counts.keys() <= key.key_counts.keys()


def _headings_refer(column: ColumnProfile, key: ColumnProfile, own: TableProposal, target: TableProposal) -> bool:
    """Whether the headings say that a column names rows of another table by its key."""
    is_parent, is_index = column.name == kobo_headers.PARENT_INDEX, key.name == kobo_headers.RECORD_INDEX
    if is_parent or is_index:
        return is_parent and is_index and _is_parent_table(target, own)
    if (column.name, key.name) == (kobo_headers.SUBMISSION_UUID, kobo_headers.RECORD_UUID):
        return True
    subject, table_words = headings.heading_subject(column.name), headings.heading_words(target.table.name)
    if headings.are_words_related(subject, table_words):
        return True
    known_words = (*headings.heading_subject(key.name), *table_words)
    return headings.are_words_related(subject, known_words) and not _has_mere_letters(column)


def _is_parent_table(target: TableProposal, own: TableProposal) -> bool:
    """Whether the rows of a KoboToolbox repeat group name that sheet as their parent.

    An index is counted anew in every workbook: it names rows of the same file alone.
    """
    parents = own.columns.get(kobo_headers.PARENT_TABLE)
    if parents is None or len(parents.text_counts) != 1 or own.table.paths != target.table.paths:
        return False
    (name,) = parents.text_counts
    return kobo_headers.is_sheet_of_table(target.table.sheet or target.table.name, name)


def _has_mere_letters(column: ColumnProfile) -> bool:
    """Whether some texts are a letter or two: A, B and C are in many tables, and of other things in each."""
    return any(len(text) <= _MAX_LETTERS and text.isalpha() for text in column.key_counts)


def _is_no_coincidence(key: ColumnProfile, column: ColumnProfile) -> bool:
    """Whether values are codes with letters, and long, or most of all the keys: they mean the same in both tables."""
    have_letters = all(any(map(str.isalpha, text)) for text in column.key_counts)
    if column.field.type != "string" or not have_letters or _has_mere_letters(column):
        return False
    are_long = all(len(text) >= _MIN_SURE_LENGTH and any(map(str.isdigit, text)) for text in column.key_counts)
    return are_long or 2 * len(column.key_counts) >= len(key.key_counts)
