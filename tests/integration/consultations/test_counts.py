from datetime import timedelta

from portal.consultations import queries
from portal.consultations.models import About
from portal.contributions.models import Identity, Purpose
from portal.core import clock, db
from tests.factories.consultations import all_counts, make_consultation, make_submission


def _options(counts, key):
    return dict(next(q for q in counts.questions if q.key == key).options)


def test_each_person_is_counted_once_for_each_answer(app):
    wave = make_consultation()
    make_submission(wave, home="good", easier=["money", "phone"], hope=2, age="12_15")
    make_submission(wave, home="good", easier=["money"], hope=5, age="12_15", where="foster")
    make_submission(wave, home="bad", hope=9, identity=Identity.TEAM)
    db.session.commit()
    counts = queries.wave_counts(wave.id)
    assert (counts.people, counts.unnamed) == (3, 2)
    assert _options(counts, "home") == {"Good": 2, "It’s okay": 0, "Not good": 1}
    assert _options(counts, "easier") == {"Money": 2, "Phone and wifi": 1, "Someone to talk to": 0}
    assert next(q for q in counts.questions if q.key == "easier").base == 2
    assert _options(counts, "hope") == {"0-3": 1, "4-6": 1, "7-10": 1}
    assert [(b.name, b.base, dict(b.options)) for b in counts.bands[:2]] == [
        (About.AGE_BAND, 2, {"12 to 15": 2, "16 or 17": 0}),
        (About.HOME, 1, {"Foster family": 1, "Children’s house": 0}),
    ]


def test_one_person_with_two_threads_counts_once_with_what_they_said_last(app):
    wave = make_consultation()
    first = make_submission(wave, identity=Identity.NAMED, home="bad").contribution
    second = make_submission(wave, identity=Identity.NAMED, home="good").contribution
    second.person_id = first.person_id
    first.received_week -= timedelta(days=7)
    make_submission(wave, home="good")
    db.session.flush()
    counted = queries.wave_counts(wave.id)
    assert (counted.people, counted.unnamed) == (2, 1)
    assert _options(counted, "home") == {"Good": 2, "It’s okay": 0, "Not good": 0}


def test_words_are_not_counted(app):
    wave = make_consultation()
    make_submission(wave, change="I want a dog")
    keys = {q.key for q in queries.wave_counts(wave.id).questions}
    assert keys == {"home", "family", "easier", "hope"}


def test_only_those_who_said_yes_to_the_board_are_in_what_leaves_the_team(app):
    wave = make_consultation()
    make_submission(wave, home="good")
    make_submission(wave, home="good", sharing=())
    make_submission(wave, home="good", sharing=(Purpose.TRAINING,))
    db.session.commit()
    assert queries.wave_counts(wave.id).people == 1
    assert all_counts(wave.id).people == 3
    assert queries.people_count(wave.id) == 3


def test_what_was_taken_back_is_counted_nowhere(app):
    wave = make_consultation()
    received = make_submission(wave, home="good")
    received.contribution.withdrawn_on = clock.today()
    db.session.flush()
    assert all_counts(wave.id).people == 0
    assert _options(queries.wave_counts(wave.id), "home")["Good"] == 0


def test_another_wave_is_not_counted(app):
    wave, other = make_consultation(), make_consultation()
    make_submission(other, home="good")
    assert queries.wave_counts(wave.id).people == 0


def test_a_question_across_a_band(app):
    wave = make_consultation()
    make_submission(wave, home="good", age="12_15")
    make_submission(wave, home="bad", age="12_15")
    make_submission(wave, home="good", age="16_17")
    make_submission(wave, home="good")
    table = queries.count_two_way(wave.id, "home", About.AGE_BAND)
    assert table.rows == ("Good", "It’s okay", "Not good")
    assert table.columns == ("12 to 15", "16 or 17")
    assert table.cells == ((1, 1), (0, 0), (1, 0))
    assert table.bases == (2, 1)


def test_a_ladder_across_where_people_live(app):
    wave = make_consultation()
    make_submission(wave, hope=0, where="house", place="Northside")
    make_submission(wave, hope=10, where="house", place="Southside")
    assert queries.count_two_way(wave.id, "hope", About.HOME).cells == ((0, 1), (0, 0), (0, 1))
    assert queries.count_two_way(wave.id, "hope", About.LOCALITY).columns == ("Northside", "Southside")
    assert queries.count_two_way(wave.id, "hope", About.LOCALITY).cells[0] == (1, 0)


def test_the_team_sees_what_one_person_chose(app):
    wave = make_consultation()
    received = make_submission(wave, home="good", easier=["talk", "money"], hope=4, age="12_15")
    shown = [(q.key, labels) for q, labels in queries.answers_of(received.contribution.id)]
    assert shown == [("home", ["Good"]), ("easier", ["Money", "Someone to talk to"]), ("hope", ["4"])]


def test_open_and_closed_are_told_apart(app):
    soon = make_consultation(closes_in=2)
    late = make_consultation(closes_in=20)
    gone = make_consultation(opened=60, closes_in=-3)
    make_consultation(opened=-3)
    assert queries.open_consultations() == (soon, late)
    assert queries.closed_consultations() == (gone,)
