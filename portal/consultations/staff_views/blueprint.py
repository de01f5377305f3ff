"""The blueprint and what its pages share."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.consultations import editions
from portal.consultations.models import Edition
from portal.consultations.questionnaire import Edition as AskedEdition
from portal.consultations.questionnaire import Questionnaire
from portal.core import db
from portal.core.errors import NotFound

bp = Blueprint("consultations_staff", __name__, url_prefix="/work/consultations")


def asked(consultation_id: UUID) -> Questionnaire:
    """A consultation as it would be asked, drafts too; NotFound."""
    found = editions.with_drafts(consultation_id)
    if found is None:
        raise NotFound
    return found


def asked_edition(edition_id: UUID) -> tuple[Edition, AskedEdition]:
    """An edition as it is stored, and as it would be asked; NotFound."""
    row = db.get(Edition, edition_id)
    found = asked(row.consultation_id).edition(edition_id)
    if found is None:
        raise NotFound
    return row, found


def saved(edition_id: UUID, at: str = "") -> ResponseReturnValue:
    """Keep it, and back to the edition, where it stands on the page."""
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".edition", edition_id=edition_id, _anchor=at or None), 303)
