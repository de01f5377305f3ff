from sqlalchemy import delete, select

from portal.contributions import codes
from portal.contributions.models import Contribution, Identity, Words
from portal.core import crypto, db
from portal.core.access import Role
from portal.partnership.models import HelpLine
from portal.safety import barring, operations, queries
from portal.safety.models import Concern, Tier
from portal.safety.operations import About
from tests.factories import people, place, safety, voices

WORDS = {"words": "he shouts and stands in the door"}


def concerns():
    db.set_writing(True)
    return db.session.scalars(select(Concern)).all()


def test_numbers_and_the_truth_stand_before_the_form(client):
    page = client.get("/not-safe").text
    assert "Nobody is reading" in page
    assert page.index("tel:999") < page.index("<textarea")


def test_999_is_there_before_anybody_has_checked_a_number(client):
    db.session.execute(delete(HelpLine))
    db.session.commit()
    page = client.get("/not-safe").text
    assert page.count('href="tel:999"') == 1
    assert "More numbers" not in page


def test_who_is_awake_is_said_as_it_is(client):
    safety.make_duty()
    db.session.commit()
    assert "Someone is reading now" in client.get("/not-safe").text


def test_a_wholly_blank_form_is_queued(client):
    assert client.post_form("/not-safe").location == "/sent"
    (concern,) = concerns()
    assert concern.contribution.identity is Identity.NOBODY
    assert concern.contribution.received_at is not None
    assert db.session.scalars(select(Words)).all() == []


def test_two_taps_are_one_concern(client):
    page = client.get("/not-safe").text
    data = {
        "csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0],
        "key": page.split('name="key" value="')[1].split('"')[0],
        **WORDS,
    }
    for _ in range(3):
        assert client.post("/not-safe", data=data).location == "/sent"
    assert len(concerns()) == 1


def test_everything_told_is_sealed(client):
    told = {"name": "Ellie", "where": "the library", "reach": "text after four", "worker_name": "Brownlee"}
    client.post_form("/not-safe", WORDS | told)
    (concern,) = concerns()
    assert {field: crypto.unseal(concern, field) for field in told} == told
    for field in told:
        assert told[field].encode() not in getattr(concern, f"{field}_sealed")


def test_nothing_is_too_long_and_no_lost_cookie_stops_it(client):
    assert client.post("/not-safe", data={"words": "x" * 60_000, "name": "Ellie" * 100}).status_code == 200
    (concern,) = concerns()
    assert crypto.unseal(concern, "name") == "Ellie" * 100


def test_the_same_page_sent_again_with_other_words_is_more_to_read(client):
    key = client.get("/not-safe").text.split('name="key" value="')[1].split('"')[0]
    client.post("/not-safe", data={"key": key, "words": "hi"})
    client.post("/not-safe", data={"key": key, "words": "hi"})
    client.post("/not-safe", data={"key": key, "words": "he is at the door", "where": "upstairs"})
    (concern,) = concerns()
    said = [crypto.unseal(words, "text") for words in db.session.scalars(select(Words).order_by(Words.position))]
    assert said == ["hi", "he is at the door"]
    assert crypto.unseal(concern, "where") == "upstairs"


def test_a_concern_about_everybody_who_could_read_it_raises_an_alarm(signed_in, client):
    people.make_account(Role.SAFEGUARDING_OFFICER, name="Sarah Guard")
    safety.make_duty(account=people.make_account(Role.SAFEGUARDING_OFFICER, name="Sarah Else"))
    db.session.commit()
    client.post_form("/not-safe", WORDS | {"about_worker": "yes", "worker_name": "my worker Sarah"})
    assert len(barring.unreadable()) == 1
    assert "Nobody is reading at this moment" in client.get("/sent").text
    assert "concern nobody may open" in signed_in(Role.ADMINISTRATOR).get("/work/").text
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert "nobody may open" not in signed_in(role).get("/work/").text


def test_nonsense_in_any_field_never_stops_it(client):
    answer = client.post_form("/not-safe", WORDS | {"key": "nonsense", "team": "nonsense", "about_worker": "no"})
    assert answer.location == "/sent"
    assert len(concerns()) == 1


def test_the_receipt_shows_a_code_and_numbers(client):
    client.post_form("/not-safe", WORDS)
    page = client.get("/sent").text
    assert "We have what you sent" in page
    assert "tel:999" in page


def test_it_is_in_no_list_of_views(client, signed_in):
    client.post_form("/not-safe", WORDS)
    contribution = db.session.scalars(select(Contribution)).one()
    reader = signed_in(Role.PARTICIPATION_OFFICER)
    assert "Nothing waits here" in reader.get("/work/views").text
    assert reader.get(f"/work/views/{contribution.id}").status_code == 404


def test_somebody_it_is_about_and_their_team_never_see_it(signed_in):
    team = place.team("NHS")
    subject = people.make_account(Role.SAFEGUARDING_OFFICER, name="Kim Hollow", team_id=team.id)
    teammate = people.make_account(Role.SAFEGUARDING_OFFICER, name="Pat Stone", team_id=team.id)
    other = people.make_account(Role.SAFEGUARDING_OFFICER, name="Bo Field")
    concern = safety.make_concern(about_worker=True, worker_name="a wumman called hollow")
    db.session.commit()
    where = f"/work/safety/{concern.id}"
    for barred in (subject, teammate):
        client = signed_in(barred, Role.SAFEGUARDING_OFFICER)
        assert client.get(where).status_code == 404
        assert "No open concern" in client.get("/work/safety").text
        assert queries.waiting_for(barred, Role.SAFEGUARDING_OFFICER) == 0
        for action in ("hand-over", "close", "reply"):
            assert client.post_form(f"{where}/{action}", {}, page="/work/safety").status_code == 404
    assert signed_in(other, Role.SAFEGUARDING_OFFICER).get(where).status_code == 200


