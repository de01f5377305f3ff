"""Training packs: only what is allowed now, other words first, two people, and nothing left once it is taken back."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.board.rules import CHECKLIST
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.contributions.models import Contribution, Purpose
from portal.core import db
from portal.core.access import Role
from portal.core.errors import NotFound, Repeats, RuleError
from portal.lifeline import operations as lifeline
from portal.safety import operations as safety
from portal.safety.operations import About
from portal.training import operations, queries, rules
from portal.training.models import TrainingPack, TrainingPassage
from tests.factories import board, people, themes, training, voices
from tests.factories.training import SAID, TOLD
from tests.support.files import figures_in, files_in, made

SignIn = Callable[..., FlaskClient]
LIST = "/work/training"


def shown(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text[page.text.index("<main") :]))


def words_of(view: Contribution) -> object:
    return threads.words_of(view.id)[0].id


def unshare(view: Contribution) -> None:
    db.set_writing(True)
    contributions.change_sharing(db.session.get_one(Contribution, view.id), given=[])
    db.session.commit()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(TrainingPassage)) or 0


def test_before_anybody_allowed_it_there_is_nothing_to_put_in(signed_in: SignIn) -> None:
    client = signed_in(Role.PARTICIPATION_OFFICER)
    assert "No pack yet" in shown(client, LIST)
    voices.make_contribution("Not for teaching")
    pack = training.make_pack()
    db.session.commit()
    page = shown(client, f"{LIST}/{pack.id}")
    assert "Nothing else is allowed for teaching" in page and "There is nothing in it yet." in page
    assert "What will you do?" in page and f"{LIST}/{pack.id}" in client.get(LIST).text


def test_passages_are_offered_by_theme(signed_in: SignIn) -> None:
    under, other = training.make_allowed("The bus came late."), training.make_allowed("My room is cold.")
    buses, empty = themes.make_theme("Buses"), themes.make_theme("Nobody said this")
    themes.code_view(under, buses)
    pack = training.make_pack()
    db.session.commit()
    client, path = signed_in(Role.PARTICIPATION_OFFICER), f"{LIST}/{pack.id}"
    marks = [one.id.hex[:4].upper() for one in (under, other)]
    assert all(mark in shown(client, path) for mark in marks)
    page = shown(client, f"{path}?theme={buses.id}")
    assert marks[0] in page and marks[1] not in page
    assert "Nothing of this theme may be used" in shown(client, f"{path}?theme={empty.id}")
    assert all(mark in shown(client, f"{path}?theme=nonsense") for mark in marks)


def test_a_pack_from_the_first_page_to_the_file(signed_in: SignIn) -> None:
    view = training.make_allowed()
    words = words_of(view)
    maker = people.make_account(Role.PARTICIPATION_OFFICER, name="Mara Maker")
    db.session.commit()
    client = signed_in(maker, Role.PARTICIPATION_OFFICER)
    assert LIST in client.get("/work/views/allowed").text
    assert "What will you do differently from tomorrow on?" in client.get(f"{LIST}/new").text
    begun = client.post_form(f"{LIST}/new", {"title": "When a worker leaves", "questions": "Why?\nWhat now?"})
    page = begun.headers["Location"]
    listed = client.get(page).text
    assert view.id.hex[:4].upper() in listed and SAID not in listed
    tell = f"{page}/tell/{words}"
    assert SAID in client.get(tell).text.replace("&#39;", "'")
    assert db.session.get_one(Contribution, view.id, populate_existing=True).first_read_on is not None
    form = {"told": TOLD, "looked": list(CHECKLIST)}
    refused = client.post_form(tell, {"told": TOLD, "looked": ["names"]})
    assert refused.status_code == 200 and "Go through every point" in refused.text and TOLD in refused.text
    assert client.post_form(tell, form).status_code == 303
    assert TOLD in client.get(page).text and "Told in other words by an adult" in client.get(page).text
    assert client.get(f"{page}/approve").status_code == 404, "nobody approves their own"
    assert client.post_form(f"{page}/file/csv", page=page).status_code == 404
    second = signed_in(Role.CORPORATE_LEAD)
    assert "Waiting for a second person" in shown(second, LIST)
    read = second.get(f"{page}/approve").text
    version = re.search(r'name="shown"[^>]*value="(\w+)"', read)
    assert version and TOLD in read and SAID not in read
    form = {"shown": version[1], "looked": list(CHECKLIST)}
    assert "Go through every point" in second.post_form(f"{page}/approve", form | {"looked": []}).text
    assert second.post_form(f"{page}/approve", form).status_code == 303
    content = made(second, second.post_form(f"{page}/file/csv", page=page)).data
    found = figures_in(content)
    assert found["What young people say", "1", "What young people say"] == TOLD
    assert found["To talk about", "2", "To talk about"] == "What now?" and SAID not in str(files_in(content))
    for kind in ("pdf", "docx", "xlsx", "ods", "html"):
        assert made(second, second.post_form(f"{page}/file/{kind}", page=page)).status_code == 200, kind
    actions = [one.action for one in db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence))]
    for action in ("training.begun", "training.told", "training.approved", "training.downloaded"):
        assert action in actions
    assert client.get(f"{page}/change").status_code == client.get(tell).status_code == 404, "it changes no more"


def test_taking_it_back_empties_page_file_and_store(signed_in: SignIn) -> None:
    view, other = training.make_allowed(), training.make_allowed("They moved me on my birthday.")
    pack = training.make_pack()
    training.tell(pack, view)
    training.tell(pack, other, told="A move on a bad day")
    training.approve(pack)
    db.session.commit()
    client, page = signed_in(Role.CORPORATE_LEAD), f"{LIST}/{pack.id}"
    asked = client.post_form(f"{page}/file/csv", page=page)
    assert TOLD in str(files_in(made(client, asked).data))
    unshare(view)
    now = shown(client, page)
    assert TOLD not in now and "A move on a bad day" in now and "1 passage is not here any more" in now
    ready = asked.headers["Location"]
    assert client.post_form(f"{ready}/take", page=ready).status_code == 303
    db.set_writing(True)
    assert operations.forget_not_allowed() == 1 and count() == 1
    db.session.commit()
    unshare(other)
    assert "Nothing in this pack may be shown" in shown(client, page)
    failed = client.post_form(f"{page}/file/csv", page=f"{LIST}")
    assert made(client, failed).status_code == 303, "an empty pack makes no file"


def test_a_thread_that_is_erased_takes_its_passage_with_it(app: object) -> None:
    view = training.make_allowed()
    training.tell(training.make_pack(), view)
    lifeline.take_back(view)
    assert count() == 0


def test_what_may_not_be_used_is_not_offered(app: object) -> None:
    pack = training.make_pack()
    worker = training.make_allowed("My worker shouts")
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    safety.raise_concern(worker, worry="About a worker", about=About(), by=officer)
    voices.make_contribution("Only for the board", sharing=[Purpose.BOARD, Purpose.QUOTE])
    fine = training.make_allowed()
    assert [one.words_id for one in queries.to_tell(pack, 1).rows] == [words_of(fine)]
    with pytest.raises(NotFound):
        training.tell(pack, worker)
    training.tell(pack, fine)
    assert not queries.to_tell(pack, 1).rows
    with pytest.raises(RuleError, match="in the pack already"):
        training.tell(pack, fine)


def test_other_words_are_other_words_and_rare_details_are_looked_at(app: object) -> None:
    pack, view = training.make_pack(), training.make_allowed()
    words = threads.words_of(view.id)[0]
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    with pytest.raises((RuleError, Repeats)):
        training.tell(pack, view, told="She says: my worker left and nobody told me for six weeks")
    flagged = "When she was at Craigton Academy her worker changed"
    with pytest.raises(RuleError, match="may point at somebody"):
        training.tell(pack, view, told=flagged, rare_seen=False)
    with pytest.raises(RuleError, match="every point"):
        operations.tell(pack, words, TOLD, looked=["names"], rare_seen=True, by=officer)
    operations.tell(pack, words, flagged, looked=CHECKLIST, rare_seen=True, by=officer)
    for title in ("My worker left and nobody told me for six weeks.",):
        with pytest.raises(Repeats):
            training.make_pack(title)


def test_the_flagged_words_stay_in_the_box_with_a_tick_to_set(signed_in: SignIn) -> None:
    pack, view = training.make_pack(), training.make_allowed()
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    url, told = f"{LIST}/{pack.id}/tell/{words_of(view)}", "At Craigton Academy somebody left"
    form = {"told": told, "looked": list(CHECKLIST)}
    page = client.post_form(url, form).text
    assert "may point at somebody" in page and told in page and 'name="rare_seen"' in page
    assert client.post_form(url, form | {"rare_seen": "y"}).status_code == 303


def test_a_quote_needs_two_people_before_and_both_choices_at_every_look(signed_in: SignIn) -> None:
    both = training.make_allowed(board.SAID, Purpose.QUOTE)
    quote_only = board.make_quotable()
    pack = training.make_pack()
    usable = board.make_quote(both)
    with pytest.raises(RuleError, match="does not allow"):
        training.quote(pack, board.make_quote(quote_only))
    unchecked = board.make_quote(training.make_allowed(board.SAID, Purpose.QUOTE), checked=False)
    with pytest.raises(RuleError, match="does not allow"):
        training.quote(pack, unchecked)
    assert [ask.id for ask, _ in queries.quotes_for(pack)] == [usable.id]
    training.quote(pack, usable)
    training.approve(pack)
    db.session.commit()
    client, page = signed_in(Role.SAFEGUARDING_OFFICER), f"{LIST}/{pack.id}"
    assert board.EXCERPT in shown(client, page) and "A young person’s own words" in shown(client, page)
    db.set_writing(True)
    contributions.change_sharing(db.session.get_one(Contribution, both.id), given=[Purpose.TRAINING])
    db.session.commit()
    assert board.EXCERPT not in shown(client, page), "teaching is still allowed, quoting is not"
    db.set_writing(True)
    assert operations.forget_not_allowed() == 1


def test_what_changed_since_it_was_read_is_read_again(app: object) -> None:
    pack = training.make_pack()
    training.tell(pack)
    version = queries.shown(pack).version
    operations.revise(pack, pack.title, "Other?", by=people.make_account(Role.PARTICIPATION_OFFICER))
    second = people.make_account(Role.SAFEGUARDING_OFFICER)
    with pytest.raises(RuleError, match="changed while you were reading"):
        operations.approve(pack, shown=version, looked=CHECKLIST, by=second)
    with pytest.raises(RuleError, match="second person"):
        operations.approve(
            pack,
            shown=queries.shown(pack).version,
            looked=CHECKLIST,
            by=db.session.get_one(type(second), pack.begun_by_id),
        )


def test_who_put_a_passage_in_is_no_second_person(app: object) -> None:
    pack, helper = training.make_pack(), people.make_account(Role.PARTICIPATION_OFFICER, name="Helping Hand")
    training.tell(pack, by=helper)
    assert helper.id in queries.makers(pack) and "Helping Hand" not in queries.who_can_approve(pack)
    assert not rules.may_approve(by=helper.id, makers=queries.makers(pack), approved=False, shown=1)


def test_what_waits_stands_on_the_first_page_of_a_second_person(signed_in: SignIn) -> None:
    maker = people.make_account(Role.PARTICIPATION_OFFICER)
    pack = training.make_pack(by=maker)
    db.session.commit()
    card = "training pack waits for a second person"
    assert card not in signed_in(Role.CORPORATE_LEAD).get("/work/").text, "nothing is in it yet"
    db.set_writing(True)
    training.tell(db.session.get_one(TrainingPack, pack.id), by=maker)
    db.session.commit()
    assert card in signed_in(Role.CORPORATE_LEAD).get("/work/").text
    for who, role in ((maker, Role.PARTICIPATION_OFFICER), (people.make_account(Role.BOARD_MEMBER), Role.BOARD_MEMBER)):
        assert card not in signed_in(who, role).get("/work/").text


def test_a_passage_can_be_left_out_until_it_is_approved(signed_in: SignIn) -> None:
    pack = training.make_pack()
    passage = training.tell(pack)
    elsewhere = training.make_pack("Another")
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = f"{LIST}/{pack.id}"
    wrong = f"{LIST}/{elsewhere.id}/passages/{passage.id}/out"
    assert client.post_form(wrong, page=page).status_code == 404
    assert client.post_form(f"{page}/passages/{passage.id}/out", page=page).status_code == 303
    assert TOLD not in shown(client, page)


@pytest.mark.parametrize(
    "role",
    [one for one in Role if one not in (Role.PARTICIPATION_OFFICER, Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD)],
)
def test_nobody_else_sees_packs(signed_in: SignIn, role: Role) -> None:
    pack = training.make_pack()
    training.tell(pack)
    db.session.commit()
    client = signed_in(role)
    for path in (LIST, f"{LIST}/{pack.id}", f"{LIST}/{pack.id}/approve", f"{LIST}/new"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_OFFICER, Role.CORPORATE_LEAD])
def test_who_approves_does_not_make(signed_in: SignIn, role: Role) -> None:
    pack, view = training.make_pack(), training.make_allowed()
    db.session.commit()
    client, page = signed_in(role), f"{LIST}/{pack.id}"
    assert "Passages to tell in other words" not in shown(client, page)
    for path in (f"{LIST}/new", f"{page}/change", f"{page}/tell/{words_of(view)}"):
        assert client.get(path).status_code == 404, path


def test_nothing_typed_is_lost_and_long_words_stand(signed_in: SignIn) -> None:
    client = signed_in(Role.PARTICIPATION_OFFICER)
    page = client.post_form(f"{LIST}/new", {"title": "", "questions": "A long question <b>x</b>?"}).text
    assert "Give it a title." in page and "A long question &lt;b&gt;x" in page
    long = "Longword" * 20
    client.post_form(f"{LIST}/new", {"title": f"{long} <i>", "questions": long})
    found = client.get(LIST).text
    assert long in found and "<i>" not in found
    assert db.session.scalar(select(func.count()).select_from(TrainingPack)) == 1


def test_whoever_rewrote_a_pack_or_whose_passage_was_taken_out_does_not_approve_it() -> None:
    view, pack = training.make_allowed(), training.make_pack()
    rewrote, took = (people.make_account(Role.PARTICIPATION_OFFICER) for _ in range(2))
    operations.revise(pack, "Other", "Why?", by=rewrote)
    told = training.make_pack()
    training.tell(told, view, by=took)
    operations.take_out(queries.rows_of(told)[0], told, by=rewrote)
    assert rewrote.id in queries.makers(pack)
    assert {took.id, rewrote.id, told.begun_by_id} == set(queries.makers(told))
