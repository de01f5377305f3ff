"""Releases: frozen by one person, signed by another, then read by everybody at the table."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.consultations import queries as consultations
from portal.consultations.questionnaire import Questionnaire
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound
from portal.core.guard import may
from portal.disclosure.figures import plain
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience, Size, Subject, size_of, threshold
from portal.evidence import listening, operations, page, queries, reading, rules
from portal.evidence.forms import FreezeForm, SignForm
from portal.evidence.models import Release, ReleaseKind
from portal.invitations import labels
from portal.invitations import queries as invitations
from portal.themes import queries as themes

#: What was tried so long before a wave opened still stands beside it.
TRIED_BEFORE = timedelta(days=365)

bp = Blueprint("evidence_staff", __name__, url_prefix="/work/evidence")


@bp.get("/")
@needs(Permission.RELEASES_READ)
def index() -> ResponseReturnValue:
    """Signed releases; and, for those who make them, what waits for a second person."""
    return render_template(
        "evidence/staff_index.html",
        releases=queries.signed_releases(),
        drafts=queries.drafts_for(me()) if _sees_drafts() else [],
        me_id=me().id,
        listening_to_count=listening.to_count() if may(Permission.RELEASES_FREEZE) else [],
        listening_quarter=listening.last_over(clock.today()).name,
        listening_next_on=listening.next_on(clock.today()),
    )


@bp.post("/freeze-listening")
@needs(Permission.RELEASES_FREEZE)
def freeze_listening() -> ResponseReturnValue:
    """Count how meetings listened in the quarter that is over."""
    listening.freeze_quarter(by=me())
    db.session.commit()
    flash(_("Counted and frozen. A second person has to sign the figures before anybody sees them."))
    return redirect(url_for(".index"), 303)


@bp.get("/freeze")
@needs(Permission.RELEASES_FREEZE)
def choose() -> ResponseReturnValue:
    """Closed waves, and how far each has come."""
    return render_template(
        "evidence/staff_choose.html",
        waves=consultations.closed_consultations(),
        open_waves=consultations.open_consultations(),
        counts=queries.release_counts(),
        waiting={draft.consultation_id for draft in queries.drafts()},
    )


@bp.route("/freeze/<uuid:consultation_id>", methods=["GET", "POST"])
@needs(Permission.RELEASES_FREEZE)
def freeze(consultation_id: UUID) -> ResponseReturnValue:
    """What will be counted, then the counting."""
    wave = consultations.get_consultation(consultation_id)
    form = FreezeForm()
    if form.validate_on_submit():
        release = operations.freeze_wave(wave, by=me())
        db.session.commit()
        flash(_("Frozen. A second person has to look and sign."))
        return redirect(url_for(".release", release_id=release.id), 303)
    if wave not in consultations.closed_consultations():
        raise NotFound
    return render_template("evidence/staff_freeze.html", form=form, wave=wave, **_preview(wave))


@bp.get("/<uuid:release_id>")
@needs(Permission.RELEASES_READ)
def release(release_id: UUID) -> ResponseReturnValue:
    """The figures of one release, for the edition this person may see."""
    found = _get_draft(release_id) if _is_draft(release_id) else queries.get_signed(release_id)
    audience = _audience()
    figures = queries.figures(found, audience)
    return render_template(
        "evidence/staff_release.html",
        release=found,
        page=page.page_of(found, figures),
        anchor=page.anchor,
        lines=[reading.line_text(line) for line in figures.lines],
        people=reading.people_text(figures),
        notes=reading.notes(figures),
        audience=audience,
        own=rules.audience_for(my_role()),
        can_sign=may(Permission.RELEASES_SIGN) and rules.can_sign(found, me()),
        signers=[] if rules.is_signed(found) else queries.signers(found),
        asks=_asks_of(found, figures),
        tags=reading.tags_of(found),
    )


@bp.get("/<uuid:release_id>/coverage")
@needs(Permission.RELEASES_READ)
def heard(release_id: UUID) -> ResponseReturnValue:
    """Who was heard in a wave and who was not, and what was tried to reach them."""
    found = queries.get_signed(release_id)
    if found.consultation is None:
        raise NotFound
    audience = _audience()
    return render_template(
        "evidence/staff_coverage.html",
        release=found,
        audience=audience,
        own=rules.audience_for(my_role()),
        heard=page.heard(found.consultation, queries.figures(found, audience)),
        tried=invitations.outreach(since=clock.day_of(found.consultation.opens_at) - TRIED_BEFORE),
        groups=labels.groups(invitations.localities()),
    )


@bp.route("/<uuid:release_id>/sign", methods=["GET", "POST"])
@needs(Permission.RELEASES_SIGN)
def sign(release_id: UUID) -> ResponseReturnValue:
    """The second person's look."""
    found = _get_draft(release_id)
    form = SignForm()
    if form.validate_on_submit():
        operations.sign(found, by=me())
        db.session.commit()
        flash(_("Signed. The release can be read and downloaded now, and never changes."))
        return redirect(url_for(".release", release_id=found.id), 303)
    editions = {audience: queries.figures(found, audience) for audience in Audience}
    return render_template(
        "evidence/staff_sign.html",
        form=form,
        release=found,
        can_sign=rules.can_sign(found, me()),
        signers=queries.signers(found),
        people=reading.people_text(editions[Audience.PARTNERS]),
        size=reading.size_text(editions[Audience.PARTNERS].size),
        hidden={audience: _hidden_count(editions[audience]) for audience in Audience},
        tables={audience: len(editions[audience].tables) for audience in Audience},
    )


