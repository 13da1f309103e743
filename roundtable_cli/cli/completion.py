"""How a half-typed command line can go on: the codes, dimensions and categories of its project."""

from __future__ import annotations

from typing import Any

import click

from roundtable_cli.errors import Refused


def _open_framework(ctx: click.Context) -> Any:
    """The framework of the project that a half-typed command line names; where it has a fault, that of the sample."""
    from roundtable_cli import locate, project

    try:
        return project.Project.open(ctx.params.get("data"), indicators=ctx.params.get("indicators")).framework
    except Refused:
        return project.Project.open(locate.SAMPLE).framework


def complete_codes(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """The codes of the project's indicators."""
    return [code for code in _open_framework(ctx).indicators if code.startswith(typed)]


def complete_dimensions(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """The dimensions, and the units of time."""
    return [name for name in _open_framework(ctx).breakdown_names if name.startswith(typed)]


def complete_conditions(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """`sex=`, and after the equals sign the categories that are declared."""
    name, equals, value = typed.partition("=")
    dimensions = _open_framework(ctx).dimensions
    if not equals:
        return [f"{known}=" for known in dimensions if known.startswith(typed)]
    categories = dimensions[name].categories if name in dimensions else ()
    return [f"{name}={category.code}" for category in categories if category.code.startswith(value)]
