"""Whoever inspects the log reads words, not names of a program."""

import re
from pathlib import Path

from portal.audit.labels import DONE, THINGS, by_thing
from portal.board.models import Step

PORTAL = Path(__file__).parents[3] / "portal"
#: Acts that are written down by name: the first argument, on this line or the next.
RECORDED = re.compile(r'record\(\s*"([a-z_-]+)[."]')


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


def test_what_was_done_is_told_where_its_name_would_mislead():
    found = by_thing(["action.said", "action.tied", "meeting.went-on", "training.begun", "training.told"])
    assert found == [
        ("Actions", ["champions said whether it happened", "tied to an objective"]),
        ("Meetings", ["brought to its next step"]),
        ("Training packs", ["begun", "something told in other words was put in"]),
    ]


def test_only_acts_there_are_have_words_of_their_own():
    written = "".join(path.read_text() for path in PORTAL.rglob("*.py") if path.name != "labels.py")
    steps = {f"action.{one.value}" for one in Step}
    assert [one for one in DONE if f'"{one}"' not in written and one not in steps] == []
