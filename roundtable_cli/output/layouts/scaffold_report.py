"""What a new project is made of, and what to do next, as lines to read."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from roundtable_cli.output.language.words import LanguageWords

if TYPE_CHECKING:
    from roundtable_cli.scaffold.new_project import ProjectProposal
    from roundtable_cli.tables.source import Source
    from roundtable_cli.tables.table import Table


def new_project_text(begun: ProjectProposal, folder: str, words: LanguageWords) -> str:
    """A line for the project and for each table, what is to be settled, and the next three commands."""
    tables, count = begun.package.tables, len(begun.framework.indicators)
    head = f"{folder}: {words('tables', len(tables))}, {words('indicators', count)}"
    lines = [f"  {_table_line(table, begun.sources[name], words)}" for name, table in tables.items()]
    settle = [f"  {finding}" for finding in begun.ambiguity_findings]
    lines += ["", words("to-settle"), *settle] if settle else []
    lacking = [f"  {line}" for line in begun.missing_gitignore_lines]
    lines += ["", str(begun.gitignore_finding), *lacking] if lacking else []
    return "\n".join([head, *lines, "", words("next"), *(f"  {one}" for one in _next_commands(folder)), ""])


def _table_line(table: Table, source: Source, words: LanguageWords) -> str:
    """`people.csv: 120 rows, 7 columns; key person_id; personal: phone`."""
    told = [f"{words('rows', len(source))}, {words('columns', len(source.header))}"]
    told += [f"{words('key')} {', '.join(table.primary_key)}"] if table.primary_key else []
    told += [f"{', '.join(key.fields)} → {key.resource}" for key in table.foreign_keys]
    if hidden := [field.name for field in table.fields or () if field.personal]:
        told.append(f"{words('personal')}: {', '.join(hidden)}")
    return f"{table.name}: {'; '.join(told)}"


def _next_commands(folder: str) -> Iterator[str]:
    """What a user does first: see the numbers, check the whole, and say what she means by them."""
    yield f"cd {shlex.quote(folder)}"
    yield "rt-stats summary"
    yield "rt-stats check"
