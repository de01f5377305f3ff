"""`python -m tests.support.bare_text`: words in templates that no catalogue can reach, found without any catalogue."""

import re
import sys
from pathlib import Path

from config import ROOT

TEMPLATES = ROOT / "templates"
_NOT_SHOWN = re.compile(r"{#.*?#}|<!--.*?-->|<(style|script)\b.*?</\1>|{%-?\s*raw.*?endraw\s*-?%}", re.DOTALL)
_MARKED = re.compile(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
_CODE = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
#: Attributes whose value a person reads or hears.
_SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description|summary)=(["'])(.*?)\1""", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Proper names, which are the same in every language, and what is written for programs.
NAMES = frozenset({"PDF", "Excel", "CSV", "GOV", "UK", "nbsp", "amp", "middot", "hellip", "rarr", "larr", "times"})


def bare(source: str) -> list[str]:
    """Words a person would be shown that stand in a template as they are."""
    shown = _MARKED.sub(" ", _NOT_SHOWN.sub(" ", source))
    shown = _CODE.sub(" ", shown)
    spoken = [value for _, value in _SPOKEN.findall(shown)]
    texts = [*spoken, *_TAG.sub("\n", shown).split("\n")]
    return [text.strip() for text in texts if set(_WORD.findall(text)) - NAMES]


def found(folder: Path = TEMPLATES) -> list[str]:
    """`template: words` for all of them."""
    paths = sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")])
    return [f"{path.relative_to(folder)}: {text}" for path in paths for text in bare(path.read_text())]


def main() -> int:
    """Say what was found; 1 if anything was."""
    strangers = found()
    print("\n".join(strangers) or f"no bare words in {len(list(TEMPLATES.rglob('*.html')))} templates")
    return int(bool(strangers))


if __name__ == "__main__":
    sys.exit(main())
