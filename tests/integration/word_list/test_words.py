"""The champions' list: proposed by anybody, decided by two of them, and what adults are told."""

import pytest

from portal.consultations import wording
from portal.consultations.models import Audience, Kind
from portal.consultations.planned import NewEdition, NewQuestion, NewSection
from portal.core import db
from portal.core.access import Permission, Role, permits
from portal.core.errors import NotFound, RuleError
from portal.plain_words import queries as plain_words
from portal.word_list import operations, queries
from portal.word_list.models import Standing, Turn
from tests.factories import board, consultations, people


def champions(number=2):
    return board.make_champions(number)


def propose(forms="onboarding", by=None):
    by = by or people.make_account(Role.PARTICIPATION_OFFICER)
    return operations.propose(forms, say="starting", because="Nobody talks like that", by=by)


def told(text):
    advice = plain_words.advice(text)
    return [one.say for one in advice.words] if advice else []


def test_until_it_is_taken_up_the_list_adults_wrote_is_used(app):
    assert told("Your placement") != []
    assert operations.take_up(by=champions(1)[0]) == len(plain_words.starting_rows())
    assert told("Your placement") != []
    with pytest.raises(RuleError):
        operations.take_up(by=champions(1)[0])


def test_two_champions_put_a_word_on_the_list_and_two_take_it_off(app):
    one, two = champions()
    operations.take_up(by=one)
    word = propose()
    assert told("Your onboarding") == []
    operations.decide(word, Turn.CONFIRM, by=one)
    with pytest.raises(RuleError):
        operations.decide(word, Turn.CONFIRM, by=one)
    assert told("Your onboarding") == []
    operations.decide(word, Turn.CONFIRM, by=two)
    assert told("Your onboarding") == ["starting"]
    for by in (one, two):
        operations.decide(word, Turn.RETIRE, by=by)
    assert (told("Your onboarding"), word.standing) == ([], Standing.RETIRED)
    propose()


def test_a_champion_does_not_confirm_their_own_word_and_nobody_else_confirms(app):
    one = champions(1)[0]
    word = propose(by=one)
    with pytest.raises(RuleError):
        operations.decide(word, Turn.CONFIRM, by=one)
    with pytest.raises(NotFound):
        operations.decide(word, Turn.CONFIRM, by=people.make_account(Role.PARTICIPATION_OFFICER))


def test_a_word_is_proposed_once(app):
    propose("placement, placements")
    for forms in ("Placements", "x, PLACEMENT", "", " , ", ",".join(map(str, range(13)))):
        with pytest.raises(RuleError):
            propose(forms)


@pytest.mark.parametrize("role", [role for role in Role if permits(role, Permission.HOME)])
def test_everybody_who_works_here_reads_it(signed_in, role):
    page = signed_in(role).get("/work/words").text
    assert "brothers and sisters" in page
    assert ("Take it up" in page) == (role is Role.CHAMPION)


def test_proposing_and_deciding_on_pages(signed_in):
    officer = signed_in(Role.PARTICIPATION_OFFICER)
    kept = officer.post_form("/work/words/new", {"forms": "onboarding", "say": "", "because": "Odd"})
    assert "Write what to say instead" in kept.text and "onboarding" in kept.text
    good = {"forms": "onboarding", "say": "starting", "because": "Odd"}
    assert officer.post_form("/work/words/new", good).status_code == 303
    word = queries.words(Standing.PROPOSED)[0]
    for champion in champions():
        db.session.commit()
        client = signed_in(champion, Role.CHAMPION)
        assert "proposed for the list" in client.get("/work/").text
        path = f"/work/words/{word.id}/confirm"
        assert client.post_form(path, {}, page="/work/words").status_code == 303
    assert [one.forms for one in queries.words(Standing.IN_FORCE)] == ["onboarding"]


def test_a_long_list_and_an_empty_one(signed_in):
    one = champions(1)[0]
    for number in range(300):
        word = propose(f"longword{number}", by=one)
        word.standing, word.proposed_by_id = Standing.IN_FORCE, None  # as if it was taken up
    db.session.commit()
    client = signed_in(one, Role.CHAMPION)
    assert "longword299" in client.get("/work/words").text
    for word in queries.words(Standing.IN_FORCE):
        word.standing = Standing.RETIRED
    db.session.commit()
    assert "No word is on the list" in client.get("/work/words").text


def test_the_builder_advises_and_is_stricter_for_the_youngest(signed_in):
    hard = "When you think about the people who make decisions concerning your family, do they listen carefully?"
    asked = [
        NewQuestion(key="one", kind=Kind.LONG, prompt="How is your placement?"),
        NewQuestion(key="two", kind=Kind.LONG, prompt=hard),
    ]
    found = {}
    for audience in (Audience.FROM_8, Audience.FROM_12):
        edition = NewEdition(sections=[NewSection(key="all", questions=asked)], audience=audience)
        drafted = consultations.make_draft(editions=[edition])
        advice = wording.of_edition(drafted.editions[0])
        found[audience] = {one.reading.age for one in advice.values() if one.reading}
        assert any(one.words for one in advice.values())
    assert found[Audience.FROM_8] and len(found[Audience.FROM_12]) <= len(found[Audience.FROM_8])
    edition = drafted.editions[0]
    question = edition.sections[0].questions[0]
    db.session.commit()
    client = signed_in(Role.PARTICIPATION_OFFICER)
    for path in (f"/work/consultations/editions/{edition.id}", f"/work/consultations/questions/{question.id}"):
        assert "where somebody lives" in client.get(path).text


def test_a_proposal_does_not_take_the_list_away(app):
    before = plain_words.advice("Your placement")
    assert before
    operations.propose("zzz", say="y", because="x", by=people.make_account(Role.ADMINISTRATOR))
    after = plain_words.advice("Your placement")
    assert after
    assert [one.say for one in after.words] == [one.say for one in before.words]
    assert operations.take_up(by=people.make_account(Role.CHAMPION)) > 10
