"""The partnership as it starts: whole, consistent, and showing no number that nobody has verified."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.commitments.models import Duty
from portal.consultations.models import About, Kind
from portal.contributions import sharing
from portal.contributions.models import AgeBand, HomeType
from portal.partnership.site import Site

STARTER = Path(__file__).parents[3] / "portal" / "partnership" / "starter"
SHANARRI = {"Safe", "Healthy", "Achieving", "Nurtured", "Active", "Respected", "Responsible", "Included"}
# On the young face nobody is "LAC" and nobody has "contact", a "placement" or "respite".
NOT_SAID = (" lac ", "placement", "respite", "sibling", "contact", "anonymous", "service user")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((STARTER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def partnership() -> dict[str, Any]:
    return read("partnership.toml")


@pytest.fixture(scope="module")
def survey() -> dict[str, Any]:
    return read("listen2us.toml")


def test_every_corporate_parent_of_schedule_4_is_there(partnership: dict[str, Any]) -> None:
    statutory = [one for one in partnership["organisations"] if one["statutory"]]
    assert len(statutory) == len({one["schedule4"] for one in statutory}) == 24


def test_partners_the_act_does_not_name_say_that_they_are_invented(partnership: dict[str, Any]) -> None:
    others = [one for one in partnership["organisations"] if not one["statutory"]]
    assert len(others) == 2
    assert all("(invented)" in one["name"] and "schedule4" not in one for one in others)


def test_names_are_used_once(partnership: dict[str, Any]) -> None:
    organisations = partnership["organisations"]
    for key in ("name", "short_name"):
        assert max(Counter(one[key] for one in organisations).values()) == 1
    for key in ("posts", "teams"):
        assert max(Counter(title for one in organisations for title in one[key]).values()) == 1


def test_who_works_here_has_somebody_to_answer(partnership: dict[str, Any]) -> None:
    assert all(one["posts"] for one in partnership["organisations"] if one["local"])


def test_the_ladder_has_six_rungs_from_young_people_up(partnership: dict[str, Any]) -> None:
    assert [rung["position"] for rung in partnership["governance"]] == [1, 2, 3, 4, 5, 6]
    assert partnership["governance"][0]["name"] == partnership["partnership"]["voice_name"]


def test_only_numbers_with_a_published_source_are_verified(partnership: dict[str, Any]) -> None:
    for line in partnership["help_lines"]:
        assert ("phone" in line) or ("text_number" in line)
        if line["verified"]:
            assert isinstance(line["checked_on"], date) and line["checked_by"]
            assert "memory" not in line["source"].lower()
        else:
            assert "checked_on" not in line
    shown = {line.get("phone") for line in partnership["help_lines"] if line["verified"]}
    assert {"999", "0800 1111", "111", "116 123"} <= shown
    assert not shown & {"101", "0330 107 7540", "01387 273660", "0800 377 7330"}


def test_holidays_are_rules_without_years(partnership: dict[str, Any]) -> None:
    wanted = {"fixed": {"month", "day"}, "easter": {"days"}, "weekday": {"month", "weekday", "nth"}}
    for rule in partnership["holidays"]:
        assert wanted[rule["kind"]] <= set(rule)
        assert rule["source"] and isinstance(rule["confirmed"], bool)
        assert "year" not in rule


def test_commitments_are_the_named_actions_and_the_kinship_review(partnership: dict[str, Any]) -> None:
    commitments = partnership["commitments"]
    keys = ["advocacy", "guarantee", "home", "school", "leisure", "kinship", "health"]
    assert [one["key"] for one in commitments] == keys
    assert {one["duty"] for one in commitments} == {duty.value for duty in Duty}


def test_who_owes_a_commitment_or_an_action_is_on_record(partnership: dict[str, Any]) -> None:
    posts = {one["short_name"]: set(one["posts"]) for one in partnership["organisations"]}
    owed = [*partnership["commitments"], *(a for one in partnership["commitments"] for a in one["actions"])]
    for one in owed:
        assert one["post"] in posts[one["organisation"]]
    for action in owed[7:]:
        assert action["starts_days"] < action["due_days"]


def test_the_questionnaire_is_ten_questions_and_three_about_you(survey: dict[str, Any]) -> None:
    questions = survey["questions"]
    asked = [one for one in questions if "about" not in one]
    kinds = Counter(one["kind"] for one in asked)
    assert (len(asked), len(questions)) == (10, 13)
    assert kinds["faces3"] >= 2 and kinds["single"] >= 2 and kinds["long"] == 2
    assert kinds["several"] == 1 and kinds["ladder"] == 1
    assert set(kinds) <= {kind.value for kind in Kind}
    assert len({one["key"] for one in questions}) == 13


def test_every_question_says_why_and_carries_its_tags(survey: dict[str, Any]) -> None:
    for one in survey["questions"]:
        assert one["why"]
        if "about" not in one:
            assert one["shanarri"] in SHANARRI
            assert all(1 <= int(article) <= 42 for article in one["uncrc"].split(", "))


def test_options_suit_their_kind(survey: dict[str, Any]) -> None:
    for one in survey["questions"]:
        options = one.get("options", [])
        assert len({option["key"] for option in options}) == len(options)
        match one["kind"]:
            case "faces3":
                assert [option["face"] for option in options] == ["happy", "ok", "sad"]
            case "single" | "several":
                assert len(options) >= 3
            case "ladder":
                assert one["low"] and one["high"] and not options
            case _:
                assert not options


def test_band_questions_offer_exactly_the_bands_that_are_stored(
    survey: dict[str, Any], partnership: dict[str, Any]
) -> None:
    offered = {one["about"]: [o["key"] for o in one["options"]] for one in survey["questions"] if "about" in one}
    assert offered == {
        About.AGE_BAND.value: [band.value for band in AgeBand],
        About.HOME.value: [home.value for home in HomeType],
        About.LOCALITY.value: [place["key"] for place in partnership["localities"]],
    }


def test_young_people_are_spoken_to_in_their_own_words(
    survey: dict[str, Any], partnership: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "site", lambda: Site(board_name=partnership["partnership"]["board_name"]))
    plain = [str(value) for value in survey["consultation"].values()]
    for one in survey["questions"]:
        plain += [one["prompt"], one.get("help", ""), one["why"], *(o["label"] for o in one.get("options", []))]
    for one in partnership["commitments"]:
        plain += [one["name"], one["what"], one["who_for"], one["how_to_get"]]
    plain += [str(words) for choice in sharing.CHOICES for words in (choice.label, choice.who_reads)]
    text = f" {' '.join(plain)} ".lower()
    assert [word for word in NOT_SAID if word in text] == []


def test_questions_are_short(survey: dict[str, Any]) -> None:
    assert max(len(one["prompt"].split()) for one in survey["questions"]) <= 14


def test_whom_a_promise_is_for_is_a_record_with_a_day_and_a_source(partnership: dict[str, Any]) -> None:
    for one in partnership["commitments"]:
        assert one["rules"]
        for rule in one["rules"]:
            assert isinstance(rule["from_on"], date)
            assert rule["source"]
            assert set(rule.get("homes", ())) <= set(HomeType)


def test_measures_are_defined_and_hold_no_figure() -> None:
    keys = {one["key"] for one in read("partnership.toml")["commitments"]}
    posts = {(one["short_name"], post) for one in read("partnership.toml")["organisations"] for post in one["posts"]}
    measures = read("measures.toml")["measures"]
    assert len({one["name"] for one in measures}) == len(measures) >= 20
    for one in measures:
        assert set(one) <= {
            "name",
            "numerator",
            "denominator",
            "every",
            "direction",
            "source",
            "organisation",
            "post",
            "commitment",
        }
        assert one.get("commitment") in {None, *keys}
        assert (one["organisation"], one["post"]) in posts
