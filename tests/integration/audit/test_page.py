from sqlalchemy import update

from portal.audit import operations, queries
from portal.audit.models import AuditEvent
from portal.core import db
from portal.core.access import Role


def test_the_page_tells_whole_from_broken_and_from_cut(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    operations.record("act", by=None)
    operations.record("act", by=None)
    db.session.commit()
    assert "The chain is whole: 2 events" in client.get("/work/log/").text
    assert "The chain is broken at event 3" in client.get(f"/work/log/?head={'ab' * 32}").text
    assert "The chain is whole" in client.get(f"/work/log/?head={queries.head()}").text
    assert "That is not a head" in client.get("/work/log/?head=nonsense").text
    db.set_writing(True)
    db.session.execute(update(AuditEvent).where(AuditEvent.sequence == 1).values(action="other"))
    db.session.commit()
    assert "The chain is broken at event 1" in client.get("/work/log/").text


def test_only_administrators_verify(signed_in):
    assert signed_in(Role.PARTICIPATION_OFFICER).get("/work/log/").status_code == 404
