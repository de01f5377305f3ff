"""Who may enter where, as a file people read: a door that widens shows in the diff."""

import re
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT
from portal.core.access import ACCESS_MARK, access_of, records_reading
from portal.core.guard import UnmarkedEndpoint, refuse_unmarked

MAP = Path(__file__).with_name("access-map.txt")

pytestmark = pytest.mark.integration


def access_map(app: Flask) -> str:
    """One line an address: address, methods, who may enter; `reads words` where a GET records a reading."""
    lines = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        note = "  reads words" if records_reading(view) else ""
        lines.append(f"{rule.rule}  {methods}  {access_of(view)}  {rule.endpoint}{note}")
    return "\n".join(sorted(lines)) + "\n"


def test_the_map_is_the_one_that_was_reviewed(the_app):
    found = access_map(the_app)
    if found != MAP.read_text():
        MAP.with_suffix(".new").write_text(found)
    assert found == MAP.read_text(), "doors changed: review tests/guards/access-map.new and put it in place"


def test_an_endpoint_that_does_not_say_who_may_enter_stops_the_start(the_app):
    app = Flask("planted")
    app.add_url_rule("/planted", "planted", lambda: "")
    with pytest.raises(UnmarkedEndpoint, match="planted"):
        refuse_unmarked(app)


def test_addresses_are_kebab_case_and_typed(the_app):
    for rule in the_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        literal = re.sub(r"<[^>]+>", "", rule.rule)
        assert literal == literal.lower(), rule
        assert "_" not in literal, rule
        assert all(":" in parameter for parameter in re.findall(r"<([^>]+)>", rule.rule)), f"untyped: {rule}"


def test_nobody_marks_a_view_by_hand():
    marked = [path for path in (ROOT / "portal").rglob("*.py") if ACCESS_MARK in path.read_text()]
    assert marked == [ROOT / "portal" / "core" / "access.py"]
