"""The invented content: keys agree between files, dates are relative, and it is as varied as people are."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.board.models import ActionState, AskAnswer, ReasonClass, Say, Wording
from portal.board.rules import ENOUGH, SHORTEST_QUOTE
from portal.complaints.models import Wish
from portal.contributions.models import AgeBand, HomeType, Identity, Purpose
from portal.core.access import Role
from portal.feedback.models import Told
from portal.meeting_prep import prompts
from portal.meeting_prep.models import Age, MeetingKind
from portal.reading.models import Outcome
from portal.safety.models import ConcernState, RaisedBy, Tier

ROOT = Path(__file__).parents[3] / "portal"
CONTENT = ROOT / "demo" / "content"
FILES = ("people", "voices", "themes", "safety", "board", "told", "meeting", "asked", "taught")
Rows = list[dict[str, Any]]


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.fixture(scope="module")
def demo() -> dict[str, Any]:
    together: dict[str, Any] = {}
    for name in FILES:
        together |= read(CONTENT / f"{name}.toml")
    return together


@pytest.fixture(scope="module")
def starter() -> dict[str, Any]:
    return read(ROOT / "partnership" / "starter" / "partnership.toml")


@pytest.fixture(scope="module")
def questions() -> dict[str, dict[str, Any]]:
    survey = read(ROOT / "partnership" / "starter" / "listen2us.toml")
    return {one["key"]: one for one in survey["questions"]}


@pytest.fixture(scope="module")
def names(demo: dict[str, Any]) -> set[str]:
    return {one["username"] for one in demo["people"]}


@pytest.fixture(scope="module")
def actions(demo: dict[str, Any]) -> Rows:
    return [action for ask in demo["asks"] for action in ask.get("actions", [])]


def posts(starter: dict[str, Any]) -> dict[str, set[str]]:
    return {one["short_name"]: set(one["posts"]) for one in starter["organisations"]}


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_that_it_is_invented(name: str) -> None:
    assert "nvented" in (CONTENT / f"{name}.toml").read_text(encoding="utf-8").split("\n\n")[0]


def test_no_day_is_absolute_and_nobody_has_a_surname(demo: dict[str, Any]) -> None:
    for text in strings(demo):
        assert not re.search(r"\b(19|20)\d\d\b|\b\d{1,2}/\d{1,2}\b", text), text
    called = [row["name"] for key in ("voices", "cases", "complaints") for row in demo[key] if "name" in row]
    assert all(len(name.split()) == 1 for name in called)


def test_people_are_marked_as_invented_and_belong_somewhere(demo: dict[str, Any], starter: dict[str, Any]) -> None:
    by_name = {one["short_name"]: one for one in starter["organisations"]}
    for person in demo["people"]:
        assert person["name"].endswith("(demo)")
        place = by_name[person["organisation"]]
        assert person.get("team") in (None, *place["teams"])
        assert person.get("post") in (None, *place["posts"])
        assert {Role(role) for role in person["roles"]}


def test_every_role_has_somebody(demo: dict[str, Any]) -> None:
    held = Counter(role for person in demo["people"] for role in person["roles"])
    assert held["participation_officer"] == 2 and held["champion"] == 3
    assert held["safeguarding_officer"] >= 2 and held["corporate_lead"] == 3 and held["administrator"] == 1
    assert any(len(person["roles"]) == 2 for person in demo["people"])
    assert all(16 <= person["age"] <= 22 for person in demo["people"] if "champion" in person["roles"])


def test_the_rota_is_kept_by_people_who_may_handle_a_concern(demo: dict[str, Any]) -> None:
    roles = {person["username"]: person["roles"] for person in demo["people"]}
    assert {Tier(row["tier"]) for row in demo["rota"]} == set(Tier)
    for row in demo["rota"]:
        assert "safeguarding_officer" in roles[row["person"]]
        assert all(0 <= day <= 6 for day in row["weekdays"]) and row["starts"] < row["ends"]


def test_waves_are_large_enough_and_in_their_weeks(demo: dict[str, Any]) -> None:
    voices = demo["voices"]
    assert len({voice["key"] for voice in voices}) == len(voices)
    waves = Counter(voice["wave"] for voice in voices)
    assert waves["closed"] >= 100 and waves["open"] == 50
    for voice in voices:
        low, high = (16, 24) if voice["wave"] == "closed" else (0, 4)
        assert low <= voice["weeks"] <= high


def test_answers_fit_the_questionnaire(demo: dict[str, Any], questions: dict[str, dict[str, Any]]) -> None:
    for voice in demo["voices"]:
        for key, given in voice["answers"].items():
            question = questions[key]
            offered = {option["key"] for option in question.get("options", [])}
            match question["kind"]:
                case "ladder":
                    assert 0 <= given <= 10
                case "several":
                    assert given and set(given) <= offered and len(set(given)) == len(given)
                case "long":
                    assert given.strip()
                case _:
                    assert given in offered


def test_bands_and_choices_are_those_that_are_stored(demo: dict[str, Any], starter: dict[str, Any]) -> None:
    places = {place["key"] for place in starter["localities"]}
    for voice in demo["voices"]:
        assert voice.get("age_band") in (None, *(band.value for band in AgeBand))
        assert voice.get("home") in (None, *(home.value for home in HomeType))
        assert voice.get("locality") in (None, *places)
        assert set(voice["sharing"]) <= {purpose.value for purpose in Purpose}
        assert "outcome" not in voice or Outcome(voice["outcome"])


def test_nobody_without_a_name_has_one(demo: dict[str, Any]) -> None:
    for row in (*demo["voices"], *demo["cases"], *demo["complaints"]):
        known = Identity(row["identity"]) is not Identity.NOBODY
        assert known == ("name" in row)
        if "worker" in row.get("sharing", ()):
            assert row["identity"] == "named" and row["worker"]
    assert 10 <= sum(voice["identity"] != "nobody" for voice in demo["voices"]) <= 20


def test_people_in_their_own_place_are_old_enough(demo: dict[str, Any]) -> None:
    assert all(v.get("age_band") in ("16_17", "18_25") for v in demo["voices"] if v.get("home") == "own_place")


def test_texts_are_as_long_and_as_short_as_people_make_them(demo: dict[str, Any]) -> None:
    lengths = [
        len(voice["answers"][key])
        for voice in demo["voices"]
        for key in ("one_thing", "going_well")
        if key in voice["answers"]
    ]
    assert min(lengths) < 15 and max(lengths) > 500
    assert sum(length < 15 for length in lengths) >= 8
    assert sum("one_thing" not in v["answers"] and "going_well" not in v["answers"] for v in demo["voices"]) >= 3


def test_several_languages_are_spoken(demo: dict[str, Any]) -> None:
    spoken = Counter(voice["locale"] for voice in demo["voices"] if "locale" in voice)
    assert set(spoken) == {"pl", "ar", "uk", "gd"}
    assert sum(spoken.values()) >= 6


def test_a_closed_wave_is_read_whole_and_an_open_one_waits(demo: dict[str, Any]) -> None:
    assert all("outcome" in voice for voice in demo["voices"] if voice["wave"] == "closed")
    waiting = [voice for voice in demo["voices"] if voice["wave"] == "open" and "outcome" not in voice]
    assert len(waiting) >= 35
    assert all("reply" not in voice and "themes" not in voice for voice in waiting if voice["weeks"] < 3)


def test_replies_are_signed_and_seldom_late(demo: dict[str, Any], names: set[str]) -> None:
    replied = [voice for voice in demo["voices"] if "reply" in voice]
    assert len(replied) >= 60
    for voice in replied:
        assert voice["reply_by"] in names and 1 <= voice["reply_working_days"] <= 15
    assert sum(voice["reply_working_days"] > 10 for voice in replied) <= 3


def test_no_reply_tells_what_only_a_release_may_tell(demo: dict[str, Any]) -> None:
    told = re.compile(
        r"others said|lots of (people|you)|many of you|not the only one|\bpeople said it\b", re.IGNORECASE
    )
    assert not [voice["key"] for voice in demo["voices"] if told.search(voice.get("reply", ""))]


def test_themes_are_defined_used_and_owned(demo: dict[str, Any], starter: dict[str, Any]) -> None:
    keys = {theme["key"] for theme in demo["themes"]}
    used = Counter(t for voice in demo["voices"] if voice["wave"] == "closed" for t in voice.get("themes", ()))
    assert set(used) == keys
    assert all(owner in posts(starter) for theme in demo["themes"] for owner in theme["owners"])
    # Uneven on purpose: some themes are large enough to be told in public, some are not.
    assert max(used.values()) >= 25 and min(used.values()) < 10


def test_two_codes_are_printed_and_their_holders_can_still_answer(demo: dict[str, Any]) -> None:
    printed = [voice for voice in demo["voices"] if voice.get("show_code")]
    assert len(printed) == 2
    answered = {ask["theme"] for ask in demo["asks"] for told in demo["told"] if told["ask"] == ask["key"]}
    assert all(set(voice["themes"]) & answered and "reply" in voice for voice in printed)


def test_asks_belong_to_a_theme_a_post_and_a_person(
    demo: dict[str, Any], starter: dict[str, Any], names: set[str]
) -> None:
    themes = {theme["key"] for theme in demo["themes"]}
    for ask in demo["asks"]:
        assert ask["theme"] in themes and ask["post"] in posts(starter)[ask["organisation"]]
        assert ask["created_by"] in names and ask["created_days"] < ask["to_board_days"] < ask["due_days"]
    assert {Wording(ask["wording"]) for ask in demo["asks"]} == set(Wording)


def test_a_quote_is_an_excerpt_its_owner_allowed_and_another_person_checked(demo: dict[str, Any]) -> None:
    voices = {voice["key"]: voice for voice in demo["voices"]}
    quotes = [ask for ask in demo["asks"] if ask["wording"] == "quote"]
    assert quotes
    for ask in demo["asks"]:
        assert ("text" in ask) == (ask["wording"] != "quote")
    for ask in quotes:
        voice = voices[ask["voice"]]
        assert ask["excerpt"] in voice["answers"][ask["question"]] and len(ask["excerpt"]) >= SHORTEST_QUOTE
        assert {"board", "quote"} <= set(voice["sharing"]) and ask["theme"] in voice["themes"]
        assert ask["checked_by"] != ask["created_by"]


def test_answers_say_because_and_anything_but_yes_has_a_reason(demo: dict[str, Any]) -> None:
    answers = Counter(ask.get("answer", "none") for ask in demo["asks"])
    assert {"yes", "partly", "no", "none"} == set(answers)
    people = {person["username"]: person for person in demo["people"]}
    for ask in demo["asks"]:
        if "answer" not in ask:
            assert ask["due_days"] > 0
            continue
        assert ask["because"] and AskAnswer(ask["answer"])
        assert ask["answer"] == "yes" or ReasonClass(ask["reason"])
        assert people[ask["answered_by"]]["organisation"] == ask["organisation"]
        assert ask["to_board_days"] < ask["answered_days"] < 0


def test_actions_stand_in_every_telling_state(actions: Rows, demo: dict[str, Any]) -> None:
    states = {ActionState(one["state"]) for one in (*actions, *demo["commitment_progress"])}
    assert {"under_way", "stuck", "claimed", "disputed", "agreed"} <= states
    assert any(one["state"] == "under_way" and one["due_days"] < 0 for one in actions)  # late
    for one in actions:
        assert ("stuck_on" in one) == (one["state"] == "stuck")


def test_only_champions_make_an_action_agreed(actions: Rows, demo: dict[str, Any]) -> None:
    champions = {person["username"] for person in demo["people"] if "champion" in person["roles"]}
    for one in (*actions, *demo["commitment_progress"]):
        says = [say for say in one.get("says", ()) if say["round"] == one["round"]]
        assert {say["who"] for say in one.get("says", ())} <= champions
        assert len({say["who"] for say in says}) == len(says)
        given = Counter(Say(say["say"]) for say in says)
        if one["state"] == "agreed":
            assert given[Say.YES] == len(says) >= ENOUGH and one["settled_days"] < 0
        if one["state"] == "disputed":
            assert given[Say.NOT_YET] >= 1
        if one["state"] == "claimed":
            assert one["claim"] and len(says) < ENOUGH


def test_notes_are_in_order_and_signed(actions: Rows, demo: dict[str, Any], names: set[str]) -> None:
    for one in (*actions, *demo["commitment_progress"]):
        days = [note["days"] for note in one.get("notes", ())]
        assert days == sorted(days) and all(day < 0 for day in days)
        assert all(note["by"] in names for note in one.get("notes", ()))


def test_progress_is_told_of_actions_the_starter_has(demo: dict[str, Any], starter: dict[str, Any]) -> None:
    known = {action["key"] for one in starter["commitments"] for action in one["actions"]}
    assert {one["action"] for one in demo["commitment_progress"]} <= known


def test_what_is_told_back_answers_an_ask_and_was_published_by_another_person(demo: dict[str, Any]) -> None:
    asks = {ask["key"]: ask for ask in demo["asks"]}
    assert {Told(one["told"]) for one in demo["told"]} == set(Told)
    assert any("published_by" not in one for one in demo["told"])
    for one in demo["told"]:
        assert asks[one["ask"]]["answered_days"] < one["drafted_days"]
        if "published_by" in one:
            assert one["published_by"] != one["drafted_by"] and one["drafted_days"] <= one["published_days"] < 0


def test_there_are_enough_code_holders_for_the_verdicts(demo: dict[str, Any]) -> None:
    theme_of = {ask["key"]: ask["theme"] for ask in demo["asks"]}
    for one in demo["told"]:
        wanted = one.get("verdicts", {})
        assert all(Say(say) for say in wanted)
        holders = [
            voice
            for voice in demo["voices"]
            if voice["wave"] == "closed"
            and theme_of[one["ask"]] in voice.get("themes", ())
            and not voice.get("show_code")
        ]
        assert sum(wanted.values()) <= len(holders)


def test_concerns_are_in_every_state_and_leave_out_whom_they_are_about(
    demo: dict[str, Any], starter: dict[str, Any], names: set[str]
) -> None:
    teams = {team for one in starter["organisations"] for team in one["teams"]}
    cases = demo["cases"]
    assert len(cases) == 5 and {ConcernState(case["state"]) for case in cases} == set(ConcernState)
    for case in cases:
        assert RaisedBy(case["raised_by"]) and case["hours_ago"] > 0
        assert case["about_worker"] == ("barred_team" in case)
        assert case.get("barred_team") in (None, *teams)
        assert ("seen_by" in case) == (case["state"] != "waiting") and case.get("seen_by") in (None, *names)
        handed = case["state"] in ("handed_over", "closed")
        assert ("hand_over" in case) == handed
        if handed:
            over = case["hand_over"]
            assert over["reference"].startswith("DEMO-") and over["minutes"] >= case["seen_minutes"]


def test_complaints_are_always_asked_about(demo: dict[str, Any], names: set[str]) -> None:
    assert {Wish(one["wish"]) for one in demo["complaints"]} == {Wish.YES, Wish.ASKED, Wish.NO}
    for one in demo["complaints"]:
        assert one["triaged_by"] in names and one["triaged_hours_ago"] < one["hours_ago"]


def test_the_prepared_points_answer_prompts_of_their_meeting(demo: dict[str, Any]) -> None:
    prepared = demo["prepared"]
    asked = {one.key for one in prompts.prompts_for(MeetingKind(prepared["kind"]), Age(prepared["age"]))}
    assert {point["prompt"] for point in prepared["points"] if "prompt" in point} <= asked
    assert {record["kind"] for record in demo["went"]} == {"review", "hearing"}
