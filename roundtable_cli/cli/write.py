"""Where the answer goes: to standard output, or into a file, whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write(answer: str | bytes, output: str | None) -> None:
    """Write bytes, or text as UTF-8. A file is replaced at once when all is on the disk; a pipe or device written to.

    Raises OSError, with the name that the user gave.
    """
    content = answer.encode("utf-8") if isinstance(answer, str) else answer
    if output in {None, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}:  # opened anew, a file would be begun again
        if sys.stdout is None:
            raise OSError(errno.EBADF, "is closed")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        _into(str(output), content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, output) from None


def _into(output: str, content: bytes) -> None:
    from pathlib import Path

    path = Path(output)
    if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
        with path.open("ab", buffering=0) as stream:  # what is there already is somebody else's
            stream.write(content)
    else:
        _replace(path.resolve(), content)


def _replace(path: Path, content: bytes) -> None:
    """The file's own permissions are kept; a new one gets the usual ones."""
    import shutil
    import tempfile
    from pathlib import Path

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
