"""A group is one line of its own everywhere, and each voice in it can leave."""

import io

import pytest
from sqlalchemy import func, select

from portal.board import groups as board_groups
from portal.board.stories import allowed_words
from portal.consultations import queries as consultation_queries
from portal.contributions import attachments, codes
from portal.contributions.media import Clean
from portal.contributions.models import Contribution, Media, Purpose, Words
from portal.core import crypto, db
from portal.core.access import Role
from portal.core.errors import NotFound, RuleError
from portal.evidence.operations import count_themes
from portal.lifeline import operations as lifeline
from portal.themes import operations as themes
from portal.together import operations, queries
from portal.together.models import GroupPoint, GroupSession, Told
from tests.factories import consultations, groups, media, people
from tests.factories import themes as theme_factory


@pytest.fixture
def officer(app):
    return people.make_account(Role.PARTICIPATION_OFFICER)


@pytest.fixture
def group(officer):
    found = groups.make_group(by=officer)
    db.session.commit()
    return found


def test_two_taps_are_one_group(officer):
    evening = groups.evening()
    first = operations.begin_session(evening, by=officer, role=Role.CHAMPION, locale="en")
    second = operations.begin_session(evening, by=officer, role=Role.CHAMPION, locale="en")
    assert first.code == second.code
    assert (first.first, second.first) == (True, False)
    assert db.session.scalar(select(func.count()).select_from(GroupSession)) == 1


def test_words_are_sealed_and_counted_by_kind(group, officer):
    words = operations.add_voice(group, "Ask us first", quotable=True, by=officer)
    operations.add_point(group, "Nobody moves on a Friday", agreed=7, by=officer)
    assert b"Ask us first" not in words.text_sealed
    assert crypto.unseal(words, "text") == "Ask us first"
    line = queries.line_of(group)
    assert (line.people, line.voices, line.points) == (8, 1, 1)


@pytest.mark.parametrize("agreed", [0, 9])
def test_no_more_agree_than_were_there(group, officer, agreed):
    with pytest.raises(RuleError):
        operations.add_point(group, "More buses", agreed=agreed, by=officer)


def test_a_group_is_never_added_to_single_voices(officer):
    wave = consultations.make_consultation(slug="now")
    theme = theme_factory.make_theme("Buses", by=officer)
    single = consultations.make_submission(wave, sharing=(Purpose.BOARD,), home="good").contribution
    themes.place(single, under=[theme], by=officer)
    before = (consultation_queries.wave_counts(wave.id), count_themes(wave.id))
    group = groups.make_group(by=officer, consultation_id=wave.id)
    operations.add_voice(group, "The bus never comes", quotable=True, by=officer)
    themes.place(group.contribution, under=[theme], by=officer)
    db.session.commit()
    assert (consultation_queries.wave_counts(wave.id), count_themes(wave.id)) == before
    assert consultation_queries.people_count(wave.id) == 1
    assert queries.groups_of(wave.id) == 1
    assert board_groups.groups_under(theme.id) == ["a group of about 10 young people"]


@pytest.mark.parametrize(("people", "told"), [(4, "a small group"), (12, "a group of about 10 young people")])
def test_the_board_hears_a_protected_size(officer, people, told):
    theme = theme_factory.make_theme("Buses", by=officer)
    group = groups.make_group(by=officer, people=people)
    operations.add_voice(group, "The bus never comes", quotable=True, by=officer)
    themes.place(group.contribution, under=[theme], by=officer)
    assert board_groups.groups_under(theme.id) == [told]


@pytest.mark.parametrize("told", [Told.TOLD, Told.NOT_ALL])
def test_a_group_that_did_not_say_yes_is_not_counted(officer, told):
    wave = consultations.make_consultation(slug="now")
    groups.make_group(by=officer, told=told, consultation_id=wave.id)
    assert queries.groups_of(wave.id) == 0


def test_only_voices_noted_as_quotable_may_be_quoted(group, officer):
    may, may_not = (operations.add_voice(group, "Words", quotable=yes, by=officer).id for yes in (True, False))
    assert allowed_words([may, may_not]) == {may}


