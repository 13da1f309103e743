"""Judges what the program says of a dressed sheet: each number right, refused, or off by what is told beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from roundtable_cli import Project, Refused
from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import (
    NO_HEADINGS,
    NOTE_ROW,
    POSSIBLE_TOTAL,
    REPEATED_HEADER,
    TITLE_ROW,
    TOTAL_ROW,
)
from roundtable_cli.indicators.definitions.conditions import flatten_conditions
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, TOTAL
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.results import Result, Results
from roundtable_cli.scaffold import new_project
from roundtable_cli.tables.reading.open_files import open_table_file
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values import currency_signs
from tests.first_meeting.clean_records import Record
from tests.first_meeting.dressed_sheet import Sheet

TOTALS_ALONE, BREAKDOWNS, ALL = range(3)  # how much is asked of a sheet
LEFT_OUT_CODES = {TOTAL_ROW, NOTE_ROW, TITLE_ROW, REPEATED_HEADER}
COUNTED_CODES = {POSSIBLE_TOTAL, NO_HEADINGS}  # of rows that are told and counted
SENSELESS = {("sum", "rate"), ("sum", "person"), ("unique", "visits"), ("unique", "amount"), ("unique", "rate")}
OWN_INDICATORS = {"rows": ("count", ""), "people": ("unique", "person"), "money": ("sum", "amount")} | {
    "numbers": ("sum", "visits"), "rates": ("mean", "rate"),
}  # fmt: skip


@dataclass
class Judge:
    """Judges one sheet, written into a folder. `faults` are what is wrong, as texts; `numbers` how many were judged."""

    sheet: Sheet
    folder: Path

    def __post_init__(self) -> None:
        self.faults: list[str] = []
        self.numbers = 0
        self.told = 0
        self.refused = 0
        self.path = self.folder / self.sheet.file_name
        self.path.write_bytes(self.sheet.content)

    def judge_sheet(self, depth: int = ALL) -> list[str]:
        """What is wrong: of the totals proposed; deeper, of breakdowns and hand-written definitions; of a project."""
        project = self._open(self.path)
        self._judge_project("proposed", project, with_breakdowns=depth >= BREAKDOWNS, with_checks=depth >= ALL)
        if project and depth >= BREAKDOWNS:
            self._judge_project("own", self._open(self.path, indicators=self._write_own_definitions(project)))
        if depth >= ALL:
            self._judge_written_project(project)
        return self.faults

    def judge_rows(self) -> list[str]:
        """What is wrong with the choice of records, without any number: each is read, and no other row in silence."""
        sheets = ("Data",) if self.path.suffix == ".xlsx" else ()
        file = open_table_file(self.path, Table("sheet", (self.path,), sheets=sheets))
        try:
            numbers = {*file.records.row_numbers}
        except Refused as refused:
            self._judge_refusal(refused)
            return self.faults
        told = {finding.row for finding in file.assumptions() if finding.code in COUNTED_CODES}
        for fault, rows in (
            ("records are left out", self.sheet.record_rows - numbers),
            ("rows are records in silence", numbers - self.sheet.record_rows - told),
        ):
            self.faults += [f"{fault}: rows {sorted(rows)}"] if rows else []
        return self.faults

    def _open(self, path: Path, indicators: Path | None = None) -> Project | None:
        try:
            return Project.open(path, indicators=indicators)
        except Refused as refused:
            self._judge_refusal(refused)
            return None

    def _judge_refusal(self, refused: Refused) -> None:
        self.refused += 1
        if not all(finding.fault and finding.message for finding in refused.findings):
            self.faults.append(f"refused without a reason: {refused}")

    def _judge_project(
        self, kind: str, project: Project | None, *, with_breakdowns: bool = True, with_checks: bool = False
    ) -> None:
        if project is None:
            return
        computed = [*self._compute(project, (), ())]
        for dimension in [*project.framework.dimensions, "month"] if with_breakdowns else ():
            computed += self._compute(project, (), (dimension,))
        for results in computed:
            for result in results:
                self._judge_number(kind, result, results, project)
        if with_checks and computed:
            self._judge_check(project, computed)

    def _compute(self, project: Project, codes: Sequence[str], by: tuple[str, ...]) -> Iterator[Results]:
        """The results of all together, else one by one."""
        try:
            yield project.compute(codes or [*project.framework.indicators], by=by)
        except Refused as refused:
            self._judge_refusal(refused)
            if not codes:
                for code in project.framework.indicators:
                    yield from self._compute(project, [code], by)

    def _judge_check(self, project: Project, computed: Iterable[Results]) -> None:
        """What is told under a table stands in `check` too."""
        reports = project.check()
        found = {(finding.code, finding.row, finding.column) for report in reports for finding in report.findings}
        for results in computed:
            for finding in results.assumptions:
                if (finding.code, finding.row, finding.column) not in found:
                    self.faults.append(f"check does not tell: {finding}")

    def _write_own_definitions(self, project: Project) -> Path:
        """A hand-written file over the raw one, which names the columns by their headings as they are read."""
        source = next(iter(project.sources.values()))
        columns = {role: name for name in source.column_names if (role := self._role_of(name))}
        lines = []
        for code, (measure, role) in OWN_INDICATORS.items():
            if not role or role in columns:
                lines.append(f"[indicators.{code}]\ntable = {source.table.name!r}\nmeasure = {measure!r}")
                lines += [f"column = '''{columns[role]}'''"] if role else []
        for role in {"sex", "place"} & {*columns}:
            lines.append(f"[dimensions.{role}]\ncolumn = '''{columns[role]}'''")
        path = self.folder / "own.toml"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def _judge_written_project(self, raw: Project | None) -> None:
        """What `init` makes of the file: a copy of it, and the numbers of the file itself, by their codes."""
        folder = self.folder / "project"
        try:
            new_project.write_project(folder, [self.path])
        except Refused as refused:
            self._judge_refusal(refused)
            return
        copies = [path.read_bytes() for path in folder.rglob(f"*{self.path.suffix}")]
        if self.sheet.content not in copies:
            self.faults.append("init changes the file")
        written = self._open(folder)
        self._judge_project("written", written)
        if raw and written:
            before, after = self._values(raw), self._values(written)
            self.faults += [
                f"init changes {code}: {before.get(code)!r} is {after.get(code)!r}"
                for code in {*before, *after}
                if before.get(code) != after.get(code)
            ]

    def _values(self, project: Project) -> dict[str, object]:
        """The values of all indicators, by their codes; of those that are refused none."""
        return {
            result.indicator.code: result.value
            for code in project.framework.indicators
            for results in self._compute(project, [code], ())
            for result in results
        }

    def _role_of(self, column: str) -> str:
        """What a column holds: the role whose heading its name ends with, the longest one."""
        lower = self.sheet.lower_headings
        names = {
            role
            for role, heading in self.sheet.headings.items()
            if column in {heading, f"{heading} {lower.get(role)}"} or column.endswith(f" {heading}")
        }
        return max(names, key=lambda role: len(self.sheet.headings[role]), default="")

    # One number.

    def _judge_number(self, kind: str, result: Result, results: Results, project: Project) -> None:
        self.numbers += 1
        indicator = result.indicator
        roles = [self._role_of(name) for name in indicator.columns or ((indicator.column,) if indicator.column else ())]
        place = f"{kind} {indicator.code} {indicator.measure} {'+'.join(roles)} {dict(result.cell) or ''}"
        if indicator.column and not all(roles):
            self.faults.append(f"{place}: of no column of the sheet: {indicator.column}")
        elif kind != "own" and any((indicator.measure, role) in SENSELESS for role in roles):
            self.faults.append(f"{place}: a senseless proposal")
        else:
            views = self._views(results.assumptions)
            wanted = [self._expected(indicator, roles, self._in_cell(view, result, project), project) for view in views]
            if not any(_is_same(result.value, value) for value in wanted):
                told = "; ".join(map(str, results.assumptions)) or "nothing"
                self.faults.append(f"{place}: {result.value!r} for {wanted[0]!r}; told: {told}")
            elif not _is_same(result.value, wanted[0]):
                self.told += 1
            if kind != "own" and result.value is not None and roles:
                records = self._meeting_conditions(indicator, self._in_cell(views[0], result, project), project)
                self._judge_unit(place, str(result.unit.texts.get("", "")), roles[0], records)

    def _judge_unit(self, place: str, unit: str, role: str, records: list[Record]) -> None:
        """An amount is in the currency that something names, and a rate in per cent, if anything shows it."""
        wanted = {"%"} if self.sheet.has_percent else {"", "%"}
        if role == "amount":
            wanted = {record.currency * self.sheet.has_currency for record in records if record.amount is not None}
        if role in {"amount", "rate"} and len(wanted) == 1 and unit not in wanted:
            self.faults.append(f"{place}: in {unit!r}, not in {wanted}")

    def _views(self, assumptions: Iterable[Finding]) -> list[list[Record]]:
        """The records; and what is counted by what is told: with possible totals."""
        counted = {finding.row or 0 for finding in assumptions if finding.code in COUNTED_CODES}
        left_out = {finding.row or 0 for finding in assumptions if finding.code in LEFT_OUT_CODES}
        lost = left_out & self.sheet.record_rows
        if lost:
            self.faults.append(f"records are left out: rows {sorted(lost)}")
        rows = (self.sheet.record_rows | counted) - left_out
        return [self.sheet.records, [record for row, record in self.sheet.shown_rows.items() if row in rows]]

    def _in_cell(self, records: list[Record], result: Result, project: Project) -> list[Record]:
        for name, category in result.cell:
            if category != TOTAL:
                role = self._role_in(project, name)
                records = [record for record in records if self._is_in(record, role, category)]
        return records

    def _role_in(self, project: Project, name: str) -> str:
        """What a dimension, or a column, is about."""
        dimension = project.framework.dimensions.get(name)
        return "month" if name == "month" else self._role_of(dimension.column if dimension else name)

    def _is_in(self, record: Record, role: str, category: str) -> bool:
        """Whether a record belongs to a category; a mark for no value may be one, in a breakdown of texts."""
        if role == "month":
            return category == (f"{record.day:%Y-%m}" if record.day else NOT_RECORDED)
        value, lower = getattr(record, role), self.sheet.lower_headings
        if value in {None, ""} and lower and record.person == lower["person"]:
            return category.casefold() == lower[role].casefold()
        if value in {None, ""}:
            return category == NOT_RECORDED
        if role == "sex":
            return category.casefold() in {str(value).casefold(), self.sheet.sexes[value == "male"].casefold()}
        if role == "currency":
            return bool(currency_signs.normalize_currency(category, "") == value)
        return category.casefold() == str(value).casefold()

    def _meeting_conditions(self, indicator: Indicator, records: list[Record], project: Project) -> list[Record]:
        for condition in flatten_conditions(indicator.where):
            role, wanted = self._role_in(project, condition.name), [*map(str, condition.named_values)]
            wanted = wanted or [NOT_RECORDED]  # no proposal has other conditions than values, and a missing one
            records = [record for record in records if any(self._is_in(record, role, text) for text in wanted)]
        return records

    def _expected(
        self, indicator: Indicator, roles: Sequence[str], records: list[Record], project: Project
    ) -> int | Fraction | str | None:
        """What the number is, by the records."""
        records = self._meeting_conditions(indicator, records, project)
        if not roles:
            return len(records)
        if indicator.measure == "unique":
            keys = [tuple(getattr(record, role) for role in roles) for record in records]
            return len({key for key in keys if all(part is not None for part in key)})
        values = [Fraction(value) for record in records if (value := getattr(record, roles[0])) is not None]
        currencies = {record.currency for record in records if record.amount is not None and record.currency}
        if roles[0] == "amount" and len(currencies) > 1:
            return "refused: amounts in several currencies"
        if not values:
            return None if records or indicator.measure != "sum" else 0
        total = sum(values, Fraction(0))
        return total if indicator.measure == "sum" else total / len(values)


def _is_same(value: object, wanted: int | Fraction | str | None) -> bool:
    """Whether a number is the wanted one; means are floats."""
    if wanted is None or isinstance(wanted, str) or not isinstance(value, (int, float, Decimal)):
        return value is None and wanted is None
    return math.isclose(value, wanted, rel_tol=1e-12) if isinstance(value, float) else Fraction(value) == wanted
