"""Files that are to join a table: what stands for no value in them, and what the table, as declared, can't take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, FindingCollector, Refused, refuse_findings
from roundtable_cli.finding_codes import CONSTRAINT_ERROR, FOREIGN_KEY_ERROR, TYPE_ERROR
from roundtable_cli.scaffold.updates import missing_declarations
from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


class JoiningFiles(NamedTuple):
    """The texts that the table has to declare as no value, by column, and the faults in the files that join it."""

    marks: Mapping[str, Sequence[str]]
    faults: tuple[Finding, ...]

    @property
    def breaking_faults(self) -> list[Finding]:
        """The faults by which the table would be refused; a key that is not in its table yet may come with a file."""
        return [fault for fault in self.faults if fault.code != FOREIGN_KEY_ERROR]


def examine_joining_files(old: Source, added: Source, others: Mapping[str, Source]) -> JoiningFiles:
    """How the rows of `added` stand in the table of `old`; `others` are the tables that its keys refer to.

    A file that has the name of an added one is to be replaced by it, and is left aside.
    """
    new = added.with_table(old.table._replace(paths=added.table.paths, fields_match="subset"))
    joined = old.with_table(old.table._replace(fields_match="subset"))
    replaced = {path.name for path in added.table.paths}
    joined.files = (*(file for file in old.files if file.path.name not in replaced), *new.files)
    try:
        marks = missing_declarations.find_undeclared_marks(joined)
    except Refused:  # the table can't be read as it is, which its own check says
        return JoiningFiles({}, ())
    fields = missing_declarations.add_missing_values(joined.table.fields or (), marks)
    new, joined = (source.with_table(source.table._replace(fields=fields)) for source in (new, joined))
    return JoiningFiles(marks, tuple(_find_faults(joined, new, others)))


def shorten_faults(faults: Sequence[Finding]) -> Iterator[Finding]:
    """One warning for all faults of a kind in a column of a file: the first, and how many more there are."""
    kinds = dict[tuple[str, str, str], list[Finding]]()
    for fault in faults:
        kinds.setdefault((fault.file, fault.column, fault.code), []).append(fault)
    for first, *others in kinds.values():
        more = f" (and {len(others):,} more)" if others else ""
        yield first._replace(fault=f"{first.fault}{more}", severity=WARNING)


def _find_faults(joined: Source, new: Source, others: Mapping[str, Source]) -> list[Finding]:
    """What is wrong in the rows of new files, by the schema and the keys of the table."""
    collector = FindingCollector()
    with collector:
        for field in joined.table.fields or ():
            if field.name in new.header:
                with collector:
                    _check_cells(joined, new, field)
    with collector:
        keys = key_constraints.check_primary_key(joined)
        refuse_findings(finding._replace(remedy=f"{finding.remedy}; then add the file again") for finding in keys)
    for key in joined.table.foreign_keys:
        if key.resource in others:
            with collector:
                refuse_findings(key_constraints.check_foreign_key(new, key, others[key.resource]))
    labels = {*new.file_labels}
    return [finding for finding in dict.fromkeys(collector.findings) if finding.file in labels]


def _check_cells(joined: Source, new: Source, field: Field) -> None:
    """Refused with every new cell that breaks the type or the constraints of a field; rows are read where one does."""
    counts = new.count_texts(field)
    values, faults = parsing.parse_column(counts, field)
    if not faults and cell_checks.satisfies_constraints(field, values):
        return
    try:
        cell_checks.read_checked_values(new, field)
    except Refused as refused:
        known = [text for text in joined.count_texts(field) if text not in counts and text.strip()]
        like = "" if field.personal or not known else f', like "{known[0].strip()}"'
        remedy = f"write the column as the other files have it{like}; then add the file again"
        raise Refused(*(_with_joining_remedy(finding, remedy) for finding in refused.findings)) from None


def _with_joining_remedy(finding: Finding, remedy: str) -> Finding:
    """A finding with another remedy where it says to declare the whole column otherwise: other files need it so."""
    declares = finding.code == TYPE_ERROR and finding.remedy.startswith("write ")
    if declares or finding.code == CONSTRAINT_ERROR:
        return finding._replace(remedy=remedy if declares else f"{finding.remedy}; then add the file again")
    return finding._replace(remedy=f"{finding.remedy}; then add the file again" if finding.remedy else "")
