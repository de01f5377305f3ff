"""Rate limits shared between processes, keeping neither an address nor a time anybody could be found by.

A row is a keyed hash, a count and a full hour. The key is derived from the pepper and the day and is stored nowhere;
which window a count belongs to is hashed into it, since an end of a window to the minute would tell who came when.
"""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from threading import local
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from limits import parse
from limits.storage import Storage

from config import Settings, sqlite_library
from portal.core import clock, crypto

#: One count for every page of the site, over an hour: it tells neither which page somebody opened nor the minute.
EVERYTHING = "12000 per hour"
HOUR = 3600


class DailyHashStorage(Storage):
    """Windows of fixed boundaries in a small SQLite file of their own; losing it loses nothing but the counts."""

    STORAGE_SCHEME = ["portal"]  # noqa: RUF012 - the library's own registry reads this name

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = uri.removeprefix("portal://")
        self._local = local()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may treat as a storage failure."""
        error: type[Exception] = sqlite_library().Error
        return error

    def add(self, key: str, seconds: float, amount: int = 1) -> int:
        """Add to the present window of so many seconds and return its count."""
        begins = _begins(seconds)
        # An hour more than it counts, whatever the window: the first window of an hour still asks for the last one of
        # the hour before, and an end that differed between windows would tell the time more finely.
        ends = (-(-(begins + seconds) // HOUR) + 1) * HOUR
        row = self._run(
            "INSERT INTO hits VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET count = count + excluded.count"
            " RETURNING count",
            (_hashed(key, seconds, begins), amount, ends),
        )
        return int(row[0])

    def count(self, key: str, seconds: float, *, ago: int = 0) -> int:
        """The count of the present window, or of the one so many windows ago."""
        hashed = _hashed(key, seconds, _begins(seconds) - ago * seconds)
        row = self._run("SELECT count FROM hits WHERE key = ?", (hashed,))
        return int(row[0]) if row else 0

    def lately(self, key: str, seconds: float) -> int:
        """The count of the present window and the one before, so that no boundary wipes the slate clean."""
        return self.count(key, seconds) + self.count(key, seconds, ago=1)

    def incr(self, key: str, expiry: float, amount: int = 1, **options: Any) -> int:
        """Add to a window of the library's."""
        return self.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """The count of a window of the library's."""
        return self.count(key, _seconds(key))

    def get_expiry(self, key: str) -> float:
        """When such a window ends (seconds since the epoch)."""
        return _begins(_seconds(key)) + _seconds(key)

    def check(self) -> bool:
        """Whether the file can be used."""
        self._run("SELECT 1", ())
        return True

    def reset(self) -> int | None:
        """Forget every window."""
        self._run("DELETE FROM hits", ())
        return None

    def clear(self, key: str) -> None:
        """Forget one window of the library's."""
        self._run("DELETE FROM hits WHERE key = ?", (_hashed(key, _seconds(key), _begins(_seconds(key))),))

    def sweep(self) -> int:
        """Drop windows that ended; how many rows went."""
        now = clock.now().timestamp()
        gone = self._run("SELECT count(*) FROM hits WHERE ends <= ?", (now,))[0]
        self._run("DELETE FROM hits WHERE ends <= ?", (now,))
        return int(gone)

    def _run(self, statement: str, values: tuple[object, ...]) -> Any:  # noqa: ANN401 - a row of the driver
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite_library().connect(self._path, timeout=2, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("PRAGMA secure_delete=ON")
            # The file of an earlier version kept its salt beside its hashes.
            connection.execute("DROP TABLE IF EXISTS salts")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS hits (key TEXT PRIMARY KEY, count INT, ends REAL) WITHOUT ROWID"
            )
            self._local.connection = connection
        return connection.execute(statement, values).fetchone()


def seconds_to_next(seconds: int) -> int:
    """How long until the present window of so many seconds is over; at least one."""
    return max(1, seconds - int(clock.now().timestamp()) % seconds)


def _begins(seconds: float) -> float:
    """When the window of so many seconds began in which it is now: the same for everybody."""
    return clock.now().timestamp() // seconds * seconds


def _seconds(key: str) -> float:
    """How long a window of the library's is: the end of its key says so (`…/600/1/minute`)."""
    amount, multiples, granularity = key.rsplit("/", 3)[-3:]
    return float(parse(f"{amount} per {multiples} {granularity}").get_expiry())


def _hashed(key: str, seconds: float, begins: float) -> str:
    """A window under today's key, which is derived anew each day."""
    daily = crypto.keys().derive(f"limits|{clock.today().isoformat()}")
    return hmac.digest(daily, f"{seconds:.0f}|{begins:.0f}|{key}".encode(), hashlib.sha256).hex()[:32]


def whose() -> str:
    """The address a request came from, only ever counted under a keyed hash; of IPv6 the network that one line gets."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


class _Installed:
    counters: DailyHashStorage | None = None


def counters() -> DailyHashStorage:
    """The shared counts, for rules finer than so many requests a minute."""
    if _Installed.counters is None:
        raise RuntimeError("limits.init_app has not run")
    return _Installed.counters


limiter = Limiter(key_func=whose, headers_enabled=False, strategy="fixed-window")


def init_app(app: Flask, settings: Settings) -> None:
    """Keep counts in `limits.db`; with no file the limiter lets people in rather than shutting them out."""
    Path(settings.var_dir).mkdir(parents=True, exist_ok=True)
    _Installed.counters = DailyHashStorage(f"portal://{settings.var_dir / 'limits.db'}")
    app.config.update(
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI=f"portal://{settings.var_dir / 'limits.db'}",
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_APPLICATION=EVERYTHING,
    )
    limiter.init_app(app)
