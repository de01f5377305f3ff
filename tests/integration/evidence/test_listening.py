"""Whether meetings listen: a quarter counted once, reviews and Hearings apart, through the same protection."""

import secrets
from datetime import UTC, datetime

import pytest
import time_machine

from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError
from portal.disclosure.thresholds import Audience
from portal.evidence import listening, operations, queries, reading
from portal.evidence.models import ReleaseKind
from portal.meeting_prep import operations as preparations
from portal.meeting_prep.models import Changed, MeetingKind, TalkedAbout
from tests.factories import people
from tests.support.files import files_in, made

AUTUMN = datetime(2026, 9, 16, 12, tzinfo=UTC)
COUNTED = datetime(2026, 10, 6, 9, tzinfo=UTC)
QUARTER = "July to September 2026"


def tell(number, talked, changed=Changed.NO, kind=MeetingKind.REVIEW):
    made = []
    for _ in range(number):
        made.append(preparations.begin(kind, None, token=secrets.token_urlsafe(32)))
        preparations.take_code(made[-1])
        preparations.tell(made[-1], talked, changed, {})
    return made


@pytest.fixture
def told(app):
    with time_machine.travel(AUTUMN, tick=False):
        tell(40, TalkedAbout.YES, Changed.A_BIT)
        tell(21, TalkedAbout.PARTLY, None)
        tell(2, TalkedAbout.NO)
        tell(3, TalkedAbout.NO, kind=MeetingKind.HEARING)
        tell(30, TalkedAbout.NO, kind=MeetingKind.PATHWAY)
        db.session.commit()


@pytest.fixture
def frozen(told):
    with time_machine.travel(COUNTED, tick=False):
        officer, second = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.BOARD_MEMBER)
        releases = listening.freeze_quarter(by=officer)
        for release in releases:
            operations.sign(release, by=second)
        db.session.commit()
        yield releases


def test_reviews_and_hearings_are_frozen_apart_however_few_there_were(frozen):
    assert [release.title for release in frozen] == [
        f"Listening at reviews, {QUARTER}",
        f"Listening at Children’s Hearings, {QUARTER}",
    ]
    reviews, hearings = (queries.figures(release, Audience.PARTNERS) for release in frozen)
    assert hearings.people is None and hearings.tables == ()
    assert reviews.people.shown == 65


@pytest.mark.parametrize("audience", list(Audience))
def test_the_rate_is_shown_and_the_few_who_were_not_heard_are_not(frozen, audience):
    figures = queries.figures(frozen[0], audience)
    talked = figures.table(listening.TALKED_TABLE)
    assert talked.cells["yes",].shown == 40
    assert talked.cells["no",].hidden
    said = reading.table_reading(talked)
    assert said.title == "Was what you wanted to say talked about?"
    assert said.finding == "Listening rate: 62% say that what they wanted to say was talked about."
    assert [bar.label for bar in said.bars] == ["Yes", "Some of it", "No"]


def test_a_quarter_is_counted_once_and_again_after_an_unsigned_one_was_discarded(told):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    with time_machine.travel(COUNTED, tick=False):
        reviews, _ = listening.freeze_quarter(by=officer)
        with pytest.raises(RuleError, match="counted already"):
            listening.freeze_quarter(by=officer)
        operations.discard(reviews, by=officer)
        assert listening.to_count() == [MeetingKind.REVIEW]
        assert len(listening.freeze_quarter(by=officer)) == 1


def test_a_quarter_is_not_counted_before_its_last_week_is_over(told):
    with time_machine.travel(datetime(2026, 10, 3, 12, tzinfo=UTC), tick=False):
        assert listening.last_over(AUTUMN.date().replace(month=10, day=3)).name == "April to June 2026"
        assert listening.raw_release(MeetingKind.REVIEW, listening.last_over(AUTUMN.date())).people == 0


def test_what_was_erased_is_not_counted(told):
    with time_machine.travel(AUTUMN, tick=False):
        (one,) = tell(1, TalkedAbout.YES)
        before = listening.raw_release(MeetingKind.REVIEW, listening.quarter_of(AUTUMN.date())).people
        preparations.erase(one)
        after = listening.raw_release(MeetingKind.REVIEW, listening.quarter_of(AUTUMN.date())).people
    assert (before, after) == (64, 63)


def test_the_officer_counts_a_second_person_signs_and_the_board_reads_and_downloads(told, signed_in):
    with time_machine.travel(COUNTED, tick=False):
        officer = signed_in(Role.PARTICIPATION_OFFICER)
        assert f"Count and freeze {QUARTER}" in officer.get("/work/evidence/").text
        officer.post_form("/work/evidence/freeze-listening", page="/work/evidence/")
        assert f"{QUARTER} is counted. The next quarter can be counted from 4 January 2027." in " ".join(
            officer.get("/work/evidence/").text.split()
        )
        board = signed_in(Role.BOARD_MEMBER)
        assert "Listening at reviews" not in board.get("/work/reports/").text
        second = people.make_account(Role.SAFEGUARDING_OFFICER)
        reviews = next(one for one in queries.drafts() if "reviews" in one.title)
        operations.sign(reviews, by=second)
        db.session.commit()
        page = board.get(f"/work/evidence/{reviews.id}").text
        assert "Listening rate: 62%" in page
        assert "Whether meetings listen" in board.get("/work/evidence/").text
        assert "Count and freeze" not in board.get("/work/evidence/").text
        url = f"/work/reports/{reviews.id}/download"
        file = made(board, board.post_form(url, {"form": "csv", "edition": "public"}, page="/work/reports/"))
        assert file.status_code == 200
        assert "listening-at-reviews-july-to-september-2026" in file.headers["Content-Disposition"]
        words = " ".join(cell for rows in files_in(file.data).values() for row in rows for cell in row)
        assert "Some of it" in words
        assert "fewer than 10" in words
        for form in ("xlsx", "pdf"):
            asked = board.post_form(url, {"form": form, "edition": "partners"}, page="/work/reports/")
            assert made(board, asked).data


def test_only_those_who_freeze_may_count(told, signed_in):
    board = signed_in(Role.BOARD_MEMBER)
    assert board.post_form("/work/evidence/freeze-listening", page="/work/evidence/").status_code == 404
    assert queries.drafts() == [] and queries.signed_releases(ReleaseKind.LISTENING) == []
