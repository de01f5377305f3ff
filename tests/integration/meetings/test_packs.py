"""Board packs: two editions of one frozen snapshot, for each reader without what is hidden from them."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.contributions import operations as contributions
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import Repeats, RuleError, Unreadable
from portal.meetings import operations, packs, queries, recording, suggesting
from portal.meetings.models import BoardPack, Conflict, ItemSource, MeetingType
from tests.factories import board, people, voices
from tests.factories import meetings as factory
from tests.support.files import made

OFFICER = Role.PARTICIPATION_OFFICER


@pytest.fixture
def officer(app):
    return people.make_account(OFFICER, name="Olive Officer")


def text_of(document):
    return "\n".join(str(part) for part in document.parts)


def both(pack, hidden=frozenset()):
    return [text_of(packs.document(pack, edition, hidden=hidden)) for edition in ("young", "officers")]


def test_both_editions_are_made_from_one_snapshot_that_never_changes(app, officer):
    meeting = factory.make_set("Quokka buses", "Paint", by=officer)
    pack = packs.freeze(meeting, by=officer)
    before = both(pack)
    factory.write_all(meeting, "Wallaby")
    assert both(pack) == before
    assert all("Quokka buses" in one and "Wallaby" not in one for one in before)
    later = packs.freeze(meeting, by=officer)
    assert later.number == 2
    assert all("Wallaby" in one for one in both(later))
    pack.snapshot = pack.snapshot.replace("Quokka", "Other")
    with pytest.raises(Unreadable):
        packs.opened(pack)
    with pytest.raises(RuleError):
        db.session.flush()
    db.session.rollback()


def test_no_pack_before_the_agenda_is_set(app, officer):
    with pytest.raises(RuleError):
        packs.freeze(factory.make_voting("Buses", by=officer), by=officer)


def test_a_quote_is_not_in_the_snapshot_and_goes_when_it_is_taken_back(app, officer):
    view = board.make_quotable()
    ask = board.make_quote(view)
    meeting = factory.make_meeting(by=officer)
    operations.open_agenda(meeting, by=officer)
    operations.take(meeting, suggesting.Suggestion(ItemSource.ASK, ask.id, "", "Late"), by=officer)
    operations.open_vote(meeting, by=officer)
    operations.close_vote(meeting, by=officer)
    db.session.commit()
    pack = packs.freeze(meeting, by=officer)
    assert board.EXCERPT not in pack.snapshot
    assert all(board.EXCERPT in one for one in both(pack))
    contributions.change_sharing(view, given=[])
    db.session.flush()
    assert not any(board.EXCERPT in one for one in both(pack))


def test_what_is_hidden_from_somebody_is_in_no_file_of_theirs(signed_in, officer):
    champion = people.make_account(Role.CHAMPION)
    meeting = factory.make_set("Quokka houses", "Paint", by=officer)
    pack = packs.freeze(meeting, by=officer)
    operations.say_conflict(queries.items_of(meeting)[0], by=champion)
    db.session.commit()
    for who, role, sees in ((champion, Role.CHAMPION, False), (officer, OFFICER, True)):
        client = signed_in(who, role)
        for edition in ("young", "officers"):
            page = f"/work/meetings/packs/{pack.id}/{edition}"
            assert ("Quokka houses" in client.get(page).text) is sees
            send = {"edition": edition, "form": "html"}
            kept = made(client, client.post_form(f"/work/meetings/packs/{pack.id}/download", send, page=page))
            assert ("Quokka houses" in kept.get_data(as_text=True)) is sees
            asked = client.post_form(f"/work/meetings/packs/{pack.id}/download", send | {"form": "pdf"}, page=page)
            file = made(client, asked)
            read = "\n".join(one.extract_text() for one in PdfReader(BytesIO(file.data)).pages)
            assert ("Quokka houses" in read) is sees
            assert "Paint" in read


def test_the_page_to_keep_needs_nothing_else(signed_in, officer):
    meeting = factory.make_set("<script>alert('quokka')</script>", by=officer)
    pack = packs.freeze(meeting, by=officer)
    db.session.commit()
    client = signed_in(officer, OFFICER)
    page = f"/work/meetings/packs/{pack.id}/officers"
    asked = client.post_form(
        f"/work/meetings/packs/{pack.id}/download", {"edition": "officers", "form": "html"}, page=page
    )
    kept = made(client, asked)
    assert kept.headers["Content-Disposition"].startswith("attachment;")
    html = kept.get_data(as_text=True)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not any(word in html for word in ("href=", "src=", "url(", "@import", "http://", "https://"))
    assert 'name="viewport"' in html
    assert client.get(f"/work/meetings/packs/{pack.id}/nobody").status_code == 404
    assert isinstance(db.session.get(BoardPack, pack.id), BoardPack)


def test_a_decision_of_a_hidden_item_is_hidden_next_time_too(app, officer):
    ended = clock.now() - timedelta(hours=20)
    old = factory.make_held("A point of theirs", starts_at=ended - timedelta(hours=4), ends_at=ended)
    member = people.make_account(Role.BOARD_MEMBER)
    db.session.add(Conflict(item_id=queries.items_of(old)[0].id, account_id=member.id))
    db.session.flush()
    pack = packs.freeze(factory.make_set("Another"), by=officer)
    hidden = packs.hidden_in(pack, member, Role.BOARD_MEMBER)
    assert "Buses are free" not in repr(packs.document(pack, "officers", hidden=hidden).parts)
    assert "Buses are free" in repr(packs.document(pack, "officers", hidden=frozenset()).parts)


def test_what_young_people_decided_among_themselves_comes_back_to_themselves(app, officer):
    factory.make_held("Our own point", kind=MeetingType.GATHERING)
    day = clock.today() + timedelta(days=400)
    assert queries.decisions_to_review(day, MeetingType.BOARD) == []
    assert len(queries.decisions_to_review(day, MeetingType.GATHERING)) == 1


def test_nothing_written_at_a_meeting_repeats_what_somebody_wrote_to_us(app, officer):
    said = "My carer shouts at me each night and I hide under the bed until it is over"
    voices.make_contribution(said)
    collecting, held = factory.make_meeting(), factory.make_set("A point")
    operations.open_agenda(collecting, by=officer)
    held.starts_at = clock.now() - timedelta(hours=1)
    db.session.flush()
    item = queries.items_of(held)[0]
    review_on = clock.today() + timedelta(days=9)
    decided = recording.Decided(what=said, why="Because", post_id=factory.post(), review_on=review_on)
    for write in (
        lambda: operations.add_point(collecting, said, by=officer),
        lambda: recording.write_minutes(item, said, by=officer),
        lambda: recording.decide(item, decided, by=officer),
    ):
        with pytest.raises(Repeats):
            write()
