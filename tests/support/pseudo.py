"""A language nobody speaks: every string longer and bracketed, in a right-to-left locale, to show what is not ready.

What is on a page without brackets did not go through gettext; what breaks when it is longer would break in Polish.
"""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.support.catalogues import used

LOCALE = "ar"  # right-to-left; the words are ours
OPEN, CLOSE = "⟦", "⟧"
_KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>)")
_ACCENTS = str.maketrans("aeiouyAEIOU", "áéíóúýÁÉÍÓÚ")


def write_catalogue(folder: Path) -> Path:
    """A compiled catalogue for `PORTAL_TRANSLATIONS`; returns the folder to name there."""
    catalogue = Catalog(locale=LOCALE)
    for message in used():
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            catalogue.add(message.id, tuple(longer(message.id[1]) for _ in range(catalogue.num_plurals)))
        else:
            catalogue.add(message.id, longer(message.id), context=message.context)
    place = folder / LOCALE / "LC_MESSAGES"
    place.mkdir(parents=True)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    (place / "messages.mo").write_bytes(buffer.getvalue())
    return folder


def longer(text: str) -> str:
    """The same text with accents, brackets, and half as long again; placeholders stay as they are."""
    parts = _KEPT.split(text)
    strange = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    return f"{OPEN}{strange}{' ·' * max(1, len(text) // 4)}{CLOSE}"
