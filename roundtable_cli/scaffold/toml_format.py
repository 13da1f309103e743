"""TOML written by hand: texts, keys and inline tables that read back as what they were, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHORT_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def format_toml_text(written: str) -> str:
    """A text in quotes; what can't be seen is written by its number."""
    return f'"{"".join(map(_escape_letter, written))}"'


def _escape_letter(letter: str) -> str:
    if letter in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[letter]
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04X}" if ord(letter) < 2**16 else f"\\U{ord(letter):08X}"


def format_toml_key(written: str) -> str:
    """A key, in quotes where it needs them."""
    return written if _BARE_KEY.fullmatch(written) else format_toml_text(written)


def format_toml_value(written: object) -> str:
    """A text, a number, true or false, a list, or a table in one line."""
    if isinstance(written, bool):
        return "true" if written else "false"
    if isinstance(written, Mapping):
        return (
            f"{{ {', '.join(f'{format_toml_key(name)} = {format_toml_value(one)}' for name, one in written.items())} }}"
        )
    if isinstance(written, (list, tuple)):
        return f"[{', '.join(map(format_toml_value, written))}]"
    return format_toml_text(written) if isinstance(written, str) else str(written)


def format_toml_section(name: Iterable[str], keys: Mapping[str, object], width: int) -> str:
    """A section: its heading and its keys, with their values one below the other.

    A key may be a path with dots already. A table too long for a line of `width` has a line for each of its keys.
    """
    plain = {path: format_toml_value(written) for path, written in _expand_long_tables(keys, width)}
    longest = max(map(len, plain), default=0)
    heading = f"[{'.'.join(map(format_toml_key, name))}]"
    return "\n".join([heading, *(f"{path:<{longest}} = {written}" for path, written in plain.items())]) + "\n"


def _expand_long_tables(keys: Mapping[str, object], width: int) -> Iterable[tuple[str, object]]:
    for path, written in keys.items():
        if isinstance(written, Mapping) and len(path) + 3 + len(format_toml_value(written)) > width:
            yield from ((f"{path}.{format_toml_key(name)}", inner) for name, inner in written.items())
        else:
            yield path, written


def format_toml_comment(words: str) -> str:
    """A line of comment; nothing in it can end the line."""
    shown = "".join(letter if letter.isprintable() else " " for letter in words)
    return f"# {shown}".rstrip() + "\n"
