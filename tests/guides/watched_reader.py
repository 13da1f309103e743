"""Which keys the reader of indicators.toml looks for: found out by watching it read.

The file is made of nothing but a name, `MARK`; each key that the reader looks up in it is put into it, as a table of
keys, a text and a list of tables of keys; and so on, until the reader looks for nothing new. The parser of TOML is
replaced, so that nothing here depends on how the reader is written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from roundtable_cli import Project, Refused

KeyPath = tuple[str, ...]
MARK = "zz"  # stands for every name that a project chooses itself
ITEM = "[]"  # a step into a list
MOST_ROUNDS = 8
KINDS: tuple[Any, ...] = (MARK, [MARK], [{MARK: {}}], {MARK: {MARK: {}}})  # what a key may take


class WatchedMapping(dict[str, Any]):
    """A mapping that writes down each key that is looked up in it."""

    def __init__(self, items: dict[str, Any], path: KeyPath, seen: set[KeyPath]) -> None:
        super().__init__(items)
        self.path, self.seen = path, seen

    def get(self, key: str, default: Any = None) -> Any:
        """Written down."""
        self.seen.add((*self.path, key))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.seen.add((*self.path, str(key)))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self.seen.add((*self.path, key))
        return super().__getitem__(key)


def watch(value: Any, seen: set[KeyPath], path: KeyPath = ()) -> Any:
    """The same value, each mapping in it watched."""
    if isinstance(value, dict):
        return WatchedMapping({key: watch(item, seen, (*path, key)) for key, item in value.items()}, path, seen)
    if isinstance(value, list):
        return [watch(item, seen, (*path, ITEM)) for item in value]
    return value


def paths_of(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all keys in a value; a step into a list is none."""
    for item in value if isinstance(value, list) else ():
        yield from paths_of(item, path)
    for key, item in value.items() if isinstance(value, dict) else ():
        yield (*path, key)
        yield from paths_of(item, (*path, key))


def known_keys(folder: Path) -> set[KeyPath]:
    """The paths of all keys that the reader of definitions knows; `MARK` stands for names of a project's own.

    A key of the items of a list has the path of one that stands without the list.
    """
    (folder / "indicators.toml").write_text("", encoding="utf-8")
    known, tried = set[KeyPath](), set[KeyPath]()
    for _ in range(MOST_ROUNDS):
        found = _looked_up(folder, _built(known))
        for path in sorted(known - tried):
            for value in KINDS:
                found |= _looked_up(folder, _built(known, path, value))
        tried |= known
        found = {path for path in found if not _is_a_name(path, found | known)}
        if found <= known:
            keys = (path for path in known if path[-1] not in (MARK, ITEM))
            return {tuple(step for step in path if step != ITEM) for path in keys}
        known |= found
    raise AssertionError(f"the reader looks ever deeper: {max(known, key=len)}")


def _looked_up(folder: Path, value: Any) -> set[KeyPath]:
    """What is looked up in the definitions of a project, were they parsed to this value."""
    seen = set[KeyPath]()
    with patch.object(tomllib, "loads", lambda *_, **__: watch(value, seen)), suppress(Refused):
        Project.open(folder)
    return seen


def _built(paths: set[KeyPath], special: KeyPath = (), value: Any = None, path: KeyPath = ()) -> Any:
    """A value that has all these paths, and the name `MARK` in every mapping; at `special` it has `value`."""
    if path and path == special:
        return value
    steps = {one[len(path)] for one in paths if len(one) > len(path) and one[: len(path)] == path}
    if ITEM in steps:
        return [_built(paths, special, value, (*path, ITEM))]
    named: dict[str, Any] = {} if MARK in steps or path[-1:] == (MARK,) else {MARK: {}}
    return {step: _built(paths, special, value, (*path, step)) for step in sorted(steps)} | named


def _is_a_name(path: KeyPath, others: set[KeyPath]) -> bool:
    """Whether a step of a path, not its last, stands where a project's own name may: `[dimensions.column] label`."""
    return any(
        step not in (MARK, ITEM) and (*path[:index], MARK, *path[index + 1 :]) in others
        for index, step in enumerate(path[:-1])
    )