@bp.get("/<uuid:release_id>/discard")
@needs(Permission.RELEASES_FREEZE)
def confirm_discard(release_id: UUID) -> ResponseReturnValue:
    """What throwing an unsigned release away means, before it is done."""
    found = _get_draft(release_id)
    return render_template("evidence/staff_confirm_discard.html", release=found, days=rules.APART[found.kind].days)


@bp.post("/<uuid:release_id>/discard")
@needs(Permission.RELEASES_FREEZE)
def discard(release_id: UUID) -> ResponseReturnValue:
    """Throw an unsigned release away."""
    operations.discard(queries.get_release(release_id), by=me())
    db.session.commit()
    flash(_("The unsigned release is gone."))
    return redirect(url_for(".index"), 303)


def _sees_drafts() -> bool:
    return may(Permission.RELEASES_FREEZE) or may(Permission.RELEASES_SIGN)


def _audience() -> Audience:
    """Everybody may look at the public edition; the other one is for partners' staff."""
    own = rules.audience_for(my_role())
    return Audience.PUBLIC if request.args.get("edition") == Audience.PUBLIC.value else own


def _is_draft(release_id: UUID) -> bool:
    return not rules.is_signed(queries.get_release(release_id))


def _get_draft(release_id: UUID) -> Release:
    """An unsigned release, for those who may look at it; for everybody else there is none."""
    found = queries.get_release(release_id)
    if rules.is_signed(found) or not _sees_drafts() or not rules.may_look(found, me()):
        raise NotFound
    return found


def _preview(wave: Questionnaire) -> dict[str, object]:
    """How many are counted, how many did not allow it, what is not themed yet.

    People are hidden and rounded here as in a release: beside the views somebody may open, an exact number would tell
    that one was kept from them.
    """
    counts = consultations.wave_counts(wave.id)
    answered = consultations.people_count(wave.id)
    return {
        "people": _about(counts.people),
        "left_out": _about(answered - counts.people),
        "questions": len(counts.questions) + len(counts.bands),
        "themes": operations.count_themes(wave.id),
        "not_themed": themes.waiting_count(wave.id),
        "size": reading.size_text(size_of(counts.people)),
        "small": size_of(counts.people) is not Size.FULL,
        "earlier": queries.latest_signed(wave.id),
        "draft": queries.find_draft(wave.id),
    }


def _about(people: int) -> str:
    return reading.count_text(plain(people, threshold(Audience.PARTNERS, Subject.ANSWERS)))


def _asks_of(found: Release, figures: SafeRelease) -> dict[str, UUID]:
    """Which ask each table of verdicts is about: its words are not frozen, since they can be taken back."""
    if found.kind is not ReleaseKind.VERDICTS:
        return {}
    return {table.key: UUID(hex=table.key.rpartition(":")[2]) for table in figures.tables}


def _hidden_count(figures: SafeRelease) -> int:
    """How many figures an edition hides, so that the second person knows what to look for."""
    return sum(figure.hidden for table in figures.tables for figure in table.cells.values())
