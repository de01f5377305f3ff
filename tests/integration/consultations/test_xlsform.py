"""The questionnaire we start with goes out as a form, comes in again, and is stored as it was."""

from datetime import timedelta

from portal.consultations import editions, operations
from portal.consultations.planned import NewConsultation
from portal.consultations.starter import LISTEN2US, load_questionnaire
from portal.consultations.xlsform import reading, writing
from portal.core import clock, db
from portal.partnership.models import Locality


def test_every_age_version_of_listen2us_is_stored_again_from_its_form(app):
    names = ("Nithsdale", "Annandale and Eskdale", "Wigtownshire", "Stewartry")
    db.session.add_all(Locality(name=name, position=at) for at, name in enumerate(names, start=10))
    db.session.flush()
    now = clock.now()
    when = {"opens_at": now, "closes_at": now + timedelta(days=9), "report_back_on": (now + timedelta(days=30)).date()}
    first = load_questionnaire(LISTEN2US, slug="first", wave="Spring", **when)
    out = [editions.with_drafts(first.id).edition(one.id) for one in first.editions]
    read = [reading.read(writing.write(writing.planned(o), title="T", form_id="t", version="1").content) for o in out]
    assert [one.problems for one in read] == [one.lost for one in read] == [()] * len(out)
    texts = {
        name: getattr(first, name) for name in ("title", "intro", "can_change", "decides", "known_already", "minutes")
    }
    whole = NewConsultation(slug="second", wave="Summer", **when, **texts, editions=[one.edition for one in read])
    second = operations.draft(whole, by=None)
    db.session.flush()
    for before in out:
        after = next(one for one in editions.with_drafts(second.id).editions if one.audience is before.audience)
        assert writing.planned(after) == writing.planned(before)
