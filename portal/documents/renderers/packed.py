"""Zip archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

#: The earliest day a zip can name; files without a day of their own take it.
_NO_DAY = date(1980, 1, 1)
#: Files written piece by piece are handed on in pieces of so many signs.
_PIECE = 1 << 16

Write = Callable[[str], None]


class Pack:
    """An archive being written; `day` is the date of every file in it."""

    def __init__(self, day: date | None) -> None:
        self._day = day or _NO_DAY
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4)

    def put(self, name: str, content: str | bytes, *, packed: bool = True) -> None:
        """One file at once."""
        self._zip.writestr(self._named(name, packed=packed), content)

    @contextmanager
    def writing(self, name: str) -> Iterator[Write]:
        """One file, UTF-8, written bit by bit without ever being in memory as a whole."""
        waiting: list[str] = []
        size = 0
        with self._zip.open(self._named(name), "w") as file:

            def write(text: str) -> None:
                nonlocal size
                waiting.append(text)
                size += len(text)
                if size >= _PIECE:
                    file.write("".join(waiting).encode())
                    waiting.clear()
                    size = 0

            yield write
            file.write("".join(waiting).encode())

    def close(self) -> bytes:
        """The whole archive."""
        self._zip.close()
        return self._buffer.getvalue()

    def _named(self, name: str, *, packed: bool = True) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        return info


def again(content: bytes, day: date | None) -> bytes:
    """An archive some library made, with the clock taken out of it."""
    pack = Pack(day)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        for name in made.namelist():
            pack.put(name, made.read(name))
    return pack.close()
