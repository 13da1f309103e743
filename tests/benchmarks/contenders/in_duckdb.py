"""The same SQL where there is no DuckDB shell: run by Python's duckdb.

python in_duckdb.py SQL
"""

from __future__ import annotations

import csv
import sys

import duckdb

connection, answers = duckdb.connect(), csv.writer(sys.stdout)
for statement in connection.extract_statements(sys.argv[1]):
    found = connection.execute(statement)
    if statement.type == duckdb.StatementType.SELECT:
        answers.writerows(found.fetchall())
