"""What is wrong with the cells of one table: by its schema, by its keys, and by what is likely a slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

from roundtable_cli.checking import currency_checks
from roundtable_cli.checking.check_run import Check, CheckStep, one_step, plan_steps
from roundtable_cli.checking.file_checks import value_or_none
from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import DUPLICATE_ROW
from roundtable_cli.tables.checks import ambiguous_columns, cell_checks, key_constraints
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.inference import doubtful_numbers
from roundtable_cli.tables.inference.assumptions import column_assumptions
from roundtable_cli.tables.profiling import column_profile, personal_data
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import quality_warnings, repeated_rows
from roundtable_cli.tables.reading import repeated_files
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field

IsDeclaredSpelling = Callable[[str, str], bool]  # whether definitions list a text of a column, by its name


_REPEATED_REMEDY = (
    "if it was entered twice, delete this row; if rows of the table may be the same, write "
    '"rt:duplicateRows": "expected" for it in datapackage.json'
)


class CheckedTable:
    """A table to be checked, with the other tables of its project, which its keys may refer to."""

    def __init__(
        self,
        source: Source,
        sources: Mapping[str, Source],
        is_declared_spelling: IsDeclaredSpelling = lambda column, text: False,  # noqa: ARG005 - nothing is declared
    ) -> None:
        self.source, self.sources, self.is_declared_spelling = source, sources, is_declared_spelling
        self._profiles: dict[str, ColumnProfile] = {}

    @cached_property
    def column_names(self) -> list[str]:
        """The names of its columns; none where its header can't be read, which the checks of its files tell."""
        return value_or_none(lambda: self.source.column_names) or []

    @cached_property
    def unique_names(self) -> list[str]:
        """The names of its columns, each once; none where its files can't be read as one table."""
        return value_or_none(lambda: column_profile.unique_header_names(self.source)) or []

    @property
    def profiles(self) -> dict[str, ColumnProfile]:
        """The profiles of all its columns, by name. Refused where one of them can't be read."""
        return {name: self.profile_column(name) for name in self.unique_names}

    @cached_property
    def repeated_files(self) -> tuple[Finding, ...]:
        """The warnings for files that hold the records of an earlier one; none where they can't all be read."""
        return value_or_none(lambda: tuple(repeated_files.find_repeated_files(self.source.files))) or ()

    def profile_column(self, name: str) -> ColumnProfile:
        """The different texts of a column, counted when first asked for. Refused where they can't be read."""
        if name not in self._profiles:
            self._profiles[name] = column_profile.profile_column(self.source, self.source.get_field(name))
        return self._profiles[name]


def plan_table_checks(table: CheckedTable) -> list[CheckStep]:
    """All checks of a table as a whole."""
    return plan_steps(TABLE_CHECKS, table)


def find_repetitions(table: CheckedTable, file: TableFile) -> Iterator[Finding]:
    """What one of the files of a table repeats: the records of another file, or its own rows."""
    yield from (finding for finding in table.repeated_files if finding.file == file.label)
    repeated = [] if repeated_rows.are_repeats_answered(file.table) else [*file.repeated_rows()]
    profiles = value_or_none(lambda: table.profiles) if repeated else None
    if not repeated or not (profiles is None or repeated_rows.are_repeats_suspicious(profiles, len(repeated))):
        return
    for row, earlier_row in repeated:
        yield file.warning_finding(DUPLICATE_ROW, f"this row is the same as row {earlier_row}", _REPEATED_REMEDY, row)


def _check_declared_columns(table: CheckedTable) -> Iterator[CheckStep]:
    """Types and constraints of the declared fields, a column a step."""
    for field in table.source.table.fields or ():
        if field.name in table.column_names:
            yield partial(_check_column, table.source, field)


def _check_column(source: Source, field: Field) -> tuple[Finding, ...]:
    """Read a column, which is refused with all its faulty cells."""
    field = source.get_field(field.name)
    if source.bulk_grids:
        # pandas is brought only now: small tables do without it.
        registry.create_engine(registry.DEFAULT_ENGINE).open_frame(source, {"cells": field})
    else:
        cell_checks.read_checked_values(source, field)
    return ()


def _check_keys(table: CheckedTable) -> Iterator[CheckStep]:
    """The primary key, then each foreign key whose columns and table are there."""
    names, declared = {*table.column_names}, table.source.table
    if declared.primary_key and {*declared.primary_key} <= names:
        yield partial(key_constraints.check_primary_key, table.source)
    for key in declared.foreign_keys:
        if {*key.fields} <= names and key.resource in table.sources:
            yield partial(key_constraints.check_foreign_key, table.source, key, table.sources[key.resource])


def _count_columns(table: CheckedTable) -> Iterator[CheckStep]:
    """The profile of each column, a column a step, so that a progress bar moves; it finds only what can't be read."""

    def count_column(name: str) -> tuple[Finding, ...]:
        table.profile_column(name)
        return ()

    return (partial(count_column, name) for name in table.unique_names)


def _find_quality_warnings(table: CheckedTable) -> Iterator[Finding]:
    """What can be read in two ways, then what is likely a slip; nothing where not all columns could be counted."""
    counted = value_or_none(lambda: table.profiles)
    if counted is None:
        return
    profiles = _hide_personal_values(table.source, counted)
    for profile in profiles.values():
        yield from column_assumptions.describe_lost_cells(table.source, profile.field)
        if profile.field.ambiguous:
            yield ambiguous_columns.describe_ambiguity(table.source, profile.field)._replace(severity=WARNING)
        elif profile.field.type == "string" and doubtful_numbers.find_shortened_texts(profile.text_counts):
            cells = zip(profile.cell_texts, table.source.row_places(), strict=True)
            yield ambiguous_columns.describe_shortened(profile.field, cells)._replace(severity=WARNING)
    yield from currency_checks.find_currency_findings(table.source, profiles)
    yield from quality_warnings.find_quality_warnings(profiles, table.is_declared_spelling)
    table.source.span_cache.clear()


def _find_doubtful_submissions(table: CheckedTable) -> Iterator[Finding]:
    """Submissions that stand twice, were edited or are not approved; what can't be read is told elsewhere."""
    yield from value_or_none(lambda: table.source.submission_findings) or ()


def _hide_personal_values(source: Source, profiles: dict[str, ColumnProfile]) -> dict[str, ColumnProfile]:
    """The profiles as messages may quote them: of an undeclared column that looks personal no value is printed."""
    looks_personal = personal_data.find_personal_columns(source.table.name, profiles)
    hidden = {name for name in looks_personal if profiles[name].field.inferred}
    return {name: profile.as_personal() if name in hidden else profile for name, profile in profiles.items()}


TABLE_CHECKS: tuple[Check[CheckedTable], ...] = (
    _check_declared_columns,
    _check_keys,
    _count_columns,
    one_step(_find_doubtful_submissions),
    one_step(_find_quality_warnings),
)
