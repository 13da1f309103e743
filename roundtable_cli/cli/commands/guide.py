"""`rt-stats guide`: the handbook, on the terminal."""

from __future__ import annotations

import click

from roundtable_cli.cli import options
from roundtable_cli.cli.output_file import write_output
from roundtable_cli.guides import handbook


def _complete_guides(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    return [name for name in handbook.guide_names() if name.startswith(typed)]


@click.command(short_help="List the guides, or print one, or a part of one.")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=_complete_guides)
@click.argument("topic", nargs=-1, metavar="[WORD]...")
@options.debug_option
def guide(name: str | None, topic: tuple[str, ...]) -> None:
    """List the guides, print the guide NAME, or print its part about one key, code or WORD.

    The guides need no project and no internet. On a terminal, a long text opens in your pager: press q to leave it.

    \b
    Examples:
      rt-stats guide                            the list of guides
      rt-stats guide start                      your first number, step by step
      rt-stats guide definitions tolerance      one key of indicators.toml
      rt-stats guide checks type-error          one code of a finding
      rt-stats guide definitions > keys.md      a guide as a file
    """
    if name is None:
        width = max(map(len, handbook.guide_names()))
        lines = (f"{known:<{width}}  {handbook.guide_title(known)}\n" for known in handbook.guide_names())
        write_output("".join(lines), None)
        return
    words = " ".join(topic)
    name = name.lower() if name.lower() in handbook.guide_names() else name
    try:
        text = handbook.guide_part(name, words) if topic else handbook.guide_text(name)
    except handbook.UnknownGuideError as unknown:
        raise click.UsageError(handbook.explain_unknown(name, words, unknown.known)) from None
    _print_or_page(text)


def _print_or_page(text: str) -> None:
    """Through $PAGER what does not fit on a terminal; all else as it is.

    Windows' own `more` shows UTF-8 as other letters: there only a pager that somebody has chosen is used.
    """
    import os
    import shutil
    import sys

    has_pager = os.name != "nt" or "PAGER" in os.environ
    if has_pager and sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text, color=False)
    else:
        write_output(text, None)
