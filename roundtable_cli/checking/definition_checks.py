"""What the records hold and the definitions leave out: checks that need the definitions and the rows."""

from __future__ import annotations

from roundtable_cli.checking.check_run import one_step
from roundtable_cli.checking.dates_outside_life import find_dates_outside_life
from roundtable_cli.checking.undeclared_categories import find_undeclared_categories

DEFINITION_CHECKS = (one_step(find_undeclared_categories), one_step(find_dates_outside_life))
