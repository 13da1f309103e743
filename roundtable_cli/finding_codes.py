"""The codes of findings: the word for each kind of fault or warning, and which of them tell of what was assumed.

Scripts rely on these words; the guide `checks` has a part for each.
"""

from __future__ import annotations


class FindingCode(str):
    """A word of the program for a kind of finding, which scripts rely on: frictionless's where it has one."""

    __slots__ = ()

    @property
    def is_of_heading(self) -> bool:
        """Whether it is said of the headings of columns, not of cells."""
        return self.endswith("-label")


# What is asked for, and what the definitions say.
USAGE = FindingCode("usage")
NO_PROJECT = FindingCode("no-project")
DEFINITION = FindingCode("definition-error")
PLAN_ERROR = FindingCode("plan-error")
RECOUNT_ERROR = FindingCode("recount-error")
SCHEMA_ERROR = FindingCode("schema-error")
UNKNOWN_VALUE = FindingCode("unknown-value")
ENGINE_FAILURE = FindingCode("engine")
# A file, its headings, and its rows.
SOURCE_ERROR = FindingCode("source-error")
ENCODING_ERROR = FindingCode("encoding-error")
ENCODING_GUESSED = FindingCode("encoding-guessed")
ENCODING_DOUBTFUL = FindingCode("encoding-doubtful")
LOST_LETTERS = FindingCode("lost-letters")
REPEATED_FILE = FindingCode("repeated-file")
UNUSED_FILE = FindingCode("unused-file")
NULL_BYTE = FindingCode("null-byte")
OLD_FORMAT = FindingCode("old-format")
MERGED_CELLS = FindingCode("merged-cells")
HIDDEN_SHEET = FindingCode("hidden-sheet")
HIDDEN_ROW = FindingCode("hidden-row")
HIDDEN_COLUMN = FindingCode("hidden-column")
NO_TABLE = FindingCode("no-table")
BLANK_LABEL = FindingCode("blank-label")
DUPLICATE_LABEL = FindingCode("duplicate-label")
MISSING_LABEL = FindingCode("missing-label")
INCORRECT_LABEL = FindingCode("incorrect-label")
NO_ROWS = FindingCode("no-rows")
ABSENT_COLUMN = FindingCode("absent-column")
DUPLICATE_SUBMISSION = FindingCode("duplicate-submission")
EDITED_SUBMISSION = FindingCode("edited-submission")
UNAPPROVED_SUBMISSION = FindingCode("unapproved-submission")
BLANK_ROW = FindingCode("blank-row")
DUPLICATE_ROW = FindingCode("duplicate-row")
TITLE_ROW = FindingCode("title-row")
TITLE_SCALE = FindingCode("title-scale")
NO_HEADINGS = FindingCode("no-headings")
NOTE_ROW = FindingCode("note-row")
TOTAL_ROW = FindingCode("total-row")
POSSIBLE_TOTAL = FindingCode("possible-total")
REPEATED_HEADER = FindingCode("repeated-header")
SECOND_TABLE = FindingCode("second-table")
SECTION_ROW = FindingCode("section-row")
STRAY_QUOTE = FindingCode("stray-quote")
MISSING_CELL = FindingCode("missing-cell")
EXTRA_CELL = FindingCode("extra-cell")
# The cells of a table, by its schema.
FORMULA_ERROR = FindingCode("formula-error")
TYPE_ERROR = FindingCode("type-error")
CONSTRAINT_ERROR = FindingCode("constraint-error")
PRIMARY_KEY_ERROR = FindingCode("primary-key")
FOREIGN_KEY_ERROR = FindingCode("foreign-key")
CURRENCY_ERROR = FindingCode("currency")
# What is likely a slip, and what can be read in two ways.
AMBIGUOUS_NUMBER = FindingCode("ambiguous-number")
AMBIGUOUS_DATE = FindingCode("ambiguous-date")
SHORTENED_NUMBER = FindingCode("shortened-number")
NEAR_DUPLICATE = FindingCode("near-duplicate")
OUTLIER = FindingCode("outlier")
UNREAD_DATE = FindingCode("unread-date")
NEGATIVE_TIME = FindingCode("negative-time")
BETWEEN_BANDS = FindingCode("between-bands")
FAR_DATE = FindingCode("far-date")
SPREADSHEET_DATE = FindingCode("spreadsheet-date")
CONTRADICTION = FindingCode("contradiction")
OUTSIDE_LIFE = FindingCode("outside-life")
UNDECLARED_CATEGORY = FindingCode("undeclared-category")
ASSUMED_MISSING = FindingCode("assumed-missing")
UNREADABLE_CELL = FindingCode("unreadable-cell")
MISSING_MARK = FindingCode("missing-mark")
OTHER_SPELLING = FindingCode("other-spelling")
COUNTED_BY_NAME = FindingCode("counted-by-name")
COUNTED_SPELLINGS = FindingCode("counted-spellings")
ROUNDED_NUMBER = FindingCode("rounded-number")
PUBLISHED_VALUE = FindingCode("published-value")
AMBIGUOUS_TARGETS = FindingCode("ambiguous-targets")
TARGET_DIRECTION = FindingCode("target-direction")

FINDING_CODES = tuple(value for value in tuple(globals().values()) if isinstance(value, FindingCode))
# What was left out of a file, or assumed about it, and changes its numbers: warnings with these codes stand under every
# table of numbers that read the file, or the column.
ASSUMPTION_CODES = frozenset(
    {NO_ROWS, TOTAL_ROW, POSSIBLE_TOTAL, TITLE_ROW, NO_HEADINGS, NOTE_ROW, REPEATED_HEADER, SECOND_TABLE}
    | {MERGED_CELLS, ASSUMED_MISSING, UNREADABLE_CELL, MISSING_MARK, LOST_LETTERS, ENCODING_DOUBTFUL, SPREADSHEET_DATE}
    | {REPEATED_FILE, HIDDEN_SHEET, HIDDEN_ROW, HIDDEN_COLUMN, NO_TABLE}
    | {DUPLICATE_SUBMISSION, EDITED_SUBMISSION, UNAPPROVED_SUBMISSION, COUNTED_BY_NAME, COUNTED_SPELLINGS}
    | {ROUNDED_NUMBER, ABSENT_COLUMN, TITLE_SCALE, SECTION_ROW, UNREAD_DATE, NEGATIVE_TIME, BETWEEN_BANDS}
)
# What is assumed, and no column of data counts it: it is told on standard error where data are written.
UNCOUNTED_CODES = frozenset(
    {AMBIGUOUS_TARGETS, TARGET_DIRECTION, REPEATED_FILE, MISSING_MARK, POSSIBLE_TOTAL, SECOND_TABLE}
    | {DUPLICATE_SUBMISSION, EDITED_SUBMISSION, UNAPPROVED_SUBMISSION, COUNTED_BY_NAME, COUNTED_SPELLINGS}
    | {ROUNDED_NUMBER, TITLE_SCALE, SECTION_ROW, UNREAD_DATE, NEGATIVE_TIME, BETWEEN_BANDS}
)
