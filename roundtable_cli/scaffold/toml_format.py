"""TOML written by hand: texts, keys and inline tables that read back as what they were, whatever they hold.

A library would write sections for tables and no aligned values; the file is for a person to read and edit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def format_toml_text(text: str) -> str:
    """A text in quotes; what can't be seen is written by its number. JSON's escapes are TOML's."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(map(_escape_invisible, quoted))


def _escape_invisible(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04X}" if ord(letter) < 2**16 else f"\\U{ord(letter):08X}"


def format_toml_key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE_KEY.fullmatch(name) else format_toml_text(name)


def format_toml_value(value: object) -> str:
    """A text, a number, true or false, a list, or a table in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        pairs = (f"{format_toml_key(key)} = {format_toml_value(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(format_toml_value, value))}]"
    return format_toml_text(value) if isinstance(value, str) else str(value)


def format_toml_section(name: Iterable[str], values: Mapping[str, object], width: int) -> str:
    """A section: its heading and its keys, with their values one below the other.

    A key may be a path with dots already. A table too long for a line of `width` has a line for each of its keys.
    """
    lines = {path: format_toml_value(value) for path, value in _expand_long_tables(values, width)}
    longest = max(map(len, lines), default=0)
    heading = f"[{'.'.join(map(format_toml_key, name))}]"
    return "\n".join([heading, *(f"{path:<{longest}} = {value}" for path, value in lines.items())]) + "\n"


def _expand_long_tables(values: Mapping[str, object], width: int) -> Iterator[tuple[str, object]]:
    for path, value in values.items():
        if isinstance(value, Mapping) and len(f"{path} = {format_toml_value(value)}") > width:
            yield from ((f"{path}.{format_toml_key(key)}", item) for key, item in value.items())
        else:
            yield path, value


def format_toml_comment(words: str) -> str:
    """A line of comment; nothing in it can end the line."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words)
    return f"# {shown}".rstrip() + "\n"
