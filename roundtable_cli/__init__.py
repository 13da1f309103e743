"""rt-stats: the indicators that a project owes its donors, computed from its records.

>>> from roundtable_cli import Project
>>> results = Project.open("sample").compute(["activists"])
>>> results[0].value
106
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtable_cli.program_version import __version__

if TYPE_CHECKING:
    from roundtable_cli.checking.check_run import Report as Report
    from roundtable_cli.checking.project_check import check_files as check_files
    from roundtable_cli.errors import Finding as Finding
    from roundtable_cli.errors import Refused as Refused
    from roundtable_cli.indicators.results import Counts as Counts
    from roundtable_cli.indicators.results import Note as Note
    from roundtable_cli.indicators.results import Result as Result
    from roundtable_cli.indicators.results import Results as Results
    from roundtable_cli.indicators.tracking.status import Tracked as Tracked
    from roundtable_cli.indicators.tracking.tracking_table import Tracking as Tracking
    from roundtable_cli.project import Project as Project

__all__ = ["Counts", "Finding", "Note", "Project", "Refused", "Report", "Result", "Results", "Tracked", "Tracking"]
__all__ += ["__version__", "check_files"]

_PUBLIC_MODULES = {"Project": "project", "Finding": "errors", "Refused": "errors"}
_PUBLIC_MODULES |= {"Report": "checking.check_run", "check_files": "checking.project_check"}
_PUBLIC_MODULES |= {"Tracked": "indicators.tracking.status", "Tracking": "indicators.tracking.tracking_table"}


def __getattr__(name: str) -> object:
    """A public name, imported from its home when first asked for: `rt-stats --help` asks for none."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"roundtable_cli.{_PUBLIC_MODULES.get(name, 'indicators.results')}"), name)
