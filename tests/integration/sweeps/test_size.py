"""Pages read a fixed number of statements however much there is, and say how much of it they show."""

import re

import pytest
from flask import Flask

from tests.bench.scale import PAGES, scene_in
from tests.factories import crowd


@pytest.mark.integration
def test_no_page_takes_more_statements_for_six_times_as_much(app: Flask) -> None:
    scene, ground = scene_in(app)
    crowd.fill(ground, 40, 10)
    few = {name: scene.statements(name) for name in PAGES}
    crowd.fill(ground, 200, 50, start=40)
    many = {name: scene.statements(name) for name in PAGES}
    assert {name: (few[name], many[name]) for name in PAGES if many[name] > few[name]} == {}


@pytest.mark.integration
def test_a_page_that_holds_back_says_so_and_the_rest_can_be_walked_through(app: Flask) -> None:
    scene, ground = scene_in(app)
    crowd.fill(ground, 400, 120)
    cut = (
        "promises",
        "progress of promises",
        "the plan",
        "commitments",
        "promised and experienced",
        "a plan",
        "stuck and late",
    )
    for name in cut:
        page = scene.text(name)
        assert re.search(r"\d+ of \d+ stand here", page), name
        address = re.search(r'href="([^"]+)">See all ', page)
        assert address is not None, name
        assert scene.actors[PAGES[name][0]].get(address.group(1).replace("&amp;", "&")).status_code == 200, name
    for name in ("board in columns", "measures"):
        seen: list[str] = []
        address: str | None = scene.address(name)
        while address:
            page = scene.actors[PAGES[name][0]].get(address).text
            place = re.search(r"([\d,]+) to ([\d,]+) of ([\d,]+)", page)
            assert place is not None, address
            first, last, total = (int(one.replace(",", "")) for one in place.groups())
            seen += [str(number) for number in range(first, last + 1)]
            further = re.search(r'rel="next" href="([^"]+)"', page)
            address = further.group(1).replace("&amp;", "&") if further else None
        assert len(seen) == total, name
        assert seen == [str(number) for number in range(1, total + 1)], name
