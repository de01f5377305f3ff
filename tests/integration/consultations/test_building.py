"""An officer builds a consultation through the pages, launches it, and moves what may still be moved."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.consultations import building, editions, operations, queries, rules
from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.models import Audience, BankQuestion, Consultation, Question, State
from portal.contributions.models import Identity
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.partnership.models import Locality
from tests.factories import people
from tests.factories.consultations import make_consultation, make_draft, make_submission

WORK = "/work/consultations"
PLACES = ("Nithsdale", "Annandale and Eskdale", "Wigtownshire", "Stewartry")
WHEN_GOOD = Condition(Mode.ALL, (Comparison("home", Operator.ANY_OF, ("good",)),))


@pytest.fixture
def officer(app):
    made = people.make_account(Role.PARTICIPATION_OFFICER)
    db.session.commit()
    return made


@pytest.fixture
def desk(client, officer):
    client.sign_in(officer, Role.PARTICIPATION_OFFICER)
    return client


@pytest.fixture
def draft(officer):
    made = make_draft(by=officer)
    db.session.commit()
    return made


def keys_of(edition_id: UUID) -> list[str]:
    db.session.expire_all()
    row = db.get(editions.EditionRow, edition_id)
    return [question.key for section in row.sections for question in section.questions]


def days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


def begin(desk, begins: str = "blank") -> Consultation:
    form = {"title": "Buses", "wave": "Spring", "begins": begins}
    form |= {"opens_on": days(3), "closes_on": days(20), "report_back_on": days(60)}
    to = desk.post_form(f"{WORK}/new", form).location
    return db.get(Consultation, UUID(to.rpartition("/")[2]))


def test_from_a_blank_page_to_people_being_asked(desk):
    made = begin(desk)
    at = f"{WORK}/{made.id}"
    assert "Nothing yet" not in desk.get(f"{WORK}/").text
    gate = desk.get(f"{at}/launch").text
    assert "Say what can change." in gate and "It asks nothing yet." in gate
    assert "Look at what these young people" in desk.post_form(f"{at}/launch", {}).text
    plan = {"title": "Buses", "wave": "Spring", "intro": "About buses.", "can_change": "Routes.", "decides": "Board."}
    plan |= {"known_already": "Fares.", "minutes": "3", "opens": "09:00", "closes": "17:00"}
    plan |= {"opens_on": days(3), "closes_on": days(20), "report_back_on": days(60)}
    assert desk.post_form(f"{at}/plan", plan).status_code == 303
    edition = db.get(Consultation, made.id).editions[0]
    edition_id, section_id = edition.id, edition.sections[0].id
    new = f"{WORK}/sections/{section_id}/questions/new"
    to = desk.post_form(new, {"kind": "single", "prompt": "How do you travel?"}).location
    form = {"prompt": "How do you travel?", "labels": "Bus\nOn foot\n"}
    assert desk.post_form(to, form).status_code == 303
    desk.post_form(new, {"kind": "long", "prompt": "What is wrong with the bus?"})
    when = f"{WORK}/editions/{edition_id}/when/question/what_is_wrong_with_the_bus"
    assert "Bus" in desk.get(f"{when}?on=how_do_you_travel").text
    picked = {"on": "how_do_you_travel", "operator": "any_of", "values": "bus"}
    assert desk.post_form(when, picked).status_code == 303
    assert "is “Bus”" in desk.get(f"{WORK}/editions/{edition_id}").text
    assert "if “How do you travel?” is “Bus”" in desk.get(f"{WORK}/editions/{edition_id}/paths").text
    assert "Nothing. Every question" in desk.get(f"{at}/launch").text
    assert desk.post_form(f"{at}/launch", {"looked": "y"}).status_code == 303
    launched = queries.upcoming_consultation()
    assert launched is not None and launched.id == made.id and launched.state is State.LAUNCHED
    acts = set(db.session.scalars(select(AuditEvent.action)))
    assert acts >= {"consultation.planned", "consultation.changed", "consultation.launched", "edition.changed"}


@pytest.mark.parametrize("begins", ["general", "meeting", "leaving"])
def test_every_template_can_be_launched(officer, desk, begins):
    db.session.add_all(Locality(name=name, position=at) for at, name in enumerate(PLACES, 10))
    db.session.commit()
    made = begin(desk, begins)
    assert operations.problems(made) == []
    assert made.can_change and made.decides


def test_the_next_wave_asks_under_the_same_keys(desk, officer):
    before = make_consultation(slug="before")
    db.session.commit()
    made = begin(desk, str(before.id))
    assert [one.key for one in building.newest(made)[0].sections[0].questions] == [one.key for one in before.questions]
    assert made.two_way == [["home", "home"]]
    assert operations.problems(made) == []


def test_moving_goes_over_the_edge_of_a_section_and_back(draft, officer):
    edition_id = draft.editions[0].id
    before = keys_of(edition_id)
    row = db.session.scalars(select(Question).where(Question.key == "place")).one()
    building.move_question(row, up=False, by=officer)
    assert row.section.key == "last" and keys_of(edition_id) == before
    building.move_question(row, up=True, by=officer)
    assert row.section.key == "life" and keys_of(edition_id) == before
    building.move_question(row, up=True, by=officer)
    assert keys_of(edition_id).index("place") == before.index("place") - 1


def test_duplicating_and_removing(desk, draft):
    edition_id = draft.editions[0].id
    row = db.session.scalars(select(Question).where(Question.key == "family")).one()
    desk.post_form(f"{WORK}/questions/{row.id}/again", page=f"{WORK}/editions/{edition_id}")
    assert keys_of(edition_id)[1:3] == ["family", "family_2"]
    assert desk.post_form(f"{WORK}/questions/{row.id}/remove").status_code == 303
    assert keys_of(edition_id)[1] == "family_2"


def test_a_reworded_answer_keeps_its_key_and_a_new_one_gets_its_own(draft, officer):
    row = db.session.scalars(select(Question).where(Question.key == "easier")).one()
    words = building.Worded(prompt=row.prompt, labels=["Cash", "Phone and wifi", "Someone to talk to"])
    building.change_question(row, words, by=officer)
    assert (row.options[0].key, row.options[0].label) == ("money", "Cash")
    words = building.Worded(prompt=row.prompt, labels=["Sport", "Cash", "Phone and wifi", "Someone to talk to"])
    building.change_question(row, words, by=officer)
    assert [one.key for one in row.options] == ["sport", "money", "phone", "talk"]


def test_the_bank_keeps_finds_and_places(desk, draft):
    row = db.session.scalars(select(Question).where(Question.key == "hope")).one()
    desk.post_form(f"{WORK}/questions/{row.id}/keep", page=f"{WORK}/questions/{row.id}")
    kept = db.session.scalars(select(BankQuestion)).one()
    second = make_draft(title="Another")
    db.session.commit()
    section = second.editions[0].sections[1]
    page = f"{WORK}/sections/{section.id}/bank?words=NEXT+year"
    assert "How is next year?" in desk.get(page).text
    assert "Nothing found" in desk.get(f"{WORK}/sections/{section.id}/bank?words=zebra").text
    twice = desk.post_form(f"{WORK}/sections/{section.id}/bank/{kept.id}", page=page)
    assert twice.status_code == 409, "it is asked there already"


def test_what_is_answered_is_frozen_and_its_next_version_is_not(desk):
    wave = make_consultation(slug="open")
    make_submission(wave, home="good")
    db.session.commit()
    row = db.session.scalars(select(Question).where(Question.edition_id == wave.main.id, Question.key == "home")).one()
    page = desk.get(f"{WORK}/editions/{wave.main.id}").text
    assert "Make the next version" in page and "Add a question" not in page
    refused = desk.post_form(f"{WORK}/questions/{row.id}", {"prompt": "Other", "labels": "A\nB"})
    assert refused.status_code == 409
    db.session.rollback()
    to = desk.post_form(f"{WORK}/editions/{wave.main.id}/next", page=f"{WORK}/editions/{wave.main.id}").location
    desk.get(to)
    assert desk.post_form(to.partition("#")[0] + "/use", page=to).status_code == 303
    assert queries.get_consultation("open").main.number == 2


def test_a_version_for_another_age_and_a_translation(desk, draft):
    source = draft.editions[0]
    form = {"audience": "8_11", "source": str(source.id)}
    to = desk.post_form(f"{WORK}/{draft.id}/versions/new", form).location
    assert "already" in desk.post_form(f"{WORK}/{draft.id}/versions/new", form).text
    at = f"{to}/languages/ar"
    page = desk.get(at).text
    assert 'dir="rtl"' in page and 'lang="ar"' in page
    missing = len(building.slots(db.get(editions.EditionRow, source.id)))
    assert f"{missing} texts are missing" in page
    desk.post_form(at, {"q.home.prompt": "كيف الحياة؟"})
    assert f"{missing - 1} texts are missing" in desk.get(at).text
    assert "كيف الحياة؟" in desk.get(f"{to}/page?at=home&lang=ar").text


def test_the_preview_follows_routing_and_stores_nothing(desk, draft, officer):
    edition_id = draft.editions[0].id
    row = db.session.scalars(select(Question).where(Question.key == "family")).one()
    building.set_condition(row, WHEN_GOOD, by=officer)
    db.session.commit()
    at = f"{WORK}/editions/{edition_id}/page?at=home"
    assert "What can change" in desk.get(at.partition("?")[0]).text
    assert "What would make things easier?" in desk.post_form(at, {"answer": "bad"}).text
    shown = desk.post_form(at, {"answer": "good"})
    assert "enough time with your family" in shown.text
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    outer = desk.get(f"{WORK}/editions/{edition_id}/preview").headers["Content-Security-Policy"]
    assert "frame-src 'self'" in outer and "frame-ancestors 'none'" in outer
    assert "frame-src" not in desk.get(f"{WORK}/").headers["Content-Security-Policy"]
    for spoiled in ("[]", "x", '{"home": [["good"]], "hope": {"a": []}, "zebra": 1}'):
        assert desk.post_form(at, {"answer": "good", "carried": spoiled}).status_code == 200


def test_closing_is_moved_with_a_reason_that_people_read(desk, client):
    wave = make_consultation(slug="open")
    db.session.commit()
    at = f"{WORK}/{wave.id}/closing"
    assert "Say why" in desk.post_form(at, {"closes_on": days(10), "closes": "12:00"}).text
    assert desk.post_form(at, {"closes_on": days(10), "closes": "12:00", "because": "Exams"}).status_code == 303
    assert "Exams" in client.get("/say/open").text
    assert desk.post_form(at, {"closes_on": days(-3), "closes": "12:00", "because": "Exams"}).status_code == 200


def test_a_missed_day_to_report_back_is_public_until_it_is_met(desk, client):
    wave = make_consultation(slug="past", opened=90, closes_in=-80, report_back_on=clock.today() - timedelta(days=5))
    db.session.commit()
    assert "We are late" in client.get("/say/past").text
    assert "Reporting back is late" in desk.get(f"{WORK}/").text
    desk.post_form(f"{WORK}/{wave.id}/reported", page=f"{WORK}/{wave.id}")
    assert "We are late" not in client.get("/say/past").text
    assert "Reported back" in desk.get(f"{WORK}/").text


def test_the_gate_shows_what_the_same_ages_were_asked(desk, draft):
    make_consultation(slug="lately", title="Lately asked")
    make_consultation(slug="long-ago", title="Long ago", opened=800, closes_in=-700)
    db.session.commit()
    page = desk.get(f"{WORK}/{draft.id}/launch").text
    assert "Lately asked" in page and "Long ago" not in page


WAYS = [frozenset(one) for one in chain.from_iterable(combinations(Identity, size) for size in range(4))]


@pytest.mark.parametrize("after", WAYS)
@pytest.mark.parametrize("before", [one for one in WAYS if Identity.NOBODY in one])
def test_nobody_is_ever_known_further_after_the_launch(officer, before, after):
    wave = make_consultation(identities=sorted(before))
    row = db.get(Consultation, wave.id)
    allowed = Identity.NOBODY in after and after <= before
    if allowed:
        building.offered(row, sorted(after), by=officer)
    else:
        with pytest.raises(RuleError):
            building.offered(row, sorted(after), by=officer)
    kept = set(db.get(Consultation, wave.id).identities)
    assert kept == set(map(str, after if allowed else before))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_keys_differ_whatever_the_words(words):
    taken: set[str] = set()
    for one in words:
        key = building.key_for(one, taken)
        assert key not in taken and key.replace("_", "").isalnum() and key.isascii() and len(key) <= 45
        taken.add(key)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)))  # noqa: DTZ001 - what a clock on a wall shows
def test_a_time_is_stored_as_the_clock_on_the_wall_shows_it(wall):
    found = rules.moment_at(wall.date(), wall.time())
    if found is None:
        assert wall.month in (3, 10) and wall.hour == 1
    else:
        assert found.astimezone(clock.UK).replace(tzinfo=None) == wall
        assert found.tzinfo is UTC


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_the_hour_when_clocks_change_is_not_a_time(day):
    assert rules.moment_at(day, time(1, 30)) is None
    assert rules.moment_at(day, time(3, 30)) is not None


def test_ages_meet_where_they_overlap():
    assert rules.audiences_meet({Audience.FROM_12}, {Audience.FROM_16})
    assert rules.audiences_meet({Audience.FROM_8}, {Audience.ALL})
    assert not rules.audiences_meet({Audience.FROM_8}, {Audience.FROM_16})


def test_a_question_of_every_kind_can_be_added_opened_and_saved(desk, draft):
    section = draft.editions[0].sections[1]
    for kind in building.KINDS:
        form = {"kind": kind.value, "prompt": f"A {kind.value} question"}
        to = desk.post_form(f"{WORK}/sections/{section.id}/questions/new", form).location
        assert desk.get(to).status_code == 200
        assert desk.post_form(to, {"prompt": "Anew", "labels": "A\nB\nC"}).status_code == 303, kind
