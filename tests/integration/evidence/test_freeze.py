"""Freezing a closed wave, and signing by a second person."""

import pytest
from flask import Flask
from sqlalchemy import delete, update

from portal.accounts.models import Account
from portal.audit import queries as audit
from portal.consultations import queries as consultations
from portal.contributions.models import Purpose, SharingChoice
from portal.core import db
from portal.core.access import Role
from portal.core.errors import RuleError, Unreadable
from portal.disclosure.figures import Showing
from portal.disclosure.raw import RawRelease
from portal.disclosure.thresholds import Audience, Size
from portal.evidence import operations, queries
from portal.evidence.models import Release, ReleasedFigures, ReleasedTheme, ReleaseKind
from tests.factories import consultations as asked
from tests.factories import evidence, people
from tests.factories import themes as codebook


@pytest.fixture
def officer(app: Flask) -> Account:
    return people.make_account(Role.PARTICIPATION_OFFICER, name="Olive Officer")


@pytest.fixture
def second(app: Flask) -> Account:
    return people.make_account(Role.SAFEGUARDING_OFFICER, name="Sam Second")


def test_an_open_wave_is_not_counted(officer: Account) -> None:
    wave = asked.make_consultation()
    with pytest.raises(RuleError, match="still open"):
        operations.freeze_wave(wave, by=officer)


def test_a_release_holds_one_table_for_each_question_and_band(officer: Account) -> None:
    wave, ids = evidence.make_closed_wave(60)
    theme = codebook.make_theme("Sleepovers", by=officer)
    for one in ids[:15]:
        codebook.put_under(db.session.get_one(evidence.Contribution, one), theme, by=officer)
    release = operations.freeze_wave(wave, by=officer)
    figures = queries.figures(release, Audience.PARTNERS)
    assert figures.size is Size.FULL
    assert [table.key for table in figures.tables] == [
        "question:home",
        "question:family",
        "question:easier",
        "question:hope",
        "themes",
        "band:age_band",
        "band:home",
        "band:locality",
        "question:home×band:home",
        "assisted",
    ]
    table = figures.table("themes")
    assert table is not None
    assert table.cells["Sleepovers",].shown == 15


def test_who_did_not_allow_the_summary_is_not_counted(officer: Account) -> None:
    wave, ids = evidence.make_closed_wave(60)
    theme = codebook.make_theme("Sleepovers", by=officer)
    for one in ids[:12]:
        codebook.put_under(db.session.get_one(evidence.Contribution, one), theme, by=officer)
    db.session.execute(
        update(SharingChoice)
        .where(SharingChoice.contribution_id.in_(ids[:3]), SharingChoice.purpose == Purpose.BOARD)
        .values(given=False)
    )
    assert [theme.people for theme in operations.count_themes(wave.id)] == [9]
    assert consultations.wave_counts(wave.id).people == 57
    release = operations.freeze_wave(wave, by=officer)
    table = queries.figures(release, Audience.PARTNERS).table("themes")
    assert table is not None
    assert table.cells["Sleepovers",].showing is Showing.FEWER


@pytest.mark.parametrize(
    ("number", "size", "two_way"), [(12, Size.NARRATIVE, 0), (30, Size.ONE_WAY, 0), (60, Size.FULL, 1)]
)
def test_a_small_wave_shows_less(officer: Account, number: int, size: Size, two_way: int) -> None:
    wave, _ = evidence.make_closed_wave(number)
    release = operations.freeze_wave(wave, by=officer)
    for audience in Audience:
        figures = queries.figures(release, audience)
        assert figures.size is size
        assert sum(table.two_way for table in figures.tables) == two_way
        assert (figures.people is None) == (size is Size.NARRATIVE)


def test_freezing_again_gives_the_same_bytes(officer: Account) -> None:
    wave, _ = evidence.make_closed_wave(60)
    first = operations.freeze_wave(wave, by=officer)
    digest = first.digest
    operations.discard(first, by=officer)
    assert operations.freeze_wave(wave, by=officer).digest == digest


