"""Where the answer goes: to standard output, or into a file, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from roundtable_cli.file_identity import file_identity, stream_identity

if TYPE_CHECKING:
    from pathlib import Path

STANDARD_OUTPUTS = frozenset({None, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


def write_output(answer: str | bytes | Iterable[str], output: str | None) -> None:
    """Writes bytes, or text as UTF-8, to a file of this name, to standard output where it is None.

    A text may come in pieces, each made when the one before is written. A file is replaced only once all is on the
    disk; a pipe or device is written to. Raises OSError, with the name that the user gave.
    """
    pieces = [answer] if isinstance(answer, str | bytes) else answer
    # Standard output by a path of its own is not opened anew: a file behind it would be emptied.
    if output in STANDARD_OUTPUTS:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(map(_encode_text, pieces))
        sys.stdout.buffer.flush()
        return
    try:
        _write_to_path(str(output), map(_encode_text, pieces))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, output) from None


def _encode_text(text: str | bytes) -> bytes:
    # Only a byte of a file's name that is no UTF-8 can't be encoded.
    return text.encode("utf-8", errors="backslashreplace") if isinstance(text, str) else text


def _write_to_path(output: str, content: Iterable[bytes]) -> None:
    from pathlib import Path

    path = Path(output)
    if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
        with path.open("ab") as stream:  # appended: what is there already is somebody else's
            stream.writelines(content)
    else:
        from roundtable_cli import atomic_write

        atomic_write.write_pieces_atomically(Path(os.path.realpath(path)), content)


def find_overwritten_file(output: str | None, inputs: Iterable[Path]) -> str:
    """The name of the file among those read that the answer would be written onto; "" where there is none.

    By whatever name: by a link, or as standard input or output, which a shell has opened.
    """
    if output in STANDARD_OUTPUTS:
        written = stream_identity(sys.stdout)
        if written is None:  # a terminal or a pipe
            return ""
    else:
        written = file_identity(str(output))
    for path in inputs:
        is_standard_input = str(path) == "-"
        if written == (stream_identity(sys.stdin) if is_standard_input else file_identity(path)):
            return "standard input" if is_standard_input else str(path)
    return ""
