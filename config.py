"""Everything the portal can be told from outside, read once and never changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent

#: SQLite builds that can corrupt a database written by several processes in WAL mode
#: (sqlite.org/wal.html, "the WAL-reset bug"): 3.7.0 to 3.51.2, mended in these.
_WAL_RESET_FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


class UnsafeSettings(RuntimeError):
    """The portal will not start like this; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Safe for production as it stands; each relaxation has to be asked for by name."""

    database_url: str = f"sqlite:///{ROOT / 'var' / 'portal.db'}"
    var_dir: Path = ROOT / "var"
    keys_dir: Path = ROOT / "var" / "keys"
    origin: str = "http://127.0.0.1:8000"
    bind: str = "127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    exit_url: str = "https://www.bbc.co.uk/weather"
    demo: bool = False
    debug: bool = False
    testing: bool = False
    web_workers: int = 2
    web_threads: int = 4
    locales: tuple[str, ...] = ("en_GB",)
    translations_dir: Path = ROOT / "portal" / "translations"
    max_body: int = 1024 * 1024
    max_upload: int = 12 * 1024 * 1024
    max_form_memory: int = 500_000
    max_form_parts: int = 120
    rate_limits: bool = True
    mail_channel: str = "file"
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    notify_address: str = "https://api.notifications.service.gov.uk"
    notify_template: str = ""
    sqlite_version: tuple[int, ...] = field(default_factory=lambda: sqlite_library().sqlite_version_info)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from `PORTAL_*` and `DATABASE_URL`; what is not set keeps its safe default."""
        env = os.environ if environ is None else environ
        var_dir = Path(env.get("PORTAL_VAR", ROOT / "var"))
        bind = env.get("PORTAL_BIND", "127.0.0.1:8000")
        return cls(
            var_dir=var_dir,
            database_url=env.get("DATABASE_URL", f"sqlite:///{var_dir / 'portal.db'}"),
            keys_dir=Path(env.get("PORTAL_KEYS", var_dir / "keys")),
            bind=bind,
            origin=env.get("PORTAL_ORIGIN", f"http://{bind}").rstrip("/"),
            trusted_hosts=tuple(h for h in env.get("PORTAL_TRUSTED_HOSTS", "").split(",") if h),
            proxy_hops=int(env.get("PORTAL_PROXY_HOPS", "0")),
            exit_url=env.get("PORTAL_EXIT_URL", cls.exit_url),
            demo=env.get("PORTAL_DEMO") == "1",
            debug=env.get("FLASK_DEBUG", "0") not in ("", "0", "false"),
            web_workers=int(env.get("PORTAL_WORKERS", "2")),
            web_threads=int(env.get("PORTAL_THREADS", "4")),
            locales=tuple(env.get("PORTAL_LOCALES", "en_GB").split(",")),
            translations_dir=Path(env.get("PORTAL_TRANSLATIONS", cls.translations_dir)),
            mail_channel=env.get("PORTAL_MAIL", "file"),
            mail_from=env.get("PORTAL_MAIL_FROM", ""),
            smtp_host=env.get("PORTAL_SMTP", "").partition(":")[0],
            smtp_port=int(env.get("PORTAL_SMTP", "").partition(":")[2] or 587),
            smtp_user=env.get("PORTAL_SMTP_USER", ""),
            notify_address=env.get("PORTAL_NOTIFY", cls.notify_address),
            notify_template=env.get("PORTAL_NOTIFY_TEMPLATE", ""),
            rate_limits=env.get("PORTAL_RATE_LIMITS", "1") != "0",
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded default is in use rather than PostgreSQL."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether people reach the portal over TLS, so that cookies may carry `__Host-`."""
        return self.origin.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Host names a request may ask for; anything else is refused with 400."""
        own = urlsplit(self.origin).hostname or ""
        loopback = ["127.0.0.1", "localhost", "[::1]"] if is_loopback(own) else []
        return sorted({own, *loopback, *self.trusted_hosts})

    def problems(self) -> list[str]:
        """Why the portal must not start with these settings, in words that say what to do."""
        found: list[str] = []
        own_host = urlsplit(self.origin).hostname or ""
        if self.debug:
            found.append("Debug is on (FLASK_DEBUG). It shows people's words on error pages: unset it.")
        if not self.is_https and not is_loopback(own_host):
            found.append(f"PORTAL_ORIGIN is {self.origin}: outside this machine it must begin with https://.")
        if self.demo and not is_loopback(self.bind.rsplit(":", 1)[0]):
            found.append("The demonstration signs anybody in: bind it to 127.0.0.1, or unset PORTAL_DEMO.")
        if self.demo and not is_loopback(own_host):
            found.append("The demonstration signs anybody in: its PORTAL_ORIGIN must be this machine.")
        if not self.is_https and not is_loopback(self.bind.rsplit(":", 1)[0]):
            found.append(
                f"PORTAL_BIND is {self.bind}, so other machines could reach the portal without TLS: bind it to"
                " 127.0.0.1, or set PORTAL_ORIGIN to the https:// address of the proxy in front."
            )
        if not self.rate_limits and not self.testing:
            found.append("PORTAL_RATE_LIMITS is 0: codes and passwords could be guessed without end. Unset it.")
        found += self._mail_problems()
        # One web process is not alone either: the worker is a second.
        if self.is_sqlite and has_wal_reset_bug(self.sqlite_version):
            version = ".".join(map(str, self.sqlite_version))
            found.append(
                f"SQLite {version} can corrupt a database shared by several processes, as the web server and the"
                " worker do: install the pinned requirements (they bring a mended SQLite), or use PostgreSQL."
            )
        return found

    def _mail_problems(self) -> list[str]:
        """Why reminders could not leave."""
        if self.mail_channel == "smtp" and not (self.smtp_host and self.mail_from):
            return ["PORTAL_MAIL is smtp: set PORTAL_SMTP to host:port and PORTAL_MAIL_FROM to the sender."]
        secure = self.notify_address.startswith("https://")
        if self.mail_channel == "notify" and not (self.notify_template and secure):
            return ["PORTAL_MAIL is notify: set PORTAL_NOTIFY_TEMPLATE, and an address that begins with https://."]
        known = self.mail_channel in ("file", "smtp", "notify")
        return [] if known else [f"PORTAL_MAIL is {self.mail_channel}: it is file, smtp or notify."]

    def checked(self) -> Settings:
        """These settings, or UnsafeSettings naming every reason not to start."""
        if found := self.problems():
            raise UnsafeSettings("The portal did not start.\n- " + "\n- ".join(found))
        return self


def sqlite_library() -> ModuleType:
    """The SQLite module in use: the pinned mended build where it is installed, else Python's own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the WAL-reset bug: before 3.51.3 and not a mended 3.44 or 3.50."""
    if version < (3, 7, 0) or version >= _WAL_RESET_FIXED_IN[-1]:
        return False
    return not any(version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_RESET_FIXED_IN)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine only."""
    name = host.strip("[]")
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
