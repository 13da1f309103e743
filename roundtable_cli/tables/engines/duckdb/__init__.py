"""DuckDB: tables of millions of rows on one machine. Here stands what is its own: its SQL, and how it reads files.

When a table is loaded, and what is wrong in it, is told in `sql/`.
"""
