"""What a name in a definition stands for, as seen from a table: a column, one along foreign keys, or a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from roundtable_cli.errors import DEFINITION, Gathering, Refused, Unknown, either, fault, nearest, placed, unknown
from roundtable_cli.indicators.binding import calculated
from roundtable_cli.indicators.binding.bound_columns import Breakdown, Column, Test
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import RESERVED, Calculated, Dimension, Framework, Indicator, Text
from roundtable_cli.indicators.definitions.periods import MONTHS
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, Field, ForeignKey


class Names:
    """All the names of a project. Its answers are refused, with the nearest right name, where there is none."""

    def __init__(self, framework: Framework, sources: Mapping[str, Source]) -> None:
        self.framework, self.sources = framework, sources
        self._fields: dict[str, list[Field]] = {}
        self._made: dict[Calculated, Column] = {}
        self._making: list[Calculated] = []

    @property
    def hidden(self) -> frozenset[str]:
        """The names of personal columns, and of the dimensions that read them."""
        columns = {name for source in self.sources.values() for name in _personal(source)}
        dimensions = self.framework.dimensions.values()
        read = {one.name: (one.column, *one.columns.values()) for one in dimensions if not one.bands}
        last = {name: {path.split(".")[-1] for path in paths} for name, paths in read.items()}
        return frozenset(columns | {name for name, names in last.items() if columns & names})

    def source(self, table: str) -> Source:
        """The table called so."""
        if table not in self.sources:
            raise fault(f'no table "{table}"', nearest(table, self.sources))
        return self.sources[table]

    def column(self, table: str, name: str) -> Column:
        """A column of the table, calculated ones too, or of one that foreign keys lead to (`settlement.district`)."""
        source = self.source(table)
        if definition := self.framework.calculated.get(table, {}).get(name):
            return self._calculated(definition)
        if name not in source.names:
            for key, rest in self._steps(source, name):
                inner = self.column(key.resource, rest)
                return inner._replace(path=(key, *inner.path))
        try:
            return Column(source.field(name))
        except Refused as refused:
            found = refused.findings[0]
            if found.code == "missing-label":
                raise unknown(f'{table} has no column "{name}"', nearest(name, self.known(table))) from None
            raise (
                Unknown(found._replace(code=DEFINITION, file="")) if found.code.endswith("-label") else refused
            ) from None

    def known(self, table: str) -> list[str]:
        """The names of a table's columns, the calculated ones too."""
        return [*self.source(table).names, *self.framework.calculated.get(table, ())]

    def _calculated(self, definition: Calculated) -> Column:
        """A calculated column, bound once; refused where it is made of itself."""
        if definition in self._making:
            codes = [one.rule.code for one in self._making[self._making.index(definition) :]]
            first = codes.index(min(codes))  # one circle is one finding, wherever it is entered
            circle = " → ".join([*codes[first:], *codes[:first], codes[first]])
            with placed(self.framework.file, f"[calculated.{codes[first]}]"):
                raise fault(f"calculated columns in a circle: {circle}", "break it")
        if definition not in self._made:
            self._making.append(definition)
            try:
                self._made[definition] = calculated.made(self, definition)
            finally:
                self._making.pop()
        return self._made[definition]

    def _steps(self, source: Source, name: str) -> Iterator[tuple[ForeignKey, str]]:
        for position, letter in enumerate(name):
            if letter == ".":
                head, rest = name[:position], name[position + 1 :]
                keys = [key for key in source.table.foreign_keys if key.fields == (head,)]
                keys = keys or [key for key in source.table.foreign_keys if key.resource == head]
                keys = keys or [key for key in source.table.foreign_keys if key.fields == (f"{head}_id",)]
                if len(keys) > 1:
                    fields = either(" and ".join(key.fields) for key in keys)
                    raise fault(f'"{name}": several keys lead to {head}', f"name the column: {fields}")
                for key in keys:
                    self._check_types(source, key)
                    yield key, rest

    def _check_types(self, source: Source, key: ForeignKey) -> None:
        """Both ends of a key must be of one type, or nothing would ever match."""
        for mine, theirs in zip(key.fields, key.keys, strict=True):
            left, right = source.field(mine), self.source(key.resource).field(theirs)
            if left.type != right.type and not (left.empty or right.empty):
                raise fault(
                    f"{source.table.name}.{mine} is {left.type}, {key.resource}.{theirs} {right.type}",
                    "declare both ends of the foreign key with one type",
                )

    def date(self, indicator: Indicator) -> Column | None:
        """The column that puts a row in a period: the one named, else the table's only date field."""
        if indicator.date:
            column = self.column(indicator.table, indicator.date)
            if column.field.ambiguous == "date":
                owner = column.path[-1].resource if column.path else indicator.table
                raise Refused(cell_checks.ambiguous(self.source(owner), column.field))
            if not (column.timed or column.field.empty):
                raise fault(f'date: "{indicator.date}" is {column.field.type}, not a date', "name a column of dates")
            return column.used_as("date")
        timed = self.timed(indicator.table)
        return Column(timed[0]) if len(timed) == 1 else None

    def undated(self, table: str) -> str:
        """Why a table has no date of its own: none of its columns is one, or several are."""
        timed = [field.name for field in self.timed(table)]
        return f"has several dates, {' and '.join(timed)}" if timed else "has no date"

    def timed(self, table: str) -> list[Field]:
        """The dates of a table that may put its rows in periods unasked: a personal one, of birth, is none."""
        dates = [field for field in self.fields(table) if field.type in TIME_TYPES]
        return [field for field in dates if not (field.personal or field.shown)]

    def fields(self, table: str) -> list[Field]:
        """All the fields of a table that can be named."""
        if table not in self._fields:
            source = self.source(table)
            self._fields[table] = [source.field(name) for name in source.names]
        return self._fields[table]

    def tests(self, indicator: Indicator, conditions: tuple[Condition, ...], within: str = "") -> tuple[Test, ...]:
        """The conditions bound to what they test; a dimension goes before a column of the same name.

        A condition of the dimension `within` that has that name tests the column.
        """
        gather, tests = Gathering(), list[Test]()
        for condition in conditions:
            with gather:
                tests.append(self.test(indicator, condition, within))
        gather.settle()
        return tuple(tests)

    def test(self, indicator: Indicator, condition: Condition, within: str = "") -> Test:
        """One condition; `Unknown` where the indicator's table does not have its name."""
        if condition.name == within:
            return Test(condition, self.column(indicator.table, within))
        return Test(condition, self._target(indicator, condition.name))

    def _target(self, indicator: Indicator, name: str) -> Column | Breakdown:
        if name in self.framework.dimensions or (name in MONTHS and name not in self.known(indicator.table)):
            return self.breakdown(indicator, name)
        return self.column(indicator.table, name)

    def breakdown(self, indicator: Indicator, name: str) -> Breakdown:
        """A breakdown of an indicator: by a declared dimension, by time, or by a column that is no declared one.

        `Unknown` where its table can't be broken down so; other refusals are of breakdowns that may not be asked.
        """
        if name in self.framework.dimensions:
            return self._declared(indicator, self.framework.dimensions[name])
        if name in MONTHS:
            date = self.date(indicator)
            if date is None:
                why = f"{indicator.table} {self.undated(indicator.table)}, to break down by {name}"
                raise unknown(why, f'write date = "…" in [indicators.{indicator.code}]')
            self.check_public_date(indicator.table, date)
            return Breakdown(Dimension(name), date=date)
        try:
            column = self.column(indicator.table, name)
        except Unknown:
            known = [*self.framework.dimensions, *MONTHS, *self.known(indicator.table)]
            raise unknown(f'no dimension "{name}"', nearest(name, known)) from None
        if name in RESERVED:
            raise fault(f'"{name}" is a column of every table', "declare a dimension of another name")
        self._check_public(indicator.table, column, name)
        return Breakdown(Dimension(name, Text({"": name}), name), column)

    def check_public_date(self, table: str, date: Column | None) -> None:
        """Refused where periods would tell a personal date, of birth say."""
        if date and date.field.personal:
            raise fault(f"the date of {table} is personal", "name another, or --show-values")

    def _check_public(self, table: str, column: Column, name: str) -> None:
        if column.field.personal:
            raise fault(f'"{name}" is personal: a breakdown would print its values', "choose another, or --show-values")
        if not column.path and self.sources[table].table.primary_key == (column.field.name,):
            raise fault(f'"{name}" is the key of {table}: every row would be a category', "choose another dimension")

    def _column_of(self, dimension: Dimension, table: str, written: str) -> Column:
        """A dimension's column in a table; where it has none, the dimension is named: a column may be called so too."""
        try:
            return self.column(table, written)
        except Unknown:
            fault_ = f'{table} has no column "{written}", which the dimension {dimension.name} reads'
            raise unknown(fault_, f"name its column in [dimensions.{dimension.name}] columns") from None

    def _declared(self, indicator: Indicator, dimension: Dimension) -> Breakdown:
        if dimension.by_condition:
            tests = tuple((c.code, self.tests(indicator, c.where, dimension.name)) for c in dimension.categories)
            return Breakdown(dimension, tests=tests)
        written = dimension.column_in(indicator.table)
        if not written:
            raise unknown(
                f"{indicator.table} has no {dimension.name}",
                f"name its column in [dimensions.{dimension.name}] columns",
            )
        column = self._column_of(dimension, indicator.table, written)
        if not dimension.bands:
            if not dimension.category_table and not dimension.categories:
                self._check_public(indicator.table, column, written)
            return Breakdown(dimension, column)
        column = column.used_as("number")
        if not column.numeric and not column.timed:
            raise fault(f'"{written}" is {column.field.type}', "bands divide a number, or a date of birth")
        date = self.date(indicator) if column.timed else None
        if column.timed and date in {None, column}:
            raise fault(
                f"an age in bands needs the row's own date, and {indicator.table} has none", "name its date column"
            )
        return Breakdown(dimension, column, date)


def _personal(source: Source) -> Iterator[str]:
    """The names of a table's personal columns, the other names too that they answer to."""
    declared = {field.name for field in source.table.fields or () if field.personal}
    yield from declared
    if declared:
        yield from (name for name in source.names if source.own(name) in declared)
