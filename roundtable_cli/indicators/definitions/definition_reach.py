"""Which definitions some indicators read: a fault in another one is no reason to refuse them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Indicator, ResultsFramework

# The section of a definition in the place of a finding: `[indicators.staff] where`, `[indicators.staff.targets]`.
_SECTION = re.compile(r"\[(?P<section>(?P<kind>indicators|dimensions|calculated|tables)\..+?)\]")


class DefinitionReach(NamedTuple):
    """The sections that some indicators read, by their names in the file: `indicators.staff`, `calculated.staff.age`.

    A name that a column and a dimension share counts as both, and one of a calculated column as that of every table:
    rather a definition too many than one too few.
    """

    sections: frozenset[str]

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
        """Whether a fault of the file of definitions stands in a section that is read, or in none of its own."""
        place = _SECTION.match(finding.column)
        if not place:
            return True
        section = place["section"]
        return any(section == own or section.startswith(f"{own}.") for own in self.sections)


def find_definition_reach(
    framework: ResultsFramework, codes: Iterable[str], names: Iterable[str] = ()
) -> DefinitionReach:
    """What the indicators with these codes read, and what `names` of a request, of breakdowns or conditions, mean."""
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
    return DefinitionReach(frozenset(sections))


def find_unplaced_faults(findings: Iterable[Finding]) -> list[Finding]:
    """The faults that stand in no section of one definition, such as those of a file's syntax: they touch all."""
    return [finding for finding in findings if not _SECTION.match(finding.column)]


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
            yield f"calculated.{table}.{name}", [*_names_of_calculated(columns[name])]
    if name in framework.key_tables:
        yield f"tables.{name}", [framework.key_tables[name].source_table]


def _names_of_rule(rule: Indicator) -> Iterator[str]:
    yield from filter(None, (rule.table, *rule.tables, *rule.read_names))


def _names_of_calculated(column: CalculatedColumn) -> Iterator[str]:
    yield from _names_of_rule(column.rule)
    yield from filter(None, (*column.row_columns, *column.match, *column.match.values(), column.until, column.since))


def _names_of_dimension(dimension: Dimension) -> Iterator[str]:
    yield from filter(None, (dimension.category_table, *dimension.read_names))
