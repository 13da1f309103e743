"""Print the lowest version that pyproject.toml allows of each package that it needs, as constraints for pip."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[\w,-]+\])?>=([\w.]+)(?:,<[\w.]+)?")


def lowest_versions(pyproject: str) -> Iterator[str]:
    """`click==8.2` for each requirement, extras too. Raises ValueError where one has no lower bound."""
    project = tomllib.loads(pyproject)["project"]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    for requirement in (*project["dependencies"], *extras):
        if requirement.startswith(project["name"]):
            continue  # itself, with extras of its own
        match = REQUIREMENT.fullmatch(requirement)
        if not match:
            raise ValueError(f"{requirement} has no lower bound that can be installed")
        yield f"{match[1]}=={match[2]}"


if __name__ == "__main__":
    print("\n".join(lowest_versions(Path(sys.argv[1]).read_text(encoding="utf-8"))))
