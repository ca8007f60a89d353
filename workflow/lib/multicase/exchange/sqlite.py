"""SQLite files that are the same byte for byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager


class Base:
    """A database in the making; `data` are its bytes, once it is finished."""

    def __init__(self, connection: sqlite3.Connection):
        self.connection = connection
        self.data = b""

    def insert(self, table: str, *rows: tuple) -> None:
        """Rows of a table, with a value for each of its columns."""
        for row in rows:
            places = ", ".join("?" * len(row))
            self.connection.execute(f"INSERT INTO {quoted(table)} VALUES ({places})", row)


@contextmanager
def built() -> Iterator[Base]:
    """A new database, written in one go: fixed pages, no journal, no gaps.

    In memory SQLite doesn't note in the file's header which version of it wrote last, as it does on a disk.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA encoding = 'UTF-8'")
        base = Base(connection)
        connection.execute("BEGIN")
        yield base
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        base.data = connection.serialize()


def quoted(name: str) -> str:
    """A name of a table or column as SQL has it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
