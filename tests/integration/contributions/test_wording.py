"""The words somebody agreed to have a version, and the version has those words."""

import hashlib

import pytest

from portal.contributions import sharing
from portal.contributions.identities import LIMIT, WAYS

#: The board's name in the words is the partnership's own.
pytestmark = pytest.mark.usefixtures("app")

#: Every version that was ever shown, with a digest of its words: add a line, never change one.
SHOWN = {
    "2026-11": "9c3257c3cd6613ab",
    "2026-11.2": "c33d0ef6331ca27b",
    "2026-11.3": "177a22c7b6f0084e",
    "2026-11.4": "4fcad4db414c2c23",
    "2026-11.5": "e3a3856bffdcbdbb",
}


def digest():
    words = [str(sharing.ASKED)]
    words += [f"{choice.purpose}|{choice.label}|{choice.who_reads}" for choice in sharing.CHOICES]
    words += [f"{mode}|{way.label}|{way.meaning}" for mode, way in WAYS.items()] + [str(LIMIT)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def test_changed_words_are_a_new_version():
    assert SHOWN.get(sharing.WORDING_VERSION) == digest(), "a changed wording needs a new WORDING_VERSION"


def test_no_two_versions_share_their_words():
    assert len(set(SHOWN.values())) == len(SHOWN)
