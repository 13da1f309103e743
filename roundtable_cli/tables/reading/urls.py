"""URLs in place of paths: files that only an engine on many machines can read."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import SOURCE_ERROR

URL_SCHEMES = ("s3a", "hdfs", "webhdfs", "viewfs", "abfss", "gs")  # file systems that Hadoop, and so Spark, knows
_UNNAMED_HOST = "~"  # stands in a path for a host that its URL leaves out: no host is called so


def path_from_url(written: str) -> Path | None:
    """The path that stands for a URL in a table: `s3a://bucket/a.csv` is `s3a:/bucket/a.csv`.

    None for any other text, and where a part of the URL is empty or a dot, which a path can't hold.
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
    """The URL that a path stands for; empty for a file on this machine."""
    first, *rest = path.parts or ("",)
    if not rest or first.removesuffix(":") not in URL_SCHEMES or not first.endswith(":"):
        return ""
    host = "" if rest[0] == _UNNAMED_HOST else rest[0]
    return f"{first}//{host}/{'/'.join(rest[1:])}"


def remote_file_refusal(path: Path, label: str) -> Refused:
    """The refusal of a file at a URL by an engine that can't reach it."""
    remedy = "only Spark can read it there: use --engine spark"
    return Refused(Finding(SOURCE_ERROR, f"the file is on another machine, at {url_from_path(path)}", remedy, label))
