"""Engines: they read the files of a table, and answer questions about the rows as narwhals frames.

What an engine does is said in `engine.py`, which are there in `registry.py`, and nothing above knows more of them. Each
has a folder with an `engine.py`; `sql/` holds what DuckDB and Spark share. How a cell is read is decided in
`tables/values`, and which rows count in `indicators`; neither belongs here.
"""
