"""The currencies of amounts, as names and fields tell them: which column names that of each row, and of formulas."""
