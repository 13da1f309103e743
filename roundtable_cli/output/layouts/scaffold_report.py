"""What a new project is made of, and what to do next, as lines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtable_cli.errors import finding_lines
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import notes
from roundtable_cli.shell_words import shell_argument
from roundtable_cli.tables.vocabulary import person_names
from roundtable_cli.visible_text import visible_line

if TYPE_CHECKING:
    from roundtable_cli.scaffold.new_project import ProjectProposal
    from roundtable_cli.scaffold.updates.added_files import AddedFiles
    from roundtable_cli.tables.source import Source
    from roundtable_cli.tables.table import Table


def new_project_text(proposal: ProjectProposal, folder: str, words: LanguageWords) -> str:
    """A line for the project and for each table, what the user must decide, and the next three commands."""
    tables, indicators = proposal.package.tables, proposal.framework.indicators
    lines = [f"{folder}: {words('tables', len(tables))}, {words('indicators', len(indicators))}"]
    lines += [f"  {_table_line(table, proposal.sources[name], words)}" for name, table in tables.items()]
    lines += [f"  {line}" for line in proposal.joined]
    if left_out := list(finding_lines(proposal.left_out)):
        lines += ["", words("not-taken"), *(f"  {line}" for line in left_out)]
    if ambiguities := list(finding_lines(proposal.doubts)):
        lines += ["", words("to-settle"), *(f"  {line}" for line in ambiguities)]
    if assumptions := _assumption_lines(proposal):
        lines += ["", words("left-out-or-assumed"), *(f"  {line}" for line in assumptions)]
    if missing := proposal.missing_gitignore_lines:
        lines += ["", str(proposal.gitignore_finding), *(f"  {line}" for line in missing)]
    commands = (f"cd {shell_argument(folder)}", "rt-stats summary", "rt-stats check")
    lines += ["", words("next"), *(f"  {command}" for command in commands)]
    return "".join(f"{visible_line(line)}\n" for line in lines)


def added_files_text(added: AddedFiles, words: LanguageWords) -> str:
    """A line for each file that was added, those that were not, and how to count what is new."""
    lines = list(added.lines)
    if left_out := list(finding_lines(added.left_out)):
        lines += ["", words("not-taken"), *(f"  {line}" for line in left_out)]
    if faults := list(finding_lines(added.faults)):
        lines += ["", words("to-mend"), *(f"  {line}" for line in faults)]
    if added.indicators.is_written:
        lines += ["", words("indicators-added", codes=", ".join(added.indicators.codes))]
    elif added.indicators.text:
        tables = ", ".join(added.new_tables)
        lines += ["", words("count-new-table", table=tables), "", *added.indicators.text.splitlines()]
    lines += ["", words("next"), "  rt-stats check"]
    return "".join(f"{visible_line(line)}\n" for line in lines)


def _assumption_lines(proposal: ProjectProposal) -> list[str]:
    """What was left out of the files or assumed about them, each once: every table of a workbook tells its sheets.

    Of what the project declares from now on nothing has to be done, so that no remedy is told.
    """
    sources = proposal.sources.values()
    assumptions = (
        finding.without_remedy() for source in sources for finding in source.assumptions(source.table.fields or ())
    )
    return list(notes.assumption_lines(dict.fromkeys(assumptions)))


def _table_line(table: Table, source: Source, words: LanguageWords) -> str:
    """`people: 120 rows, 7 columns; key person_id; personal: phone`."""
    parts = [f"{words('rows', len(source))}, {words('columns', len(source.header))}"]
    parts += [f"{words('key')} {', '.join(table.primary_key)}"] if table.primary_key else []
    parts += [f"{', '.join(key.fields)} → {key.resource}" for key in table.foreign_keys]
    if personal := [field.name for field in table.fields or () if field.personal]:
        # A heading may be a person's record, where the file has none.
        shown = [name for name in personal if not person_names.is_person_name(name)]
        parts.append(f"{words('personal')}: {', '.join(shown) if shown == personal else len(personal)}")
    return f"{table.name}: {'; '.join(parts)}"
