"""`python -m tests.support.catalogues`: every shipped catalogue knows every string of pages and code."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "portal" / "translations"
SOURCES = {"portal": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")]}
# Lazy and plural spellings that the site uses, beside the plain ones that the extractor knows.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "RuleError": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def used() -> Catalog:
    """Every string marked for translation."""
    catalogue = Catalog()
    for folder, method_map in SOURCES.items():
        for _, _, message, _, context in extract_from_dir(ROOT / folder, method_map, keywords=KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def missing(strings: Catalog, shipped: Catalog) -> list[str]:
    """Strings a catalogue does not hold at all; an empty translation is allowed and falls back to English."""
    known = {(message.id, message.context) for message in shipped}
    return sorted(str(m.id) for m in strings if m.id and (m.id, m.context) not in known)


def main() -> int:
    strings = used()
    if not len(strings):
        print("No string is marked for translation: extraction is broken")
        return 1
    failed = False
    catalogues = sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))
    for path in catalogues:
        lacking = missing(strings, read_po(io.BytesIO(path.read_bytes())))
        if lacking:
            failed = True
            print(f"{path.relative_to(ROOT)} lacks {len(lacking)} strings, first: {lacking[:5]}")
    print(f"{len(strings)} strings in the source, {len(catalogues)} catalogues")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
