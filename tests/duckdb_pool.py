"""Databases of DuckDB that tests use one after another: to make one takes longer than all that a test asks of it.

A test connects as the program does, and closes as it does. The database behind the connection is then emptied, and the
next test that asks for one like it gets a connection of its own to it. Tests of the engine itself have databases of
their own; so have the processes that tests start.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping
from typing import Any, NamedTuple

import duckdb

connect_anew = duckdb.connect
_FOLDER = "temp_directory"  # is another for each engine
_CHANGING = "preserve_insertion_order"  # the engine sets it for each table that it makes


class Database(NamedTuple):
    """A database, the settings with which it was made, and the connection by which it is used or was used last."""

    own: duckdb.DuckDBPyConnection
    settings: Mapping[str, Any]
    lent: weakref.ref[duckdb.DuckDBPyConnection]

    def is_used(self) -> bool:
        """Whether the connection that was lent is open."""
        connection = self.lent()
        try:
            return connection is not None and bool(connection.execute("SELECT 1"))
        except duckdb.Error:
            return False

    def empty(self, config: Mapping[str, Any]) -> bool:
        """Make it as good as new, with another folder for what does not fit into the memory; whether that can be."""
        try:
            for name in (_FOLDER, _CHANGING):
                self.own.execute(f"SET GLOBAL {name} = '{config[name]}'")
            databases = "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory'"
            for (name,) in self.own.execute(databases).fetchall():
                self.own.execute(f"DETACH {name}")
            for (name,) in self.own.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                self.own.execute(f"DROP TABLE memory.{name}")
        except duckdb.Error:
            return False
        return True


class DatabasePool:
    """Databases that are used, or were."""

    def __init__(self) -> None:
        self._databases: list[Database] = []
        self._lock = threading.Lock()

    def connect(self, config: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
        """A connection to an empty database, as `duckdb.connect` gives one."""
        settings = {name: value for name, value in config.items() if name != _FOLDER}
        with self._lock:
            for database in [one for one in self._databases if one.settings == settings and not one.is_used()]:
                self._databases.remove(database)
                if database.empty(config):
                    return self._lend(database.own, settings)
                database.own.close()
            return self._lend(connect_anew(config=dict(config)), settings)

    def _lend(self, own: duckdb.DuckDBPyConnection, settings: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
        connection = own.cursor()
        self._databases.append(Database(own, settings, weakref.ref(connection)))
        return connection
