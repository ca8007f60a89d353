"""SQLite files that are the same byte for byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

WRITER = slice(96, 100)  # where the header says which SQLite wrote the file (https://www.sqlite.org/fileformat2.html)


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
    """A new database, written in one go: fixed pages, no journal, no gaps, and no word of what wrote it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA encoding = 'UTF-8'")
        base = Base(connection)
        connection.execute("BEGIN")
        yield base
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        data = bytearray(connection.serialize())
        data[WRITER] = bytes(4)
        base.data = bytes(data)


def quoted(name: str) -> str:
    """A name of a table or column as SQL has it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'
