"""The champions' list becomes the one adults are advised by."""

from __future__ import annotations

from flask import Flask

from portal.plain_words import queries as plain_words
from portal.word_list import queries


def init_app(app: Flask) -> None:
    """Advice asks the list as it stands."""
    plain_words.read_from(queries.in_force)
