"""The twelve indicators and people by settlement and sex, in one process through the Python interface of rt-stats.

python in_rt_stats.py [NAME=VALUE]…, the options of `Project.open`
"""

from __future__ import annotations

import sys
from typing import Any

from roundtable_cli import Project

options: dict[str, Any] = dict(option.split("=", 1) for option in sys.argv[1:])
if "memory" in options:
    options["memory"] = int(options["memory"])
with Project.open(".", **options) as project:
    for result in project.compute():
        print(result.indicator.code, result.value, sep=",")
    for result in project.compute(["people"], by=["settlement", "sex"]):
        names = [result.category(dimension) or "total" for dimension in ("settlement", "sex")]
        print("/".join(["people", *names]), result.value, sep=",")
