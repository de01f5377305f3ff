"""Asks put together, taken apart, split, and asked once more."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.board import queries, related, shaping
from portal.board.forms import JoinForm, OnceMoreForm, SplitForm
from portal.board.models import Wording
from portal.board.staff_views.blueprint import bp
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound, RuleError
from portal.partnership import queries as partnership
from portal.themes import queries as themes


@bp.route("/asks/<uuid:ask_id>/join", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def join(ask_id: UUID) -> ResponseReturnValue:
    """Let an ask be answered together with another."""
    found = queries.get_ask(ask_id)
    others = related.asks_to_join(found) if related.may_be_joined(found) else ()
    texts = queries.ask_texts(others)
    form = JoinForm()
    form.offer([(one.id, texts[one.id].text) for one in others])
    if form.validate_on_submit():
        try:
            into = queries.get_ask(UUID(form.into_id.data))
            shaping.join(found, into, because=form.because.data, by=me())
        except RuleError as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("They are answered together now. The words of both stay."))
            return redirect(url_for(".ask", ask_id=into.id), 303)
    return render_template("board/staff_join.html", form=form, text=queries.ask_text(found), ask=found, others=others)


@bp.post("/asks/<uuid:ask_id>/part")
@needs(Permission.ASKS_WRITE)
def part(ask_id: UUID) -> ResponseReturnValue:
    """Let it stand alone again."""
    shaping.part(queries.get_ask(ask_id), by=me())
    db.session.commit()
    flash(_("It stands alone again."))
    return redirect(url_for(".ask", ask_id=ask_id), 303)


@bp.route("/asks/<uuid:ask_id>/split", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def split(ask_id: UUID) -> ResponseReturnValue:
    """Give a part of an ask to another post."""
    found = queries.get_ask(ask_id)
    form = SplitForm(theme_id=str(found.theme_id or ""), duty=found.duty.value if found.duty else "")
    form.offer(partnership.posts(), themes.open_themes(), found)
    whole = found.wording is Wording.WRITTEN and form.text.data and form.text.data in (found.text or "")
    if form.validate_on_submit() and (whole or form.is_plain()):
        try:
            made = shaping.split(found, form.text.data, terms=form.terms, by=me())
        except RuleError as error:
            form.text.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The part is an ask of its own now."))
            return redirect(url_for(".ask", ask_id=made.id), 303)
    return render_template("board/staff_split.html", form=form, ask=found, text=queries.ask_text(found))


@bp.route("/asks/<uuid:ask_id>/once-more", methods=["GET", "POST"])
@needs(Permission.ASKS_SPEAK)
def ask_once_more(ask_id: UUID) -> ResponseReturnValue:
    """A champion asks again after a no or a partly."""
    found = queries.get_ask(ask_id)
    if not queries.is_shown(found):
        raise NotFound
    form = OnceMoreForm()
    if form.validate_on_submit():
        try:
            made = shaping.ask_once_more(found, form.text.data, by=me())
        except RuleError as error:
            form.text.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("You asked again. They have four weeks to answer."))
            return redirect(url_for(".ask", ask_id=made.id), 303)
    return render_template(
        "board/staff_once_more.html",
        form=form,
        ask=found,
        story=queries.stories([found])[0],
        may_ask=related.may_ask_once_more(found, me()),
    )
