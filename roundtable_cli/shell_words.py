"""Words of a command that a message shows, to be pasted into a shell: whatever a file is called, it is one word."""

from __future__ import annotations

import shlex

from roundtable_cli.visible_text import visible_line


def shell_argument(text: str) -> str:
    r"""A text as one argument; what can't be seen is written by its bytes, as bash and zsh read them: `$'a\x91'`."""
    if visible_line(text) == text:
        return shlex.quote(text)
    return f"$'{''.join(map(_escape_letter, text))}'"


def double_quoted_argument(text: str) -> str:
    """A text as one argument, in double quotes where these are enough: the shells of Windows know no others."""
    is_plain = all(letter.isalnum() or letter in "._-" for letter in text)
    if is_plain or not all(letter.isalnum() or letter in " ._-(),+№=" for letter in text):
        return shell_argument(text)
    return f'"{text}"'


def _escape_letter(letter: str) -> str:
    if visible_line(letter) == letter:
        return f"\\{letter}" if letter in "\\'" else letter
    return "".join(f"\\x{byte:02x}" for byte in letter.encode("utf-8", errors="surrogateescape"))
