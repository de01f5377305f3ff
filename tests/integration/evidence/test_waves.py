"""One page for a wave: what is on it, and what it says changed since the wave before."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.comparisons import operations as comparisons
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.thresholds import Audience
from portal.evidence import queries
from portal.evidence.models import Release
from portal.invitations import operations as invitations
from portal.invitations.models import Group
from tests.factories import consultations as asked
from tests.factories import evidence, people
from tests.factories import themes as codebook
from tests.factories.waves import BEFORE, HOME, NOW, make_release, make_wave, outside_figure

SignIn = Callable[..., FlaskClient]


def page(client: FlaskClient, release: Release, edition: str = "") -> str:
    answer = client.get(f"/work/evidence/{release.id}{edition}")
    assert answer.status_code == 200
    return answer.text


def test_a_clear_change_stands_with_its_range_and_with_what_it_was(signed_in: SignIn) -> None:
    before = make_release(make_wave("May 2024", 60), BEFORE)
    text = page(signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), NOW))
    assert f"{HOME} “Good”: clear rise, by 28 to 67 points." in text
    assert "Since May 2024: “Good”: clear rise" in text
    assert "Since May 2024: no clear change." in text
    assert "Questions compared: 2, with 5 answers." in text
    assert f'href="/work/evidence/{before.id}?edition=partners"' in text
    (row,) = [part for part in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL) if "clear rise" in part]
    assert "25%" in row
    assert "75%" in row


def test_the_first_wave_has_nothing_to_be_held_against(signed_in: SignIn) -> None:
    text = page(signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), NOW))
    assert "What changed since" not in text
    assert "Since " not in text
    assert 'id="heard"' in text


def test_a_wave_before_that_was_never_signed_is_none(signed_in: SignIn) -> None:
    make_release(make_wave("May 2024", 60), BEFORE, signed=False)
    assert "May 2024" not in page(signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), NOW))


def test_figures_that_nobody_signed_are_held_against_nothing(signed_in: SignIn) -> None:
    make_release(make_wave("May 2024", 60), BEFORE)
    draft = make_release(make_wave("May 2025", 8), NOW, signed=False)
    text = page(
        signed_in(db.session.get_one(type(draft.frozen_by), draft.frozen_by_id), Role.PARTICIPATION_OFFICER), draft
    )
    assert "Not signed" in text
    assert "May 2024" not in text


def test_a_question_in_other_words_is_not_the_same_question(signed_in: SignIn) -> None:
    make_release(make_wave("May 2024", 60), BEFORE, {"home": "Are you happy at home?"})
    text = page(signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), NOW))
    assert "not the same question as in May 2024" in text
    assert "clear rise" not in text
    assert "Questions compared: 1, with 2 answers." in text


def test_a_question_that_is_new_says_so(signed_in: SignIn) -> None:
    make_release(make_wave("May 2024", 60), {"home": BEFORE["home"]})
    assert "Not asked in May 2024." in page(signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), NOW))


@pytest.mark.parametrize(
    "few", [{"Good": 11, "It’s okay": 10, "Not good": 0}, {"Good": 8, "It’s okay": 9, "Not good": 8}]
)
def test_where_a_figure_is_hidden_or_few_answered_no_number_is_told(signed_in: SignIn, few: Mapping[str, int]) -> None:
    make_release(make_wave("May 2024", 60), BEFORE)
    text = page(
        signed_in(Role.CHAMPION), make_release(make_wave("May 2025", 8), {"home": few, "family": NOW["family"]})
    )
    assert "Since May 2024: too few to compare." in text.split(f">{HOME}</h3>")[1].split("</section>")[0]


def test_a_wave_before_that_was_too_small_for_figures_compares_nothing(signed_in: SignIn) -> None:
    make_release(make_wave("May 2024", 60), {"home": {"Good": 6, "It’s okay": 4, "Not good": 2}})
    text = page(signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), NOW))
    assert "Nothing can be compared with May 2024" in text
    assert "Not asked in" not in text
    assert "How sure this is" not in text


def test_a_small_wave_says_no_more_than_that_it_is_small(signed_in: SignIn) -> None:
    make_release(make_wave("May 2024", 60), BEFORE)
    text = page(
        signed_in(Role.BOARD_MEMBER), make_release(make_wave("May 2025", 8), {"home": {"Good": 6, "Not good": 2}})
    )
    assert "Fewer than 20 people took part" in text
    assert "May 2024" not in text


def test_what_is_compared_is_the_last_wave_that_asked_much_the_same(signed_in: SignIn) -> None:
    make_release(make_wave("May 2023", 110), BEFORE)
    year = make_wave("May 2024", 60)
    make_release(year, BEFORE)
    corrected = make_release(year, BEFORE | {"home": {"Good": 31, "It’s okay": 60, "Not good": 30}})
    one = [question for question in asked.every_kind() if question.key == "home"]
    make_release(make_wave("A quick one", 20, one), {"home": BEFORE["home"]})
    make_wave("Not counted", 16)
    make_release(make_wave("While it was open", 7), BEFORE)
    now = make_release(make_wave("May 2025", 8), NOW)
    before = queries.wave_before(now)
    assert before is not None
    assert before.id == corrected.id
    assert queries.wave_before(before).title.endswith("(May 2023)")


def test_a_champion_is_told_changes_between_public_figures_alone(signed_in: SignIn) -> None:
    """Seven is shown to partners and hidden from everybody else."""
    make_release(make_wave("May 2024", 60), BEFORE)
    now = make_release(make_wave("May 2025", 8), {"home": {"Good": 106, "It’s okay": 7, "Not good": 7}})
    champion, member = page(signed_in(Role.CHAMPION), now), page(signed_in(Role.BOARD_MEMBER), now)
    assert "clear fall" in member
    assert "clear fall" not in champion
    assert "too few to compare" in champion
    assert page(signed_in(Role.BOARD_MEMBER), now, "?edition=public").count("clear fall") == 0


def test_how_many_there_were_narrows_what_may_be_said(signed_in: SignIn) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    make_release(make_wave("May 2024", 60), BEFORE)
    now = make_release(make_wave("May 2025", 8), NOW)
    for weeks in (70, 10):
        invitations.note_total(
            Group.ALL, "", 140, as_of=clock.today() - timedelta(weeks=weeks), source="A register", by=officer
        )
    db.session.commit()
    text = page(signed_in(Role.BOARD_MEMBER), now)
    assert "“Good”: clear rise, by 39 to 60 points" in text


def test_how_many_of_all_took_part_stands_on_top_where_a_total_is_published(signed_in: SignIn) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    now = make_release(make_wave("May 2025", 8), NOW)
    member = signed_in(Role.BOARD_MEMBER)
    assert "who could have answered" not in page(member, now)
    for number, said in ((300, True), (19, False)):
        invitations.note_total(Group.ALL, "", number, as_of=clock.today(), source="A register", by=officer)
        db.session.commit()
        assert ("About 120 of 300 young people who could have answered: 40%." in page(member, now)) is said


def test_figures_of_other_surveys_stand_beside_their_question_alone(signed_in: SignIn) -> None:
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    comparisons.add_figures([outside_figure()], by=officer)
    release = make_release(make_wave("May 2025", 8), NOW)
    text = page(signed_in(Role.BOARD_MEMBER), release)
    assert text.count("“Good”: 61% (A survey, A publisher, 2024; Everybody of 12 to 17)") == 1


def test_the_list_of_contents_leads_to_every_table_of_a_whole_wave(signed_in: SignIn) -> None:
    wave, ids = evidence.make_closed_wave(120)
    officer = people.make_account(Role.PARTICIPATION_OFFICER)
    theme = codebook.make_theme("Sleepovers")
    for one in ids[:40]:
        codebook.put_under(db.session.get_one(evidence.Contribution, one), theme, by=officer)
    release = evidence.make_signed(wave)
    db.session.commit()
    text = page(signed_in(Role.BOARD_MEMBER), release)
    contents = text.split('id="contents"')[1].split("</nav>")[0]
    targets = [part.split('"')[0] for part in contents.split('href="#')[1:]]
    assert len(targets) == len(set(targets)) > 10
    assert all(text.count(f'id="{target}"') == 1 for target in targets)
    (across,) = (one for one in queries.figures(release, Audience.PARTNERS).tables if one.two_way)
    assert across.rows
    group = max(across.rows, key=lambda one: across.rows[one].shown or 0)
    cells = text.split('id="t-question-home-band-home"')[1].split(f">{group}</th>")[1].split("</tr>")[0]
    assert re.search(r"\d+ \(\d+%\)", cells), "shares, each of its own group"
    assert f'data-label="People in the group" class="num"><div>{across.rows[group].shown}</div>' in cells
    assert "Sleepovers (“sleepovers, we say”)" in text


def test_long_names_break_no_page(signed_in: SignIn) -> None:
    long = "Wellbeing-and-everything-else-that-matters " * 8
    make_release(make_wave("May 2024", 60), BEFORE, {"home": long})
    now = make_release(make_wave("May 2025", 8), NOW, {"home": long})
    assert long.strip() in page(signed_in(Role.BOARD_MEMBER), now)


def test_who_may_read_no_release_reads_no_change(signed_in: SignIn) -> None:
    now = make_release(make_wave("May 2025", 8), NOW)
    assert signed_in(Role.ADMINISTRATOR).get(f"/work/evidence/{now.id}").status_code == 404


def test_without_a_signed_release_the_list_says_how_one_comes_about(signed_in: SignIn) -> None:
    assert "No release yet" in signed_in(Role.BOARD_MEMBER).get("/work/evidence/").text
