"""Board packs: two editions of one frozen snapshot, for each reader without what is hidden from them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.contributions import operations as contributions
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError, Unreadable
from portal.meetings import operations, packs, queries, suggesting
from portal.meetings.models import BoardPack, ItemSource
from tests.factories import board, people
from tests.factories import meetings as factory

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
            kept = client.post_form(f"/work/meetings/packs/{pack.id}/download", send, page=page)
            assert ("Quokka houses" in kept.get_data(as_text=True)) is sees
            file = client.post_form(f"/work/meetings/packs/{pack.id}/download", send | {"form": "pdf"}, page=page)
            read = "\n".join(one.extract_text() for one in PdfReader(BytesIO(file.data)).pages)
            assert ("Quokka houses" in read) is sees
            assert "Paint" in read


def test_the_page_to_keep_needs_nothing_else(signed_in, officer):
    meeting = factory.make_set("<script>alert('quokka')</script>", by=officer)
    pack = packs.freeze(meeting, by=officer)
    db.session.commit()
    client = signed_in(officer, OFFICER)
    page = f"/work/meetings/packs/{pack.id}/officers"
    kept = client.post_form(
        f"/work/meetings/packs/{pack.id}/download", {"edition": "officers", "form": "html"}, page=page
    )
    assert kept.headers["Content-Disposition"].startswith("attachment;")
    html = kept.get_data(as_text=True)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not any(word in html for word in ("href=", "src=", "url(", "@import", "http://", "https://"))
    assert 'name="viewport"' in html
    assert client.get(f"/work/meetings/packs/{pack.id}/nobody").status_code == 404
    assert isinstance(db.session.get(BoardPack, pack.id), BoardPack)
