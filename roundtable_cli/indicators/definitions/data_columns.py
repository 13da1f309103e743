"""The columns of the data that results are written in: a definition, a plan and a format know them by these names."""

from __future__ import annotations

COUNT_COLUMNS = ("rows", "repeats", "missing", "outside")
TRACKING_COLUMNS = ("to_date", "baseline", "milestone", "target", "achievement", "milestone_met", "status", "note")
TO_DATE_COLUMNS = ("target_to_date", "status_to_date")  # where targets are those of each period, and add up
# No dimension can be called so.
RESERVED_NAMES = frozenset(
    {"code", "indicator", "value", "unit", "period", "overlap", "numerator", "denominator", "percent"}.union(
        COUNT_COLUMNS, TRACKING_COLUMNS, TO_DATE_COLUMNS, ["targets_are"]
    )
)
# These stand only in data that need them, so that a dimension may be called so: its column then has another heading.
BLANK_COLUMN = "blank"  # where what a share tests is blank in some rows
HIDDEN_COLUMN = "hidden"  # where a value is hidden, because it would tell what few people have
LEFT_OUT_COLUMN = "left_out"  # where rows of a file are left out, because they are no records
UNREADABLE_COLUMN = "unreadable"  # where cells are left out, because they can't be read
REFUSED_COLUMN = "refused"  # where some of the indicators are refused
OCCASIONAL_COLUMNS = (BLANK_COLUMN, HIDDEN_COLUMN, LEFT_OUT_COLUMN, UNREADABLE_COLUMN, REFUSED_COLUMN)