def test_about_somebody_unnamed_only_the_manager_tier_sees_it(signed_in):
    manager = people.make_account(Role.SAFEGUARDING_OFFICER)
    first = people.make_account(Role.SAFEGUARDING_OFFICER)
    safety.make_duty(Tier.MANAGER, account=manager)
    safety.make_duty(Tier.FIRST, account=first)
    concern = safety.make_concern(about_worker=True)
    db.session.commit()
    where = f"/work/safety/{concern.id}"
    assert signed_in(first, Role.SAFEGUARDING_OFFICER).get(where).status_code == 404
    assert signed_in(manager, Role.SAFEGUARDING_OFFICER).get(where).status_code == 200


def test_with_no_manager_on_the_rota_it_is_not_lost(signed_in):
    officer = people.make_account(Role.SAFEGUARDING_OFFICER)
    concern = safety.make_concern(about_worker=True)
    db.session.commit()
    assert signed_in(officer, Role.SAFEGUARDING_OFFICER).get(f"/work/safety/{concern.id}").status_code == 200


def officer(name, tier=None, team=None):
    account = people.make_account(Role.SAFEGUARDING_OFFICER, name=name, team_id=team)
    if tier:
        safety.make_duty(tier, account=account)
    return account


def test_a_manager_with_a_short_name_does_not_read_what_is_about_them(signed_in):
    jo, other = officer("Jo Ross", Tier.MANAGER), officer("Rowan Hill", Tier.MANAGER)
    concern = safety.make_concern(about_worker=True, worker_name="Jo")
    db.session.commit()
    where = f"/work/safety/{concern.id}"
    assert signed_in(jo, Role.SAFEGUARDING_OFFICER).get(where).status_code == 404
    assert signed_in(other, Role.SAFEGUARDING_OFFICER).get(where).status_code == 200


def test_a_misspelt_name_with_a_team_is_not_for_everybody_outside_the_team(signed_in):
    plain, manager = officer("Zeb Fox"), officer("Rowan Hill", Tier.MANAGER)
    concern = safety.make_concern(about_worker=True, worker_name="Zippy", team_id=place.team().id)
    db.session.commit()
    where = f"/work/safety/{concern.id}"
    assert signed_in(plain, Role.SAFEGUARDING_OFFICER).get(where).status_code == 404
    assert signed_in(manager, Role.SAFEGUARDING_OFFICER).get(where).status_code == 200


def test_no_account_opened_renamed_or_moved_later_is_a_way_in(signed_in):
    team = place.team("NHS")
    first = officer("Iona Grant", team=team.id)
    concern = safety.make_concern(about_worker=True, worker_name="Iona Grant")
    renamed, moved = officer("Ada Test"), officer("Bo Test")
    assert {renamed.id, moved.id} <= barring.readers_of(concern)
    second = officer("Iona Grant")
    renamed.name, moved.team_id = "Ada Grant", team.id
    first.active = False
    db.session.commit()
    assert barring.readers_of(concern) == set()
    for account in (second, renamed, moved):
        client = signed_in(account, Role.SAFEGUARDING_OFFICER)
        assert client.get(f"/work/safety/{concern.id}").status_code == 404
        assert "No open concern" in client.get("/work/safety").text
        assert queries.waiting_for(account, Role.SAFEGUARDING_OFFICER) == 0


def test_a_name_a_reader_gave_is_held_against_later_accounts_too(app):
    view = voices.make_contribution("she shouts").contribution
    reader, there = people.make_account(Role.PARTICIPATION_OFFICER), officer("Kim Hollow")
    concern = operations.raise_concern(view, about=About(name="Kim"), by=reader)
    later = officer("Kim Field")
    assert not {there.id, later.id} & barring.readers_of(concern)


def test_a_name_that_no_longer_opens_keeps_it_to_managers(app):
    manager, plain = officer("Rowan Hill", Tier.MANAGER), officer("Bo Field")
    concern = safety.make_concern(about_worker=True, worker_name="Kim Hollow")
    officer("Kim Hollow")
    concern.worker_name_sealed = concern.worker_name_sealed[:-1] + b"x"
    db.session.flush()
    assert manager.id in barring.readers_of(concern)
    assert plain.id not in barring.readers_of(concern)


def test_a_phone_that_refuses_cookies_is_shown_its_code_in_the_answer(app):
    from portal.contributions import codes

    phone, key = app.test_client(use_cookies=False), codes.new_submission_key()
    answers = [phone.post("/not-safe", data=WORDS | {"key": key}) for _ in range(2)]
    for answer in answers:
        assert answer.status_code == 200
        for word in codes.code_for(key).split():
            assert f">{word}<" in answer.text
        assert "before you leave this page" in answer.text
        assert "I have it" not in answer.text
        assert "tel:999" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(concerns()) == 1


def test_a_team_named_in_a_second_sending_lets_nobody_in_who_was_kept_out_before(app):
    manager = people.make_account(Role.SAFEGUARDING_OFFICER, name="Ffion Mair")
    people.make_account(Role.SAFEGUARDING_OFFICER, name="Sorley Quill")
    safety.make_duty(Tier.MANAGER, account=manager)
    key = codes.new_submission_key()
    concern = safety.make_concern(key=key, about_worker=True)
    assert barring.readers_of(concern) == {manager.id}
    team = place.team()
    operations.report(
        operations.Report(key=key, locale="en", asked="?", words="More", about_worker=True, team_id=team.id)
    )
    assert (concern.narrow, barring.readers_of(concern)) == (True, {manager.id})
