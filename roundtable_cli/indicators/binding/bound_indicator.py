"""An indicator with all the names in its definition bound to columns of its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, product
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, FindingCollector, Refused, locating_findings
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.binding import operands, people_columns
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import (
    BoundBreakdown,
    BoundColumn,
    BoundCondition,
    BoundTest,
    Derivation,
    collect_derivations,
    row_number,
)
from roundtable_cli.indicators.definitions.framework import Indicator


class BoundIndicator(NamedTuple):
    """One indicator that is computed from rows: all that it reads, bound to columns of its table.

    `own_conditions` are of the definition, `request_conditions` and `breakdowns` of the request. Where a breakdown is
    asked that its table can't make, `breakdown_unavailable` is set, and only the total is computed. `candidate_dates`
    are the names of the table's dates, where it has no `date` because none of them is chosen. Where it adds up personal
    values, which few people may not share, these are `personal_values`, and each of `people` may tell the people apart
    (none: each row is of another). An indicator over several tables has a bound indicator of each table in `parts`.
    """

    indicator: Indicator
    column: BoundColumn | None = None
    weight: BoundColumn | None = None
    currency: BoundColumn | None = None
    date: BoundColumn | None = None
    own_conditions: tuple[BoundTest, ...] = ()
    meets: tuple[BoundTest, ...] = ()
    request_conditions: tuple[BoundTest, ...] = ()
    breakdowns: tuple[BoundBreakdown, ...] = ()
    breakdown_unavailable: bool = False
    candidate_dates: tuple[str, ...] = ()
    personal_values: tuple[BoundColumn, ...] = ()
    people: tuple[BoundColumn, ...] = ()
    parts: tuple[BoundIndicator, ...] = ()
    locates_rows: bool = False  # whether the rows behind its values are to be named
    shown: tuple[BoundColumn, ...] = ()  # columns that are read only to be shown beside its rows

    def with_row_numbers(self, show_columns: ShownColumns) -> BoundIndicator:
        """The indicator, reading row numbers too, so that the rows behind its values can be named.

        `show_columns` says which columns of its table are to be shown beside them.
        """
        parts = tuple(part.with_row_numbers(show_columns) for part in self.parts)
        return self._replace(locates_rows=True, parts=parts, shown=() if parts else show_columns(self))

    @property
    def columns(self) -> Iterator[BoundColumn]:
        """All the columns that it reads."""
        yield from filter(None, (self.column, self.weight, self.currency, self.date, *self.people))
        yield from chain.from_iterable(self.personal_sources)
        for condition in (*self.own_conditions, *self.meets, *self.request_conditions):
            yield from condition.columns
        for breakdown in self.breakdowns:
            yield from breakdown.columns
        # Row numbers tell apart the rows of one date, and name the rows at fault.
        in_several = any(
            breakdown.dimension.assign or breakdown.is_list or (breakdown.tests and breakdown.dimension.top)
            for breakdown in self.breakdowns
        )
        if self.indicator.traits.needs_date or self.weight or self.currency or in_several or self.locates_rows:
            yield row_number()

    @property
    def personal_sources(self) -> tuple[tuple[BoundColumn, ...], ...]:
        """For each personal value that is calculated, the personal columns that it is made of."""
        calculated = (value for value in self.personal_values if value.derivation)
        return tuple(people_columns.find_personal_sources(value) for value in calculated)

    @property
    def per_table(self) -> tuple[BoundIndicator, ...]:
        """A bound indicator for each of its tables; itself where it has one."""
        return self.parts or (self,)

    @property
    def depends_on_date(self) -> bool:
        """Whether it reads values computed from rows of another table, which change from date to date."""
        return any(column.depends_on_date for part in self.per_table for column in part.columns)

    def shares_people_with(self, other: BoundIndicator) -> bool:
        """Whether it adds up the same personal values as another, of other rows that may be of the same people.

        Not where both have the same rows, nor where a condition of each takes values that the other has not.
        """
        same_values = any(value in other.personal_values for value in self.personal_values)
        if self.indicator.table != other.indicator.table or not same_values or self._row_choice == other._row_choice:
            return False
        return not any(
            first.target == second.target and first.wanted_values.isdisjoint(second.wanted_values)
            for first, second in product(_single_conditions(self), _single_conditions(other))
            if first.wanted_values and second.wanted_values
        )

    @property
    def _row_choice(self) -> tuple[object, ...]:
        """All in its definition that chooses rows."""
        return self.own_conditions, self.date, self.indicator.accumulation, self.indicator.dedupe

    def without_unused_date(self) -> BoundIndicator:
        """The indicator without its date, where its value needs none: faults of its dates are then no matter."""
        needs_date = self.indicator.traits.needs_date or self.indicator.accumulation == "latest"
        if needs_date or any(breakdown.dimension.assign for part in self.per_table for breakdown in part.breakdowns):
            return self
        return self._replace(date=None, parts=tuple(part._replace(date=None) for part in self.parts))


ShownColumns = Callable[[BoundIndicator], tuple[BoundColumn, ...]]


def _single_conditions(bound: BoundIndicator) -> list[BoundCondition]:
    """The conditions of a definition that each row meets, without those that are alternatives."""
    return [test for test in bound.own_conditions if isinstance(test, BoundCondition)]


def bind_indicator(binder: Binder, indicator: Indicator, is_printed: bool = False) -> BoundIndicator:
    """An indicator bound as its definition has it. Refused, with every fault, where a name or a type is wrong.

    Where its value `is_printed`, it may not be one of a personal column.
    """
    if indicator.tables:
        return _bind_several_tables(binder, indicator)
    file, section = binder.framework.file, f"[indicators.{indicator.code}]"
    collector = FindingCollector()
    bound: dict[str, Any] = {"column": None, "weight": None, "where": (), "meets": ()}
    steps: dict[str, Callable[[], object]] = {
        "column": lambda: operands.bind_operand(binder, indicator, is_printed),
        "weight": lambda: operands.bind_weight(binder, indicator),
        "where": lambda: operands.bind_checked_conditions(binder, indicator, indicator.where),
        "meets": lambda: operands.bind_checked_conditions(binder, indicator, indicator.meets),
        "date": lambda: operands.bind_operand_date(binder, indicator),
        "disaggregate": lambda: [binder.bind_breakdown(indicator, name) for name in indicator.disaggregate],
    }
    with locating_findings(file, f"{section} table"):
        binder.resolve_source(indicator.table)
    for key in (key for key in steps if key == "date" or getattr(indicator, key)):  # a date may stand for none
        with collector, locating_findings(file, f"{section} {key}"):
            bound[key] = steps[key]()
    collector.raise_if_any()
    candidate_dates = () if bound["date"] else tuple(field.name for field in binder.date_fields(indicator.table))
    amount = bound["column"] if indicator.traits.keeps_unit else None
    personal = people_columns.find_personal_values(indicator, bound["column"], bound["weight"])
    return BoundIndicator(
        indicator,
        bound["column"],
        bound["weight"],
        operands.bind_currency_column(binder, indicator.table, amount) if amount else None,
        bound["date"],
        bound["where"],
        bound["meets"],
        candidate_dates=candidate_dates,
        personal_values=personal,
        people=people_columns.bind_people_columns(binder, indicator.table, personal) if personal else (),
    )


def _bind_several_tables(binder: Binder, indicator: Indicator) -> BoundIndicator:
    """An indicator over several tables. Refused where the counted columns have different types."""
    parts = tuple(bind_indicator(binder, part) for part in indicator.per_table)
    types = {part.column.field.type: part for part in parts if part.column and not part.column.field.is_untyped}
    if len(types) > 1:
        columns = ", ".join(
            f"{part.indicator.table}.{part.indicator.column} is {type_}" for type_, part in types.items()
        )
        raise Refused(
            Finding(
                DEFINITION,
                f"columns of different types are counted together: {columns}",
                "declare them with one type in datapackage.json",
                binder.framework.file,
                column=f"[indicators.{indicator.code}] column",
            )
        )
    for part in parts:
        if part.column and part.column.field.has_long_numbers:
            operands.check_short_numbers(indicator.code, part.indicator.column, part.column)
    type_ = next(iter(types), "string")
    parts = tuple(
        part._replace(column=part.column.with_type_if_untyped(type_) if part.column else None) for part in parts
    )
    undated = [part.candidate_dates for part in parts if part.date is None]
    return BoundIndicator(indicator, parts=parts, candidate_dates=undated[0] if undated else ())


def find_derivations(binder: Binder, indicators: Iterable[Indicator]) -> list[Derivation]:
    """The calculated columns that indicators are computed from, each once, in the order of the indicators."""
    bound_indicators = [bind_indicator(binder, indicator) for indicator in indicators if not indicator.is_formula]
    return collect_derivations(
        column for bound in bound_indicators for part in bound.per_table for column in part.columns
    )


def find_age_dates(binder: Binder, indicator: Indicator) -> dict[str, BoundColumn]:
    """Of the dimensions that an indicator names, those of ages, with the column on whose date each row's age is taken.

    Of an indicator over several tables it is the column of the first.
    """
    names = (*indicator.disaggregate, *(condition.name for condition in indicator.conditions))
    known, own = binder.framework.dimensions, indicator.per_table[0]
    banded = dict.fromkeys(name for name in names if name in known and known[name].bands)
    bound = {name: binder.bind_breakdown(own, name) for name in banded}
    return {name: breakdown.date for name, breakdown in bound.items() if breakdown.date}
