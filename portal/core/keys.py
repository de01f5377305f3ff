"""The secret keys: files outside the database and its backups, readable by the portal alone."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from config import UnsafeSettings

KEY_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Each key has one job; `field` maps key numbers to keys, the highest being the one that seals."""

    session: bytes
    session_previous: tuple[bytes, ...]
    pepper: bytes
    audit: bytes
    field: dict[int, bytes]

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one named purpose, stable while the pepper is kept (HMAC-SHA256 as a KDF)."""
        return hmac.digest(self.pepper, b"portal|" + purpose.encode(), hashlib.sha256)

    @property
    def current_field(self) -> int:
        """The number of the key that seals new text."""
        return max(self.field)


def create_keys(directory: Path) -> list[str]:
    """Write every key that is missing, mode 0400, and name what was written; never replaces one."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for name in ("session.key", "pepper.key", "audit.key"):
        if not (directory / name).exists():
            _write(directory / name)
            written.append(name)
    if not list(directory.glob("field-*.key")):
        _write(directory / "field-1.key")
        written.append("field-1.key")
    return written


def add_field_key(directory: Path) -> int:
    """Write the next field key, which seals everything from now on, and return its number."""
    number = max(_field_files(directory), default=0) + 1
    _write(directory / f"field-{number}.key")
    return number


def load_keys(directory: Path) -> Keys:
    """The keys in a directory, or UnsafeSettings saying which file is missing, short or open to others."""
    previous = directory / "session-previous.key"
    field = {number: _read(path) for number, path in _field_files(directory).items()}
    if not field:
        raise UnsafeSettings(f"No field-1.key in {directory}: run `python -m portal keys create`.")
    return Keys(
        session=_read(directory / "session.key"),
        session_previous=(_read(previous),) if previous.exists() else (),
        pepper=_read(directory / "pepper.key"),
        audit=_read(directory / "audit.key"),
        field=field,
    )


def _field_files(directory: Path) -> dict[int, Path]:
    return {int(path.stem.removeprefix("field-")): path for path in sorted(directory.glob("field-*.key"))}


def _read(path: Path) -> bytes:
    if not path.exists():
        raise UnsafeSettings(f"{path.name} is missing in {path.parent}: run `python -m portal keys create`.")
    if path.stat().st_mode & 0o077:
        raise UnsafeSettings(f"{path.name} can be read by others on this machine: chmod 0400 it.")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        raise UnsafeSettings(f"{path.name} is not a key: it must hold 64 hexadecimal digits.") from None
    if len(key) < KEY_BYTES:
        raise UnsafeSettings(f"{path.name} is too short: it must hold at least 64 hexadecimal digits.")
    return key


def _write(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
