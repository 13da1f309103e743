"""The rows of a table as frames of the engine: conditions, categories, dates and exact numbers as expressions.

Bound names come in, narwhals expressions and views go out; what is aggregated stands in `measures`. Nothing here knows
which engine computes.
"""
