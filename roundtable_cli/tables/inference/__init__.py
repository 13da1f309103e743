"""The field of a column that no schema declares: its type, and how its numbers and dates are written.

In come the texts of a column, or their places in a large file; out goes a `Field`, ambiguous where the texts can be
read in two ways. Files, sources and engines do not belong here, nor what the names of columns suggest (`profiling`).
"""
