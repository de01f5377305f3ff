"""Quoting: chosen by one person, checked by another, shown while the person who said it allows."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import operations, queries, stories
from portal.board.forms import CheckForm, QuoteForm, RewordForm
from portal.board.models import Ask
from portal.board.staff_views.blueprint import bp
from portal.contributions import operations as contributions
from portal.contributions import queries as threads
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.core.paging import id_asked
from portal.partnership import queries as partnership
from portal.reading.queries import get_readable
from portal.themes import queries as themes


@bp.route("/asks/new/quote/<uuid:words_id>", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE, records_reading=True)
def add_quote(words_id: UUID) -> ResponseReturnValue:
    """Cut a quote out of what somebody said, where they allow it; showing their words is a recorded reading."""
    words = queries.get_words(words_id)
    contribution = get_readable(words.contribution_id, my_role())
    allowed = words.id in stories.allowed_words([words.id])
    passage = stories.passage(words)
    form = QuoteForm(theme_id=str(id_asked("theme") or ""))
    form.offer(partnership.posts(), themes.open_themes())
    form.quoting(passage)
    if allowed and form.validate_on_submit():
        try:
            made = operations.quote(words, form.excerpt.data, terms=form.terms, by=me())
        except RuleError as error:
            form.summary.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Saved. The board sees it once a second person has checked the words."))
            return redirect(url_for(".ask", ask_id=made.id), 303)
    contributions.mark_read(contribution, by=me(), role=my_role())
    db.session.commit()
    return render_template("board/staff_add_quote.html", form=form, words=words, passage=passage, allowed=allowed)


@bp.route("/asks/<uuid:ask_id>/check", methods=["GET", "POST"])
@needs(Permission.QUOTES_CHECK, records_reading=True)
def check(ask_id: UUID) -> ResponseReturnValue:
    """The second person's look at a quote, point by point."""
    found = _waiting(ask_id)
    form = CheckForm()
    if form.validate_on_submit() and queries.why_not_quoted(found) is None:
        operations.check(found, looked=form.looked.data or [], by=me())
        db.session.commit()
        flash(_("The board can see it now."))
        return redirect(url_for(".ask", ask_id=found.id), 303)
    why_not = queries.why_not_quoted(found)
    return render_template("board/staff_check.html", ask=found, form=form, excerpt=_read(found), why_not=why_not)


@bp.route("/asks/<uuid:ask_id>/reword", methods=["GET", "POST"])
@needs(Permission.QUOTES_CHECK, records_reading=True)
def reword(ask_id: UUID) -> ResponseReturnValue:
    """Other words for a quote that could point at somebody."""
    found = _waiting(ask_id)
    form = RewordForm()
    if form.validate_on_submit():
        try:
            operations.reword(found, form.text.data, by=me())
        except RuleError as error:
            form.text.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The quote is gone. The board sees the ask in these other words."))
            return redirect(url_for(".ask", ask_id=found.id), 303)
    return render_template("board/staff_reword.html", ask=found, form=form, excerpt=_read(found))


@bp.route("/asks/<uuid:ask_id>/drop", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def drop(ask_id: UUID) -> ResponseReturnValue:
    """Take back a quote the board has not seen, after a page that says what that means."""
    found = queries.get_ask(ask_id)
    if queries.is_shown(found):
        raise NotFound
    if request.method == "POST":
        operations.drop(found, by=me())
        db.session.commit()
        flash(_("The ask is gone. The board never saw it."))
        return redirect(url_for(".index"), 303)
    return render_template("board/staff_drop.html", ask=found)


def _waiting(ask_id: UUID) -> Ask:
    """A quote that waits for somebody else than whoever chose it."""
    found = queries.get_ask(ask_id)
    if queries.is_shown(found) or found.created_by_id == me().id:
        raise NotFound
    return found


def _read(ask: Ask) -> str | None:
    """The excerpt; opening the page records that somebody read it. None once it was taken back."""
    excerpt = queries.unchecked_quote(ask)
    if excerpt is not None and ask.words is not None:
        contribution = threads.get_contribution(ask.words.contribution_id)
        contributions.mark_read(contribution, by=me(), role=my_role())
        db.session.commit()
    return excerpt
