"""Addresses of pages elsewhere that people type in."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_page(typed: str) -> bool:
    """Whether this is a whole address of a page over HTTPS, without a name or password in it."""
    try:
        parts = urlsplit(typed)
    except ValueError:  # such as `https://[x`
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
