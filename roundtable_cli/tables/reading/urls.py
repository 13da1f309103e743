"""Files that are elsewhere: a URL in place of a path, which only an engine that runs on many machines follows."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.errors import SOURCE_ERROR, Finding, Refused

URL_SCHEMES = ("s3a", "hdfs", "webhdfs", "viewfs", "abfss", "gs")  # of file systems that Hadoop, and so Spark, knows
_UNNAMED_HOST = "~"  # stands in a path for a host that its URL leaves out: no host is called so


def path_from_url(written: str) -> Path | None:
    """The path by which a table knows a URL; none for what is no URL of a file in such a file system.

    None either where a part of it is empty or a dot: a path can't hold these.
    """
    scheme, mark, rest = written.partition("://")
    host, *parts = rest.removesuffix("/").split("/")
    if not mark or scheme not in URL_SCHEMES or {"", ".", ".."} & {*parts} or host in {".", "..", _UNNAMED_HOST}:
        return None
    return Path(f"{scheme}:", host or _UNNAMED_HOST, *parts)


def is_remote_url(written: str) -> bool:
    """Whether a text begins as the URL of such a file system."""
    return written.partition("://")[0] in URL_SCHEMES and "://" in written


def url_from_path(path: Path) -> str:
    """The URL that a path stands for; nothing for a file that is here."""
    first, *rest = path.parts or ("",)
    if not rest or first.removesuffix(":") not in URL_SCHEMES or not first.endswith(":"):
        return ""
    host = "" if rest[0] == _UNNAMED_HOST else rest[0]
    return f"{first}//{host}/{'/'.join(rest[1:])}"


def remote_file_refusal(path: Path, label: str) -> Refused:
    """The refusal of a file that is elsewhere, by who does not reach it."""
    remedy = "only Spark reads it there: --engine spark"
    return Refused(Finding(SOURCE_ERROR, f"is elsewhere, at {url_from_path(path)}", remedy, label))
