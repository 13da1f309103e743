"""What can go wrong, as values: a finding has a place, a fault and a remedy, and a refusal carries findings.

Findings come together in one of three ways: what looks for faults yields them; what reads a file as far as it can adds
them to a list that the caller holds; steps of which each may refuse run in the `with` of a `FindingCollector`. In each
way one refusal at the end has all the findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

ERROR, WARNING = "error", "warning"
MAX_LISTED = 10  # findings of one kind that a report lists before it counts the rest


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
SCHEMA_ERROR = FindingCode("schema-error")
UNKNOWN_VALUE = FindingCode("unknown-value")
ENGINE_FAILURE = FindingCode("engine")
# A file, its headings, and its rows.
SOURCE_ERROR = FindingCode("source-error")
ENCODING_ERROR = FindingCode("encoding-error")
ENCODING_GUESSED = FindingCode("encoding-guessed")
NULL_BYTE = FindingCode("null-byte")
OLD_FORMAT = FindingCode("old-format")
MERGED_CELLS = FindingCode("merged-cells")
BLANK_LABEL = FindingCode("blank-label")
DUPLICATE_LABEL = FindingCode("duplicate-label")
MISSING_LABEL = FindingCode("missing-label")
INCORRECT_LABEL = FindingCode("incorrect-label")
NO_ROWS = FindingCode("no-rows")
BLANK_ROW = FindingCode("blank-row")
DUPLICATE_ROW = FindingCode("duplicate-row")
TITLE_ROW = FindingCode("title-row")
TOTAL_ROW = FindingCode("total-row")
REPEATED_HEADER = FindingCode("repeated-header")
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
NEAR_DUPLICATE = FindingCode("near-duplicate")
OUTLIER = FindingCode("outlier")
CONTRADICTION = FindingCode("contradiction")
OUTSIDE_LIFE = FindingCode("outside-life")
UNDECLARED_CATEGORY = FindingCode("undeclared-category")

FINDING_CODES = tuple(value for value in tuple(globals().values()) if isinstance(value, FindingCode))


class Finding(NamedTuple):
    """One thing that is wrong with a file, a definition or a request.

    `column` is the name of a column, the section and key of a definition, or an option. `row` is the number that a
    spreadsheet shows, 1 the first. `fault` and `remedy` are one line each: what is wrong, and what the reader can do.
    """

    code: FindingCode
    fault: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    severity: str = ERROR

    @property
    def place(self) -> str:
        """Where it is: `trainings.csv row 14, date`."""
        where = f"{self.file} row {self.row}" if self.row is not None else self.file
        return ", ".join(part for part in (where, self.column) if part)

    @property
    def message(self) -> str:
        """The fault, and what to do about it."""
        return f"{self.fault} — {self.remedy}" if self.remedy else self.fault

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class Refused(Exception):  # noqa: N818 - a refusal is an answer of this tool, not an error in it
    """A request that can't be answered rightly; `findings` say why, all of them at once."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(finding_lines(self.findings))


class EngineFailure(Refused):
    """An engine that can't go on, whatever is asked of it: no memory, no disk, no cluster. Nothing else is tried."""


class UnreadableFiles(Refused):
    """Files that an engine can't read, in the engine's own words; a reader in Python may find the row at fault."""


class UnknownName(Refused):
    """A name that a table does not have; another table of the request may have it."""


RowPlace = tuple[str, int]  # a file's name, and a row in it, as a spreadsheet counts


def row_reference(place: RowPlace, here: RowPlace) -> str:
    """`row 14`; with the file's name before it, where that is another file than `here`."""
    return f"row {place[1]}" if place[0] == here[0] else f"{place[0]} row {place[1]}"


class FindingCollector:
    """Collects the findings of steps that may refuse: each step runs in a `with` of its own, and the next goes on."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Keep the findings of a step that refused, and go on; not where the engine has failed."""
        if not isinstance(error, Refused) or isinstance(error, EngineFailure):
            return False
        self.findings += error.findings
        return True

    def raise_if_any(self) -> None:
        """Refuse with all findings, if any step did."""
        refuse_findings(self.findings)


def refuse_findings(findings: Iterable[Finding]) -> None:
    """Refuse with the findings, each once, if there is any."""
    if once := dict.fromkeys(findings):
        raise Refused(*once)


def definition_error(text: str, remedy: str = "") -> Refused:
    """A refusal for a fault of a definition whose place the caller knows."""
    return Refused(Finding(DEFINITION, text, remedy))


def unknown_name_error(text: str, remedy: str) -> UnknownName:
    """A refusal for a name that a table does not have, whose place the caller knows."""
    return UnknownName(Finding(DEFINITION, text, remedy))


@contextmanager
def locating_findings(file: str, column: str) -> Iterator[None]:
    """Gives findings that are raised inside, and have no file of their own, this place."""
    try:
        yield
    except EngineFailure:
        raise
    except Refused as refused:
        located = (
            finding if finding.file else finding._replace(file=file, column=column) for finding in refused.findings
        )
        raise Refused(*located) from None


def finding_lines(findings: Iterable[Finding], most: int = MAX_LISTED) -> Iterator[str]:
    """Lines for people: of findings of one code in one column the first `most`, then the count of the rest."""
    listed = list(findings)
    kinds = Counter(_finding_kind(finding) for finding in listed)
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in listed:
        kind = _finding_kind(finding)
        seen[kind] += 1
        if seen[kind] <= most:
            yield str(finding)
        if seen[kind] == most < kinds[kind]:
            place = ", ".join(filter(None, (finding.file, finding.column)))
            yield f"{place}{': ' if place else ''}and {kinds[kind] - most} more like it"


def _finding_kind(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.file, finding.column


def suggest_nearest(word: str, names: Iterable[str]) -> str:
    """`did you mean "staff_trained"?`, or the names there are when they are few, or nothing."""
    import difflib  # only a refusal needs it

    choices = list(dict.fromkeys(names))
    folded = {name.casefold(): name for name in choices}
    close = difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=0.6)
    if close:
        return f"did you mean {quote_alternatives(folded[match] for match in close)}?"
    return f"choose {quote_alternatives(choices)}" if 0 < len(choices) <= MAX_LISTED else ""


def quote_alternatives(names: Iterable[str]) -> str:
    """`"a", "b" or "c"`."""
    return _join_quoted(names, " or ")


def quote_names(names: Iterable[str]) -> str:
    """`"a", "b" and "c"`."""
    return _join_quoted(names, " and ")


def _join_quoted(names: Iterable[str], conjunction: str) -> str:
    quoted = [f'"{name}"' for name in names]
    return conjunction.join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
