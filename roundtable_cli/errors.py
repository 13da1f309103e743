"""What can go wrong, as values: a finding has a place, a fault and a remedy, and a refusal carries findings.

Findings come together in one of three ways: what looks for faults yields them; what reads a file as far as it can adds
them to a list that the caller holds; steps of which each may refuse run in the `with` of a `FindingCollector`. In each
way one refusal at the end has all the findings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, TypeVar

from roundtable_cli.finding_codes import DEFINITION, FindingCode
from roundtable_cli.visible_text import shorten_texts, visible_line

Key = TypeVar("Key", bound=Hashable)

ERROR, WARNING = "error", "warning"
_QUOTED_OR_NUMBER = re.compile(r'"[^"]*"|[0-9][0-9,.]*')
MAX_LISTED = 10  # what a message lists whole: faults of one kind, rows of one fault, names to choose from


class PluralWording(NamedTuple):
    """What is wrong with several rows, and what the reader can do about them: one line each."""

    fault: str
    remedy: str


class Finding(NamedTuple):
    """One thing that is wrong with a file, a definition or a request.

    `column` is the name of a column, the section and key of a definition, or an option. `row` is the number that a
    spreadsheet shows, 1 the first. `fault` and `remedy` are one line each: what is wrong, and what the reader can do.
    `plural` is how both are worded where several rows share a line, if they speak of the row.
    """

    code: FindingCode
    fault: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    severity: str = ERROR
    plural: PluralWording | None = None

    @property
    def place(self) -> str:
        """Where it is: `trainings.csv row 14, date`."""
        where = f"{self.file} row {self.row}" if self.row is not None else self.file
        return ", ".join(part for part in (where, self.column) if part)

    @property
    def message(self) -> str:
        """The fault, and what to do about it; of very long texts in it, the beginning and the end."""
        return shorten_texts(f"{self.fault} — {self.remedy}" if self.remedy else self.fault)

    def without_remedy(self) -> Finding:
        """The finding where nothing has to be done, for one row and for several."""
        return self._replace(remedy="", plural=self.plural._replace(remedy="") if self.plural else None)

    def __str__(self) -> str:
        return visible_line(shorten_texts(f"{self.place}: {self.message}") if self.place else self.message)


class Refused(Exception):  # noqa: N818 - a refusal is an answer of this tool, not an error in it
    """A request that can't be answered rightly; `findings` say why, all of them at once."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(finding_lines(self.findings))


class EngineFailure(Refused):
    """An engine that can't go on, whatever is asked of it: no memory, no disk, no cluster. Nothing else is tried."""


class MissingLibrary(EngineFailure):
    """What is asked for needs a library that is not installed: that is no fault of a file."""


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


def locating_findings(file: str, column: str) -> AbstractContextManager[None]:
    """Gives findings that are raised inside, and have no file of their own, this place."""
    return _FindingPlace(file, column)


