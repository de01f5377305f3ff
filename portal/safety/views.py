"""One tap from every page: the truth about who is awake, numbers that answer, and a form that refuses nothing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.contributions import codes, receipts, young
from portal.contributions.visits import PendingCode
from portal.core import db
from portal.core.access import anyone
from portal.core.forms import text
from portal.core.i18n import language
from portal.core.limits import limiter
from portal.core.sessions import current_visit
from portal.partnership import queries as partnership
from portal.safety import operations, queries
from portal.safety.forms import NotSafeForm
from portal.safety.operations import Report

bp = Blueprint("safety", __name__)


@bp.route("/not-safe", methods=["GET", "POST"])
@anyone
@limiter.exempt
def start() -> ResponseReturnValue:
    """Numbers first; then, if they want, the form. A wholly blank one is queued like any other."""
    form = NotSafeForm()
    if not codes.is_submission_key(text(form.key)):
        form.key.data = codes.new_submission_key()
    teams = [SelectChoice(str(team.id), f"{team.organisation.short_name}: {team.name}") for team in partnership.teams()]
    form.team.choices = [SelectChoice("", _("I don’t know")), *teams]
    if form.validate_on_submit():
        received = operations.report(_report(form, {choice.value for choice in teams}))
        if not current_visit().known:  # a phone that keeps no cookie has no second page: the code stands on this one
            db.session.commit()
            return receipts.page(text(form.key), received.contribution, kept=False)
        young.current().show_code(PendingCode(text(form.key), received.contribution.matter.value))
        young.save()
        db.session.commit()
        return redirect(url_for("contributions.receipt"), 303)
    return render_template(
        "safety/start.html", form=form, awake=queries.awake_now(), help_lines=partnership.help_lines()
    )


#: Telling us must work with every cookie refused: see `NotSafeForm`.
csrf_exempt = (start,)


def _report(form: NotSafeForm, teams: set[str]) -> Report:
    team = form.team.data or ""
    named = team in teams
    return Report(
        key=text(form.key),
        locale=language().lang,
        asked=str(form.words.label.text),
        words=text(form.words),
        name=text(form.name),
        where=text(form.where),
        reach=text(form.reach),
        about_worker=form.about_worker.data in ("yes", "unsure") or named or bool(text(form.worker_name)),
        team_id=UUID(team) if named else None,
        worker_name=text(form.worker_name),
    )
