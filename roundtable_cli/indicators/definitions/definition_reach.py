"""Which definitions and tables some indicators read: a fault in another one is no reason to refuse them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Indicator, ResultsFramework
from roundtable_cli.tables.package.package_reader import PACKAGE_FILE
from roundtable_cli.tables.table import Table

NO_TABLES: Mapping[str, Table] = MappingProxyType({})
# The section of a definition in the place of a finding: `[indicators.staff] where`, `[indicators.staff.targets]`.
_SECTION = re.compile(r"\[(?P<section>(?P<kind>indicators|dimensions|calculated|tables)\..+?)\]")


class DefinitionReach(NamedTuple):
    """The sections that some indicators read, by their names in the file: `indicators.staff`, `calculated.staff.age`.

    `tables` are those that they read, by their names in datapackage.json; `names` all that they name, whatever it is.

    A name that a column and a dimension share counts as both, and one of a calculated column as that of every table:
    rather a definition too many than one too few.
    """

    sections: frozenset[str]
    tables: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def reads_indicator(self, code: str) -> bool:
        """Whether an indicator is among them."""
        return f"indicators.{code}" in self.sections

    def reads_dimension(self, name: str) -> bool:
        """Whether a dimension is read."""
        return f"dimensions.{name}" in self.sections

    def reads_calculated(self, table: str, name: str) -> bool:
        """Whether a calculated column is read."""
        return f"calculated.{table}.{name}" in self.sections

    def reads_key_table(self, name: str) -> bool:
        """Whether a table of keys is read."""
        return f"tables.{name}" in self.sections

    def touched_by(self, finding: Finding) -> bool:
        """Whether a fault of a file of definitions stands in a section or table that is read, or in none of its own."""
        if finding.file == PACKAGE_FILE:
            return bool(_tables_of_place(finding, self.tables))
        place = _SECTION.match(finding.column)
        if not place:
            return True
        names = place["section"].split(".")
        return any(".".join(names[:count]) in self.sections for count in range(1, len(names) + 1))


def find_definition_reach(
    framework: ResultsFramework,
    codes: Iterable[str],
    names: Iterable[str] = (),
    tables: Mapping[str, Table] = NO_TABLES,
) -> DefinitionReach:
    """What the indicators with these codes read, and what `names` of a request, of breakdowns or conditions, mean.

    `tables` are all that the project has.
    """
    sections: set[str] = set()
    waiting: list[str] = [*names]
    for code in _with_parts(framework, codes):
        sections.add(f"indicators.{code}")
        if code in framework.indicators:
            waiting += _names_of_rule(framework.indicators[code])
            waiting += framework.indicators[code].disaggregate
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting += name.split(".") if "." in name else ()
        for section, read in _definitions_called(framework, name):
            sections.add(section)
            waiting += read
    return DefinitionReach(frozenset(sections), _tables_called(seen, tables), frozenset(seen))


def _tables_called(names: set[str], tables: Mapping[str, Table]) -> frozenset[str]:
    """The tables that names mean, and those to which a path along foreign keys leads from them: `person_id.sex`."""
    key_fields = {part for name in names for part in name.split(".")[:-1]}
    called: set[str] = set()
    waiting = [*names.intersection(tables)]
    while waiting:
        name = waiting.pop()
        if name in tables and name not in called:
            called.add(name)
            waiting += (key.resource for key in tables[name].foreign_keys if key_fields.intersection(key.fields))
    return frozenset(called)


def find_faulty_tables(findings: Iterable[Finding], tables: Iterable[str]) -> frozenset[str]:
    """The tables in whose part of datapackage.json a fault stands."""
    known = [*tables]
    placed = (_tables_of_place(finding, known) for finding in findings if finding.file == PACKAGE_FILE)
    return frozenset(name for names in placed for name in names)


def find_unplaced_faults(findings: Iterable[Finding], tables: Iterable[str] = ()) -> list[Finding]:
    """The faults that stand in no section of one definition or table, such as those of syntax: they touch all."""
    known = [*tables]
    return [finding for finding in findings if not (_SECTION.match(finding.column) or _tables_of_place(finding, known))]


def _tables_of_place(finding: Finding, tables: Iterable[str]) -> list[str]:
    """The tables, of some, in whose part of datapackage.json a fault stands: `staff`, `staff.schema.fields[2] type`."""
    place = finding.column
    is_of_package = finding.file == PACKAGE_FILE
    return [
        name
        for name in tables
        if is_of_package and name and (place == name or place.startswith((f"{name}.", f"{name} ")))
    ]


def _with_parts(framework: ResultsFramework, codes: Iterable[str]) -> Iterator[str]:
    """The codes and those of all parts, also of parts that are in a circle or not defined."""
    seen, waiting = set[str](), [*codes]
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            waiting += framework.indicators[code].parts if code in framework.indicators else ()
            yield code


def _definitions_called(framework: ResultsFramework, name: str) -> Iterator[tuple[str, list[str]]]:
    """The sections of the definitions that a name may mean, each with the names that it reads itself."""
    if name in framework.dimensions:
        yield f"dimensions.{name}", [*_names_of_dimension(framework.dimensions[name])]
    for table, columns in framework.calculated_columns.items():
        if name in columns:
            yield f"calculated.{table}.{name}", [table, *_names_of_calculated(columns[name])]
    if name in framework.key_tables:
        yield f"tables.{name}", [framework.key_tables[name].source_table]


def _names_of_rule(rule: Indicator) -> Iterator[str]:
    yield from filter(None, (rule.table, *rule.tables, *rule.read_names))


def _names_of_calculated(column: CalculatedColumn) -> Iterator[str]:
    yield from _names_of_rule(column.rule)
    yield from filter(None, (*column.row_columns, *column.match, *column.match.values(), column.until, column.since))


def _names_of_dimension(dimension: Dimension) -> Iterator[str]:
    yield from filter(None, (dimension.category_table, *dimension.read_names))
