"""The plan: baselines, milestones, targets and notes, set in the definitions or in a file of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from roundtable_cli.errors import Finding, Refused, nearest
from roundtable_cli.indicators import periods
from roundtable_cli.indicators.framework import LOP, TOTAL, Framework, Indicator
from roundtable_cli.indicators.results import Cell, Number
from roundtable_cli.tables import values
from roundtable_cli.tables.records import Records
from roundtable_cli.tables.table import Field

PLAN_ERROR = "plan-error"
SET = ("code", "period", "baseline", "milestone", "target", "note")
# What `track` computes stands in the file that it writes, and is passed over where that file is read as a plan.
COMPUTED = ("indicator", "value", "unit", "rows", "repeats", "missing", "outside", "to_date", "achievement", "status")
Place = tuple[str, str, Cell]  # code, period, cell


@dataclass(frozen=True)
class Entry:
    """What is set for one indicator, period and cell; `row` is where a plan sets it."""

    target: Number | None = None
    baseline: Number | None = None
    note: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Plan:
    """All that is set, by code, period and cell."""

    entries: Mapping[Place, Entry] = field(default_factory=dict)

    def baseline(self, indicator: Indicator, cell: Cell) -> Number | None:
        """The baseline of an indicator in a cell: the plan's, else, of the whole, the indicator's own."""
        for (code, _, other), entry in self.entries.items():
            if code == indicator.code and other == cell and entry.baseline is not None:
                return entry.baseline
        return indicator.baseline.value if indicator.baseline and not cell else None

    def target(self, code: str, period: str, cell: Cell) -> Number | None:
        """What is set for just this period."""
        return self.entries.get((code, period, cell), Entry()).target

    def note(self, code: str, period: str, cell: Cell) -> str:
        """What somebody noted."""
        return self.entries.get((code, period, cell), Entry()).note

    def milestone(self, framework: Framework, code: str, period: periods.Period | None, cell: Cell) -> Number | None:
        """The one set for the period itself, else the latest due by its end; life of project only at the end."""
        last = period.end if period else None
        over = last is None or (framework.end is not None and last >= framework.end)
        own = self.target(code, period.name, cell) if period else None
        whole = self.target(code, LOP, cell) if over else None
        if own is not None or whole is not None:
            return whole if own is None else own
        due: list[tuple[date, date, Number]] = []
        for (other, name, where), entry in self.entries.items():
            if (other, where) == (code, cell) and name != LOP and entry.target is not None:
                one = periods.parse(name, framework.fiscal_year_start)
                if one.end and (last is None or one.end <= last):
                    due.append((one.end, one.start or date.min, entry.target))
        # Of two that end together the longer one reaches further.
        return max(due, key=lambda one: (one[0], -one[1].toordinal()))[2] if due else None


def declared(framework: Framework) -> Plan:
    """The targets that the indicators themselves declare."""
    entries: dict[Place, Entry] = {}
    for code, indicator in framework.indicators.items():
        entries |= {(code, period, ()): Entry(target) for period, target in indicator.targets.items()}
    return Plan(entries)


def read(framework: Framework, records: Records) -> Plan:
    """The plan that a file holds; it goes before what is declared. Refused with every faulty row.

    Its columns are `code, period, <dimensions…>, baseline, target, note`, the target that of the row's period. Where
    there is a column `milestone` too, as in the file that `track` writes, that is the period's, and `target` the one
    for the life of project.
    """
    reader = _Reader(framework, records)
    entries = reader.entries()
    if reader.faults:
        raise Refused(*reader.faults)
    return Plan({**declared(framework).entries, **entries})


class _Reader:
    """Reads the rows of a plan and keeps what is wrong with them."""

    def __init__(self, framework: Framework, records: Records) -> None:
        self.framework, self.records = framework, records
        self.faults: list[Finding] = []
        self.set: dict[Place, Entry] = {}
        self.dimensions = tuple(name for name in records.header if name not in (*SET, *COMPUTED))

    def fault(self, row: int | None, column: str, fault: str, remedy: str) -> None:
        """Report a fault of one cell, or of the header."""
        self.faults.append(Finding(PLAN_ERROR, fault, remedy, self.records.label, row, column))

    def entries(self) -> dict[Place, Entry]:
        """What the rows set."""
        known = (*SET, *self.framework.dimensions)
        for name in self.dimensions:
            if name not in self.framework.dimensions:
                self.fault(None, name, f'unknown column "{name}"', nearest(name, known))
        if "code" not in self.records.header:
            self.fault(None, "", "no column code", "a plan has code, period, baseline, target and note")
        for number, cells in zip(self.records.numbers, self.records.rows, strict=True) if not self.faults else ():
            self.row(number, {name: cell.strip() for name, cell in zip(self.records.header, cells, strict=True)})
        return self.set

    def row(self, number: int, row: Mapping[str, str]) -> None:
        """What one row sets: for its period, and, beside a milestone, for the life of project."""
        code, period = row["code"], self.period(number, row)
        cell = tuple((name, row[name]) for name in self.dimensions if row[name] not in {"", TOTAL})
        if code not in self.framework.indicators:
            self.fault(number, "code", f'no indicator "{code}"', nearest(code, self.framework.indicators))
        milestone, target, baseline = (
            self.number(number, name, row.get(name, "")) for name in ("milestone", "target", "baseline")
        )
        if "milestone" in row and period != LOP:
            self.put(number, (code, LOP, cell), Entry(target))
            target = milestone
        self.put(number, (code, period, cell), Entry(target, baseline, row.get("note", ""), number))

    def put(self, number: int, place: Place, entry: Entry) -> None:
        """Keep an entry; two rows that set the same otherwise are a fault."""
        old = self.set.get(place, Entry())
        twice = entry.row is not None and old.row is not None
        if twice or (None not in (old.target, entry.target) and old.target != entry.target):
            fault = f"row {old.row} is for the same" if twice else f"another target than {old.target} for {place[1]}"
            self.fault(number, "target", fault, "keep one of them")
        target = old.target if entry.target is None else entry.target
        baseline = old.baseline if entry.baseline is None else entry.baseline
        self.set[place] = Entry(target, baseline, entry.note or old.note, entry.row or old.row)

    def period(self, number: int, row: Mapping[str, str]) -> str:
        """The name of a row's period; without one it is the life of project."""
        written = row.get("period") or LOP
        try:
            return written if written == LOP else periods.parse(written, self.framework.fiscal_year_start).name
        except ValueError as error:
            self.fault(number, "period", str(error), f'or write "{LOP}", the life of project')
            return LOP

    def number(self, number: int, name: str, text: str) -> Number | None:
        """A baseline, milestone or target, exact."""
        if not text:
            return None
        try:
            values.parser(Field(name, "number"))(text)
        except ValueError as error:
            self.fault(number, name, f'"{text}" {error}', "write it plainly: 61933.5")
            return None
        return Decimal(text)
