"""A locked name: asked for, agreed to by somebody else, looked at for an hour, and told to its owner."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.contributions.models import Identity
from portal.core import clock, crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.lifeline.queries import life_line
from portal.lifeline.stations import first_stations
from portal.safety import operations as safety
from portal.safety import queries as concerns
from portal.safety.operations import About
from portal.unmasking import operations, queries
from portal.unmasking.models import Reason
from portal.unmasking.rules import State
from tests.factories import board, people, place, voices

NAME = "Robinquokka"


def officer():
    return people.make_account(Role.PARTICIPATION_OFFICER)


def locked():
    return voices.make_contribution("The roof leaks", identity=Identity.TEAM, name=NAME).contribution


def asked(by, contribution=None):
    return operations.ask(contribution or locked(), reason=Reason.SORT, because="Whose roof is it?", by=by)


def later(**time):
    return clock.pretend(clock.now() + timedelta(**time))


def line(contribution):
    return [(one.title, one.detail or "") for one in first_stations(life_line(contribution)) if "name" in one.title]


def test_the_desk_shows_no_name_until_a_second_person_agreed(signed_in):
    asker, second, view = officer(), people.make_account(Role.SAFEGUARDING_OFFICER), locked()
    client = signed_in(asker, Role.PARTICIPATION_OFFICER)
    path = f"/work/views/{view.id}"
    page = client.get(path).text
    assert NAME not in page and "The name is locked" in page
    kept = client.post_form(f"{path}/name", {"because": "Whose roof is it?"})
    assert "Whose roof is it?" in kept.text and "Choose a reason" in kept.text
    assert client.post_form(f"{path}/name", {"reason": "sort", "because": "Whose roof is it?"}).status_code == 303
    assert "It waits for a second person" in client.get(path).text
    row = queries.asked_of(board.again(view))[0]
    assert client.get(f"/work/names/{row.id}").status_code == 404, "nobody decides what they asked for"
    other = signed_in(second, Role.SAFEGUARDING_OFFICER)
    assert "locked name" in other.get("/work/").text
    page = other.get(f"/work/names/{row.id}").text
    assert "Whose roof is it?" in page and NAME not in page
    assert other.post_form(f"/work/names/{row.id}", {"decision": "agree", "keep_days": "0"}).status_code == 303
    assert "Look at the name" in client.get(path).text
    assert NAME in client.post_form(f"/work/names/{row.id}/look", {}, page=path).text
    assert other.post_form(f"/work/names/{row.id}/look", {}, page="/work/names").status_code == 404
    with later(minutes=60), pytest.raises(NotFound):
        operations.look(board.again(row), by=asker)


def test_its_owner_sees_that_two_people_looked_and_why(app):
    row = asked(officer())
    view = row.contribution
    operations.agree(row, by=officer())
    assert line(view) == [("Two people agreed to look at your name", line(view)[0][1])]
    assert "Nobody has looked" in line(view)[0][1]
    operations.look(row, by=row.asked_by)
    assert "to sort out what you asked us to" in line(view)[0][1]


def test_where_telling_is_unsafe_they_see_it_later_and_once_more_later_at_most(app):
    row, second, third = asked(officer()), officer(), officer()
    with pytest.raises(RuleError):
        operations.agree(row, keep_days=30, by=second)
    operations.agree(row, keep_days=30, keep_because="Somebody reads their phone", by=second)
    assert line(row.contribution) == []
    with pytest.raises(RuleError):
        operations.keep_longer(row, days=30, because="Still", by=row.asked_by)
    operations.keep_longer(row, days=90, because="Still so", by=third)
    assert crypto.unseal(row, "kept_because") == "Somebody reads their phone\n\nStill so", "both reasons stay"
    with pytest.raises(RuleError):
        operations.keep_longer(row, days=90, because="Again", by=third)
    with later(days=89):
        assert line(row.contribution) == []
    with later(days=90):
        assert len(line(row.contribution)) == 1
    with pytest.raises(RuleError, match="asked for the name"):
        operations.tell_now(row, by=row.asked_by)
    operations.tell_now(row, by=third)
    assert len(line(row.contribution)) == 1


def test_a_no_says_why_and_opens_nothing(app):
    row = asked(officer())
    operations.refuse(row, because="You can answer through the code", by=officer())
    assert queries.state_of(row) is State.REFUSED
    assert line(row.contribution) == []
    with pytest.raises(NotFound):
        operations.look(row, by=row.asked_by)
    with pytest.raises(RuleError):
        operations.agree(row, by=officer())


def test_a_request_nobody_decided_lapses_and_is_asked_anew(app):
    by, view = officer(), locked()
    row = asked(by, view)
    with pytest.raises(RuleError):
        asked(by, view)
    with later(hours=24):
        with pytest.raises(RuleError):
            operations.agree(row, by=officer())
        asked(by, view)


def test_only_a_name_the_team_keeps_is_locked(app):
    for identity in (Identity.NOBODY, Identity.NAMED):
        view = voices.make_contribution("Words", identity=identity, name="Sam").contribution
        with pytest.raises(RuleError):
            asked(officer(), view)


def test_what_is_about_a_colleague_leaves_with_its_request(app):
    row = asked(officer())
    second = people.make_account(Role.SAFEGUARDING_OFFICER)
    about = About(team_id=place.team().id)
    safety.raise_concern(row.contribution, worry="It is about a colleague", about=about, by=officer())
    assert queries.waiting_for(second) == []
    with pytest.raises(NotFound):
        queries.get_unmasking(row.id)


def test_two_decisions_at_once_are_one(app):
    row, seconds = asked(officer()), [officer(), officer()]
    db.session.commit()
    done, start = [], threading.Barrier(2)

    def decide(account_id, agree):
        with app.app_context():
            start.wait()
            try:
                found, by = queries.get_unmasking(row_id), db.session.get(Account, account_id)
                operations.agree(found, by=by) if agree else operations.refuse(found, because="No", by=by)
                db.session.commit()
                done.append(agree)
            except Exception:
                db.session.rollback()
            finally:
                db.session.remove()

    row_id, ids = row.id, [one.id for one in seconds]
    threads = [threading.Thread(target=decide, args=(one, number == 0)) for number, one in enumerate(ids)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1


def test_the_log_holds_acts_and_no_words(app):
    row = asked(officer())
    operations.agree(row, by=officer())
    operations.look(row, by=row.asked_by)
    rows = db.session.execute(select(AuditEvent.action, AuditEvent.facts).order_by(AuditEvent.sequence)).all()
    acts = [action for action, _ in rows if action.startswith("name.")]
    assert acts == ["name.asked", "name.agreed", "name.looked"]
    assert "roof" not in str(rows) and NAME not in str(rows)


def test_with_nothing_to_decide_the_page_says_so(signed_in):
    assert "Nothing waits for you" in signed_in(Role.SAFEGUARDING_OFFICER).get("/work/names").text


def test_after_a_no_nobody_asks_on_until_somebody_says_yes(app):
    view = voices.make_contribution("The roof leaks", identity=Identity.TEAM, name="Robin").contribution
    first, second, third = (people.make_account(Role.PARTICIPATION_OFFICER) for _ in range(3))
    asked = operations.ask(view, reason=Reason.SORT, because="Curious", by=first)
    operations.refuse(asked, because="No", by=second)
    for somebody in (first, third):
        with pytest.raises(RuleError, match="said no"):
            operations.ask(view, reason=Reason.WORRIED, because="Worried", by=somebody)
    with clock.pretend(clock.now() + timedelta(hours=25)):
        operations.ask(view, reason=Reason.WORRIED, because="Worried", by=first)


def test_whoever_is_worried_does_not_open_the_name_by_it(app):
    view = voices.make_contribution("The roof leaks", identity=Identity.TEAM, name="Robin").contribution
    both = people.make_account(Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER)
    concern = safety.raise_concern(view, by=both)
    db.session.flush()
    assert concerns.open_case(concern, both).name == ""
    assert concerns.open_case(concern, people.make_account(Role.SAFEGUARDING_OFFICER)).name == "Robin"
