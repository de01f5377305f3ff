"""Whoever inspects the log reads words, not names of a program."""

import re
from pathlib import Path

from portal.audit.labels import THINGS, by_thing

PORTAL = Path(__file__).parents[3] / "portal"
#: Acts that are written down by name: the first argument, on this line or the next.
RECORDED = re.compile(r'audit\.record\(\s*"([a-z_-]+)[."]')


def test_acts_are_grouped_by_what_they_are_done_to():
    found = by_thing(["view.read", "release.signed", "view.put_aside", "unheard-of.done"])
    assert found == [
        ("Releases of figures", ["signed"]),
        ("Views", ["read", "put aside"]),
        ("unheard-of", ["done"]),
    ]


def test_nothing_is_done_to_what_has_no_word():
    things = {one for path in PORTAL.rglob("*.py") for one in RECORDED.findall(path.read_text())}
    assert len(things) > 50
    assert things <= THINGS.keys(), sorted(things - THINGS.keys())