def test_one_draft_at_a_time(officer: Account) -> None:
    wave, _ = evidence.make_closed_wave(25)
    operations.freeze_wave(wave, by=officer)
    with pytest.raises(RuleError, match="waits to be signed"):
        operations.freeze_wave(wave, by=officer)


def test_who_froze_cannot_sign_in_any_role(officer: Account) -> None:
    wave, _ = evidence.make_closed_wave(25)
    release = operations.freeze_wave(wave, by=officer)
    with pytest.raises(RuleError, match="second person"):
        operations.sign(release, by=officer)
    assert officer not in queries.signers(release)


def test_the_database_itself_refuses_one_person_twice(officer: Account) -> None:
    wave, _ = evidence.make_closed_wave(25)
    release = operations.freeze_wave(wave, by=officer)
    release.signed_by_id, release.signed_at = officer.id, release.frozen_at
    with pytest.raises(Exception, match="second_person_signs"):
        db.session.flush()
    db.session.rollback()


def test_a_signed_release_never_changes(officer: Account, second: Account) -> None:
    wave, _ = evidence.make_closed_wave(60)
    release = evidence.make_signed(wave, by=officer, signer=second)
    db.session.commit()
    with pytest.raises(RuleError, match="signed already"):
        operations.sign(release, by=second)
    with pytest.raises(RuleError, match="never changes"):
        operations.discard(release, by=officer)
    release.title = "Something nicer"
    with pytest.raises(RuleError, match="never changes"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("part", [ReleasedFigures, ReleasedTheme, Release])
def test_parts_of_a_signed_release_never_change(officer: Account, part: type[ReleasedTheme]) -> None:
    wave, ids = evidence.make_closed_wave(60)
    codebook.put_under(db.session.get_one(evidence.Contribution, ids[0]), codebook.make_theme(), by=officer)
    evidence.make_signed(wave, by=officer)
    db.session.commit()
    row = db.session.query(part).first()
    assert row is not None
    db.session.delete(row)
    with pytest.raises(RuleError):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(RuleError):
        db.session.execute(update(part).values(id=row.id))
    with pytest.raises(RuleError):
        db.session.execute(delete(part))
    db.session.rollback()


def test_nothing_is_added_to_a_signed_release(officer: Account) -> None:
    wave, _ = evidence.make_closed_wave(25)
    release = evidence.make_signed(wave, by=officer)
    theme = codebook.make_theme(by=officer)
    db.session.add(ReleasedTheme(release_id=release.id, theme_id=theme.id, name="Late", young_word="late"))
    with pytest.raises(RuleError):
        db.session.flush()
    db.session.rollback()


def test_figures_changed_behind_the_portal_are_not_read(officer: Account, second: Account) -> None:
    wave, _ = evidence.make_closed_wave(60)
    release = evidence.make_signed(wave, by=officer, signer=second)
    table = ReleasedFigures.__table__
    db.session.connection().execute(
        table.update().values(figures=db.session.query(ReleasedFigures).first().figures + " ")
    )
    db.session.expire_all()
    with pytest.raises(Unreadable):
        queries.figures(release, Audience.PUBLIC)


def test_freezing_and_signing_are_in_the_log_with_the_digest(officer: Account, second: Account) -> None:
    wave, _ = evidence.make_closed_wave(25)
    release = evidence.make_signed(wave, by=officer, signer=second)
    events = audit.events_about("release", release.id)
    assert [(event.action, event.actor_id) for event in events] == [
        ("release.frozen", officer.id),
        ("release.signed", second.id),
    ]
    assert all(release.digest in event.facts for event in events)


def test_a_correction_takes_the_place_of_the_first(officer: Account, second: Account) -> None:
    wave, ids = evidence.make_closed_wave(80)
    first = evidence.make_signed(wave, by=officer, signer=second)
    db.session.execute(update(SharingChoice).where(SharingChoice.contribution_id == ids[0]).values(given=False))
    corrected = evidence.make_signed(wave, by=second, signer=officer)
    assert queries.latest_signed(wave.id) is corrected
    for audience in Audience:
        old, new = queries.figures(first, audience), queries.figures(corrected, audience)
        for table in new.tables:
            before = old.table(table.key)
            assert before is not None
            for labels, figure in table.cells.items():
                was_hidden = before.withheld or before.cells[labels].showing is not Showing.COUNT
                assert (figure.showing is not Showing.COUNT) == was_hidden


def test_a_correction_across_a_size_is_refused(officer: Account, second: Account) -> None:
    wave, ids = evidence.make_closed_wave(20)
    evidence.make_signed(wave, by=officer, signer=second)
    db.session.execute(update(SharingChoice).where(SharingChoice.contribution_id == ids[0]).values(given=False))
    with pytest.raises(RuleError, match="single people"):
        operations.freeze_wave(wave, by=officer)


def test_a_theme_has_a_figure_once_a_release_is_signed(officer: Account, second: Account) -> None:
    wave, ids = evidence.make_closed_wave(80)
    heard, rare, unheard = (codebook.make_theme(name, by=officer) for name in ("Heard", "Rare", "Unheard"))
    for place, one in enumerate(ids[:22]):
        contribution = db.session.get_one(evidence.Contribution, one)
        codebook.put_under(contribution, heard, *([rare] if place < 4 else []), by=officer)
    release = operations.freeze_wave(wave, by=officer)
    assert queries.theme_figure(heard, Audience.PUBLIC) is None
    operations.sign(release, by=second)
    heard.name = "Heard, worded anew"
    db.session.flush()
    figure = queries.theme_figure(heard, Audience.PUBLIC)
    assert figure is not None
    assert figure.shown == 20
    hidden = queries.theme_figure(rare, Audience.PARTNERS)
    assert hidden is not None
    assert hidden.hidden
    assert queries.theme_figure(unheard, Audience.PARTNERS) == hidden, (
        "being listed must not prove that anybody said it"
    )


def test_verdicts_are_frozen_the_same_way(officer: Account, second: Account) -> None:
    release = operations.freeze(ReleaseKind.VERDICTS, "Verdicts, autumn", evidence.raw_verdicts(20, 3, 14), by=officer)
    assert queries.latest_verdicts() is None
    operations.sign(release, by=second)
    assert queries.latest_verdicts() is release
    table = queries.figures(release, Audience.PUBLIC).table(f"verdicts:{0:032x}")
    assert table is not None
    assert all(figure.hidden or (figure.shown or 0) >= 10 for figure in table.cells.values())


def test_a_release_is_read_beside_the_last_four_its_own_kin_first(officer: Account, second: Account) -> None:
    """Corrections of the wave before anything else; how meetings listen never, since it counts meetings."""
    wave, _ = evidence.make_closed_wave(60)
    signed = []
    for kind, consultation in (
        (ReleaseKind.WAVE, wave.id),
        (ReleaseKind.VERDICTS, None),
        (ReleaseKind.LISTENING, None),
        (ReleaseKind.EXPERIENCES, None),
        (ReleaseKind.VERDICTS, None),
        (ReleaseKind.VERDICTS, None),
    ):
        raw = RawRelease(f"kind {kind.value} {len(signed)}", "R", 30)
        release = operations.freeze(kind, "R", raw, by=officer, consultation_id=consultation)
        operations.sign(release, by=second)
        signed.append(release)
    beside = queries.signed_beside(ReleaseKind.WAVE, wave.id, 4)
    assert signed[0] in beside and signed[2] not in beside and len(beside) == 4
    verdicts = queries.signed_beside(ReleaseKind.VERDICTS, None, 3)
    assert {one.kind for one in verdicts} == {ReleaseKind.VERDICTS}
    moments = [one.signed_at or one.frozen_at for one in beside]
    assert moments == sorted(moments, reverse=True)