def test_a_member_takes_their_voice_out_with_the_groups_code(client, officer):
    evening = groups.evening()
    received = operations.begin_session(evening, by=officer, role=Role.CHAMPION, locale="en")
    group = db.session.get_one(GroupSession, received.contribution.id)
    mine = operations.add_voice(group, "This was only me", quotable=True, by=officer).id
    operations.add_voice(group, "This stays", quotable=True, by=officer)
    db.session.commit()
    client.post_form("/code", {"code": codes.code_for(evening.key)})
    assert "Take one voice out" in client.get("/thread").text
    page = client.get("/together/voices").text
    assert "This was only me" in page
    client.post_form(f"/together/voices/{mine}/out", page="/together/voices")
    page = client.get("/together/voices").text
    assert "This was only me" not in page
    assert "This stays" in page


def test_nobody_takes_out_what_is_not_their_groups(group, officer):
    other = groups.make_group(by=officer)
    words = operations.add_voice(other, "Theirs", quotable=True, by=officer)
    with pytest.raises(NotFound):
        operations.take_out(group.contribution, words.id, by=None)


def test_an_officer_takes_it_out_for_them(client, group, officer):
    words = operations.add_voice(group, "This was only me", quotable=True, by=officer).id
    db.session.commit()
    client.sign_in(officer, Role.PARTICIPATION_OFFICER)
    page = f"/work/views/{group.contribution_id}"
    assert "A group said this." in client.get(page).text
    assert client.post_form(f"{page}/passages/{words}/out", page=page).status_code == 303
    assert db.session.get(Words, words) is None


def test_erasing_takes_everything_of_a_group(group, officer):
    operations.add_voice(group, "Gone", quotable=True, by=officer)
    db.session.commit()
    lifeline.take_back(db.session.get_one(Contribution, group.contribution_id))
    db.session.commit()
    for table in (GroupSession, GroupPoint, Words):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_recording_on_a_page_shows_one_code_and_keeps_what_was_typed(client, officer):
    db.session.commit()
    client.sign_in(officer, Role.PARTICIPATION_OFFICER)
    bad = client.post_form("/work/together/group", {"people": "1", "held_on": "2026-01-05"})
    assert "A group is 2 to 200 young people" in bad.text
    assert 'value="1"' in bad.text
    form = {
        "held_on": "2026-01-05",
        "place": "office",
        "people": "8",
        "told": "all_agreed",
        "key": "a" * 64,
        "about": "",
    }
    done = client.post_form("/work/together/group", form)
    assert "The group’s code" in done.text
    group = db.session.scalars(select(GroupSession)).one()
    own = f"/work/together/group/{group.contribution_id}"
    client.post_form(f"{own}/voice", {"voice": "Ask us", "quotable": "y"}, page=own)
    too_many = client.post_form(f"{own}/point", {"point": "More time", "agreed": "9"}, page=own)
    assert "so many were there" in too_many.text
    assert "More time" in too_many.text
    client.post_form(f"{own}/point", {"point": "More time", "agreed": "8"}, page=own)
    shown = client.get(own).text
    assert "Ask us" not in shown


def test_somebody_elses_group_is_not_there(client, group):
    other = people.make_account(Role.ADVOCATE)
    db.session.commit()
    client.sign_in(other, Role.ADVOCATE)
    assert client.get(f"/work/together/group/{group.contribution_id}").status_code == 404


def test_art_of_a_group_is_drawn_anew_described_and_read_by_the_team_alone(signed_in):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    group = groups.make_group(by=officer, photos=True)
    client = signed_in(officer, Role.PARTICIPATION_OFFICER)
    path = f"/work/together/group/{group.contribution_id}"
    picture = media.picture()
    wrong = client.post_form(f"{path}/art", {"about": "Two cats", "picture": (io.BytesIO(b"MZ"), "x.png")}, page=path)
    assert "Two cats" in wrong.text and "We can’t take that" in wrong.text
    assert "Choose a picture" in client.post_form(f"{path}/art", {"about": "Two cats"}, page=path).text
    sent = {"about": "Two cats", "picture": (io.BytesIO(picture), "x.jpg")}
    assert client.post_form(f"{path}/art", sent, page=path).status_code == 303
    kept = attachments.attachments_of(group.contribution_id)
    assert [(one.about, one.media) for one in kept] == [("Two cats", Media.PICTURE)]
    assert "1 photo is kept" in client.get(path).text
    assert "Two cats" in client.get(f"/work/views/{group.contribution_id}").text


def test_without_their_yes_no_art_is_kept(app):
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    group = groups.make_group(by=officer, photos=False)
    with pytest.raises(RuleError):
        operations.add_art(group, Clean(Media.PICTURE, media.picture()), about="Cats", by=officer)
