"""The secret with which a project marks its rows: kept beside the frozen reports, and never in git.

A plain digest of a value can be reversed: whoever has a list of names, or the two words of a column, digests each of
them and compares. With a secret in it, only who holds the secret can. So the reports may be published, and the file of
the secret may not.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from roundtable_cli import atomic_write
from roundtable_cli.comparison.freezing.frozen_file import REPORTS_FOLDER
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.scaffold import gitignore

KEY_FILE = ".row-key"
_KEY_BYTES = 32
_HEADER = "# The secret of the marks of rows: git must not publish it."


def key_path(folder: Path) -> Path:
    """Where a project keeps its secret."""
    return folder / REPORTS_FOLDER / KEY_FILE


def read_key(folder: Path) -> bytes | None:
    """The secret of a project; None where it is not there. Refused where its file is damaged."""
    path = key_path(folder)
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = ""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        fault = "this is not the secret that rt-stats wrote: the file is damaged"
        remedy = "take it back from your backup, or delete it: then rows of earlier reports can't be compared"
        raise Refused(Finding(USAGE, fault, remedy, f"{REPORTS_FOLDER}/{KEY_FILE}"))
    return key


def obtain_key(folder: Path) -> bytes:
    """The secret of a project, made where there is none, together with the line that keeps it out of git."""
    if key := read_key(folder):
        return key
    path, key = key_path(folder), secrets.token_bytes(_KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    _keep_out_of_git(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(f"{key.hex()}\n")
    return key


def name_key(key: bytes) -> str:
    """What tells one secret from another, and nothing of it."""
    return hashlib.sha256(b"rt-stats row key\0" + key).hexdigest()[:16]


def _keep_out_of_git(path: Path) -> None:
    """Writes the .gitignore beside the secret, or adds its line."""
    ignore = path.parent / gitignore.FILE_NAME
    if not ignore.is_file():
        atomic_write.write_atomically(ignore, f"{_HEADER}\n{gitignore.format_line(path)}\n".encode())
    elif content := gitignore.add_lines(path.parent, [path]):
        atomic_write.write_atomically(ignore, content)
