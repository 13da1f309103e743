"""What the texts of a command line must satisfy before a project is opened, and what patterns among them stand for."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

_LONG_DASHES = ("\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212")


def expand_patterns(arguments: Sequence[str]) -> list[str]:
    """Arguments with the files that patterns stand for: `*.csv`. Shells do it, but not those of Windows."""
    from glob import glob

    return [path for argument in arguments for path in sorted(glob(argument)) or [argument]]  # noqa: PTH207 - texts


def has_long_dash(text: str) -> bool:
    """Whether a text begins as options do where an editor or a messenger has made long dashes of their hyphens."""
    return text.startswith(_LONG_DASHES) and text.strip("".join(_LONG_DASHES))[:1].isalpha()


def long_dash_fault(text: str) -> str:
    """What is wrong with such a text, and what to type."""
    name = text.strip("".join(_LONG_DASHES))
    return f'"{text}" begins with a long dash, which is no hyphen; type {"-" if len(name) == 1 else "--"}{name}'


def check_output_path(_ctx: click.Context, _param: click.Parameter, written: str | None) -> str | None:
    """The path of a file that can be written; None for standard output."""
    from pathlib import Path

    if written in {None, "-"}:
        return None
    path = Path(str(written))
    if path.is_dir():
        raise click.BadParameter(f'"{written}" is a folder; name a file')
    if _is_endless_link(path):
        raise click.BadParameter(f'"{written}" is a link that leads back to itself; name another file')
    if not path.parent.is_dir():
        raise click.BadParameter(f'there is no folder "{path.parent}"')
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise click.BadParameter(f'you may not write to "{written}"')
    return written


def check_prefix(_ctx: click.Context, _param: click.Parameter, prefix: str | None) -> str | None:
    """A prefix, in letters, digits and _ that a shell takes."""
    if prefix is not None and not (prefix.isascii() and prefix.isidentifier()):
        raise click.BadParameter(f'"{prefix}" can\'t begin the name of a variable; write capitals and _, like MY_')
    return prefix


def _is_endless_link(path: Path) -> bool:
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def check_dashes(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> tuple[str, ...]:
    """The arguments. Refused where one is an option whose hyphen has become a long dash."""
    for text in filter(has_long_dash, written):
        raise click.UsageError(long_dash_fault(text))
    return written