class _FindingPlace:
    """The place of findings in a `with`. A class, as it is entered for each key of thousands of indicators."""

    __slots__ = ("_column", "_file")

    def __init__(self, file: str, column: str) -> None:
        self._file, self._column = file, column

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the findings anew, with the place; not where the engine has failed."""
        if not isinstance(error, Refused) or isinstance(error, EngineFailure):
            return
        file, column = self._file, self._column
        located = (
            finding if finding.file else finding._replace(file=file, column=column) for finding in error.findings
        )
        raise Refused(*located) from None


def finding_lines(findings: Iterable[Finding], most: int = MAX_LISTED) -> Iterator[str]:
    """Lines for people, file by file: a file with several lines is named once, as a heading above them."""
    for file, in_file in _group_by(findings, lambda finding: finding.file).items():
        lines = list(lines_in_file(in_file, most))
        if not file:
            yield from lines
        elif len(lines) == 1:
            yield str(in_file[0]) if len(in_file) == 1 else f"{visible_line(file)}: {lines[0]}"
        else:
            yield f"{visible_line(file)}:"
            yield from (f"  {line}" for line in lines)


def lines_in_file(findings: Iterable[Finding], most: int = MAX_LISTED) -> Iterator[str]:
    """Lines that don't name the file, errors first: `row 14, date: …`. Rows with the same fault share a line.

    Of the faults of one code in one column, `most` have a line, and the others are counted: where there are too many,
    some of each sort are told (capitals, spaces), of each those in the most rows. A remedy that is the same as in the
    line before is not repeated.
    """
    errors_first = sorted(_join_places(findings), key=lambda finding: finding.severity != ERROR)
    kinds = _group_by(errors_first, lambda finding: (finding.severity, finding.code, finding.column))
    for of_kind in kinds.values():
        faults = list(_group_by(of_kind, lambda finding: finding._replace(row=None)).values())
        if len(faults) > most:
            faults = _sorts_in_turn(faults)
        remedy = None
        for same in faults[:most]:
            first = _join_rows(same)
            yield str(first._replace(remedy="") if first.remedy == remedy else first)
            remedy = first.remedy
        if rest := [finding for same in faults[most:] for finding in same]:
            rows = _row_numbers(rest)
            yield f"and {len(rest):,} more like these" + (f", in rows {list_row_numbers(rows)}" if rows else "")


def _sorts_in_turn(faults: list[list[Finding]]) -> list[list[Finding]]:
    """Faults, each with its rows, so that the first of them are of each sort, however many there are of one.

    Of one sort are those with the same words but for what is quoted and numbers.
    """
    turns, ranked = Counter[str](), list[tuple[int, list[Finding]]]()
    for same in sorted(faults, key=len, reverse=True):
        sort = _QUOTED_OR_NUMBER.sub("", same[0].fault)
        ranked.append((turns[sort], same))
        turns[sort] += 1
    return [same for _, same in sorted(ranked, key=lambda pair: pair[0])]


def _join_places(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with one for all the keys of a definition that have the same fault."""
    for same in _group_by(
        findings, lambda finding: finding._replace(column="") if finding.code == DEFINITION else finding
    ).values():
        columns = list(dict.fromkeys(finding.column for finding in same))
        if len(columns) > 1:
            yield same[0]._replace(column=f"{len(columns)} places ({_list_first(columns)})")
        else:
            yield from same


def _join_rows(same: Sequence[Finding]) -> Finding:
    """One finding, without a file, for several that differ in their row alone."""
    first, rows = same[0]._replace(file=_row_words(same), row=None), _row_numbers(same)
    return first._replace(**first.plural._asdict()) if first.plural and len(rows) > 1 else first


def _row_words(findings: Sequence[Finding]) -> str:
    """`row 14`, or `8,960 rows (12, 19, 23 …)`; nothing where no row is known."""
    rows = _row_numbers(findings)
    return f"{len(rows):,} rows ({list_row_numbers(rows)})" if len(rows) > 1 else "".join(f"row {row}" for row in rows)


def _row_numbers(findings: Iterable[Finding]) -> list[int]:
    return sorted({finding.row for finding in findings if finding.row is not None})


def list_row_numbers(rows: Sequence[int]) -> str:
    """`4–14, 19`: the rows, neighbours as one."""
    runs = list[list[int]]()
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return _list_first([word for run in runs for word in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))])


def _list_first(words: Sequence[str]) -> str:
    """All words; only the first three of more than ten, then `…`."""
    return ", ".join(words) if len(words) <= MAX_LISTED else ", ".join(words[:3]) + " …"


def _group_by(findings: Iterable[Finding], key: Callable[[Finding], Key]) -> dict[Key, list[Finding]]:
    """The findings by their key, in the order in which each key came first."""
    groups = dict[Key, list[Finding]]()
    for finding in findings:
        groups.setdefault(key(finding), []).append(finding)
    return groups


def suggest_nearest(word: str, names: Iterable[str]) -> str:
    """`did you mean "staff_trained"?`, or the names there are when they are few, or nothing."""
    import difflib  # only a refusal needs it

    choices = list(dict.fromkeys(names))
    folded = {name.casefold(): name for name in choices}
    if word.casefold() in folded:  # only capitals differ
        return f'did you mean "{folded[word.casefold()]}"?'
    if close := difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=0.6):
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
