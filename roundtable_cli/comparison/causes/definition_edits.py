"""How definitions differ from those of a report, key by key, and the definitions with one of the keys as it was."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_TEXTS = frozenset({"label", "definition", "title"})  # they change no number
_MISSING = object()
Path = tuple[str, ...]


class DefinitionEdit(NamedTuple):
    """A key that was edited: its section (`indicators.trained`), its name, and both values as people write them.

    A value is "" where the key is not there.
    """

    path: Path
    old: str
    new: str

    is_section: bool = False  # whether the whole section is new, or gone

    @property
    def section(self) -> str:
        """The section as its heading in the file: `indicators.trained`."""
        return ".".join(self.path if self.is_section else self.path[:-1])

    @property
    def name(self) -> str:
        """The section and the key, as messages name them: `[indicators.trained] where`."""
        return f"[{self.section}]" if self.is_section else f"[{self.section}] {self.path[-1]}"


def list_edits(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[DefinitionEdit]:
    """The keys whose values differ, in the order of the new file and then of the old one; texts that are shown are not.

    A key is that of an indicator, a dimension, a calculated column, a table of keys or the project. A section that only
    one of the two has is one edit.
    """
    before, after = dict(_iter_sections(old)), dict(_iter_sections(new))
    return [edit for path in {**after, **before} for edit in _edits_of_section(path, before.get(path), after.get(path))]


def _edits_of_section(
    path: Path, before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> Iterator[DefinitionEdit]:
    if before is None or after is None:
        yield DefinitionEdit(path, _write_section(before), _write_section(after), is_section=True)
        return
    for name in {**after, **before}:
        values = before.get(name, _MISSING), after.get(name, _MISSING)
        if values[0] != values[1] and name not in _TEXTS:
            yield DefinitionEdit((*path, name), _write_value(values[0]), _write_value(values[1]))


def restore_key(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The new definitions with one key as the old ones have it."""
    restored: dict[str, Any] = copy.deepcopy(dict(new))
    section, before = restored, old
    for name in path[:-1]:
        section = section.setdefault(name, {})
        before = before.get(name, {})
    if path[-1] in before:
        section[path[-1]] = copy.deepcopy(before[path[-1]])
    else:
        section.pop(path[-1], None)
    return restored


def _iter_sections(definitions: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Each section, with its keys."""
    for kind, sections in definitions.items():
        if kind == "project":
            yield (kind,), sections
        for name, section in sections.items() if kind != "project" else ():
            if kind == "calculated":
                yield from (((kind, name, column), keys) for column, keys in section.items())
            else:
                yield (kind, name), section


def _write_section(section: Mapping[str, object] | None) -> str:
    return "" if section is None else "{ … }"


def _write_value(value: object) -> str:
    """A value as a file of definitions writes it, on one line."""
    if value is _MISSING:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_write_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write_value, value)) + "]"
    return str(value)
