"""The list of asks and actions, one ask, asking, and answering."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me, my_role
from portal.board import marks, operations, overview, queries, related, rules, stations
from portal.board.forms import AnswerForm, AskForm, TermsForm
from portal.board.groups import groups_under
from portal.board.models import Ask, Joined, Wording
from portal.board.staff_views.blueprint import bp
from portal.board.staff_views.lists import asked_for
from portal.board.stories import AskText
from portal.commitments.labels import DUTIES
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.errors import Repeats, RuleError
from portal.core.guard import may
from portal.core.paging import id_asked, number_asked
from portal.core.parts import Part
from portal.disclosure.thresholds import Audience
from portal.downloads.labels import FORMS
from portal.evidence import queries as evidence
from portal.evidence.reading import figure_text
from portal.evidence.rules import audience_for
from portal.free_views import queries as ideas
from portal.free_views.labels import OWN
from portal.partnership import queries as partnership
from portal.partnership.site import site
from portal.themes import queries as themes


@bp.get("")
@needs(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """Every ask and action in young people's words, and what waits for whom."""
    form = asked_for()
    page = overview.page(form.wanted, number_asked(), account=me(), role=my_role())
    return render_template(
        "board/staff_index.html",
        form=form,
        file_forms=FORMS,
        counts=overview.counts(),
        page=page,
        url=lambda number: url_for(".index", **form.asked, page=number),
        narrowed=bool(form.asked),
        last_meeting=overview.last_meeting(),
        ladder=partnership.governance_ladder(),
        waiting=queries.actions_waiting_for(me()) if may(Permission.ACTIONS_CONFIRM) else Part(),
        to_confirm=queries.words_to_confirm(me()) if may(Permission.ASKS_SPEAK) else Part(),
        checks=queries.checks_waiting_for(me()) if may(Permission.QUOTES_CHECK) else Part(),
    )


@bp.get("/asks/<uuid:ask_id>")
@needs(Permission.BOARD_READ)
def ask(ask_id: UUID) -> ResponseReturnValue:
    """One ask: its words, its thread, its answer and its actions."""
    found = queries.get_ask_for(ask_id, my_role())
    joined = queries.joined_into(found)
    story = queries.stories([found])[0]
    return render_template(
        "board/staff_ask.html",
        ask=found,
        story=story,
        stations=stations.of_ask(story, site().board_name),
        marks=marks.marks_of(story, clock.today()),
        duties=DUTIES,
        actions=[(line, marks.marks_of_action(line, clock.today())) for line in story.actions],
        said_it_too=_said_it_too(found),
        origin=queries.idea_behind(found),
        groups_too=groups_under(found.theme.id) if found.theme else [],
        can_answer=may(Permission.ASKS_ANSWER) and _can_answer(found),
        can_add=queries.is_shown(found) and not joined and queries.works_for(found.organisation_id, me(), my_role()),
        can_check=may(Permission.QUOTES_CHECK) and not queries.is_shown(found) and found.created_by_id != me().id,
        joined=joined,
        parted=[one for one in related.joinings_of(found) if one.parted_at],
        joined_here=_with_words(related.joined_here(found)),
        can_join=may(Permission.ASKS_WRITE) and related.may_be_joined(found),
        once_more=related.asked_once_more(found),
        can_ask_once_more=may(Permission.ASKS_SPEAK) and related.may_ask_once_more(found, me()),
        leaning=related.leaning(found),
        my_rating=related.rating_by(found, me()),
        can_rate=may(Permission.ACTIONS_CONFIRM) and not joined and found.organisation_id != me().organisation_id,
        can_confirm=may(Permission.ASKS_SPEAK) and queries.may_confirm(found, me()),
        waits_for_young_people=found.wording is Wording.WRITTEN and found.confirmed_at is None,
        checkers=queries.who_can_check(found) if not queries.is_shown(found) else (),
    )


@bp.route("/asks/new", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def add_ask() -> ResponseReturnValue:
    """Put an ask into words; one that quotes somebody starts from what they said."""
    if words_id := id_asked("from"):
        return redirect(url_for(".add_quote", words_id=words_id, theme=request.args.get("theme")), 303)
    idea_id = id_asked("idea")
    idea = ideas.get_published(idea_id) if idea_id else None
    form = AskForm(theme_id=str(id_asked("theme") or ""), wording=Wording.PARAPHRASE if idea else None)
    form.offer(partnership.posts(), themes.open_themes())
    if form.validate_on_submit() and (form.wording.data == Wording.WRITTEN or form.is_plain()):
        try:
            made = operations.ask(form.text.data, wording=form.wording.data, terms=form.terms, by=me(), idea=idea)
        except RuleError as error:
            form.text.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("The ask is on the board’s list."))
            return redirect(url_for(".ask", ask_id=made.id), 303)
    origin = ideas.shown(idea, Audience.PARTNERS) if idea else None
    return render_template("board/staff_add_ask.html", form=form, origin=origin)


@bp.get("/pool")
@needs(Permission.BOARD_READ)
def pool() -> ResponseReturnValue:
    """Ideas of young people that enough codes support, to pick from for an agenda."""
    return render_template("board/staff_pool.html", pool=queries.pool(), own=OWN)


@bp.route("/asks/<uuid:ask_id>/plan", methods=["GET", "POST"])
@needs(Permission.ASKS_WRITE)
def plan(ask_id: UUID) -> ResponseReturnValue:
    """Change who answers, by when, and the summary; never the words."""
    found = queries.get_ask(ask_id)
    form = TermsForm(obj=found)
    form.offer(partnership.posts(), themes.open_themes(), found)
    if form.validate_on_submit():
        was_shown = queries.is_shown(found)
        try:
            operations.plan(found, form.terms, by=me())
        except RuleError as error:
            if found.answered_at is not None:
                raise
            form.summary.errors = [_(error.message)]
        else:
            db.session.commit()
            anew = was_shown and not queries.is_shown(found)
            flash(_("Saved. The board sees it once a second person has checked it again.") if anew else _("Saved."))
            return redirect(url_for(".ask", ask_id=found.id), 303)
    return render_template("board/staff_plan.html", form=form, ask=found, text=queries.ask_text(found))


@bp.route("/asks/<uuid:ask_id>/answer", methods=["GET", "POST"])
@needs(Permission.ASKS_ANSWER)
def answer(ask_id: UUID) -> ResponseReturnValue:
    """Answer for one's own organisation; somebody else's asks are not there."""
    found = queries.get_ask_to_answer(ask_id, me())
    form = AnswerForm(answer=found.answer, because=found.because, reason=found.reason or "")
    if form.validate_on_submit():
        given, because = form.answer.data, form.because.data
        try:
            operations.answer(found, answer=given, because=because, reason=form.reason_class, by=me())
        except Repeats as error:
            form.because.errors = [_(error.message)]
        else:
            db.session.commit()
            flash(_("Your answer is with the board. Young people can read it."))
            return redirect(url_for(".ask", ask_id=found.id), 303)
    return render_template(
        "board/staff_answer.html",
        form=form,
        ask=found,
        text=queries.ask_text(found),
        joined=queries.joined_into(found),
        can_answer=_can_answer(found),
    )


def _with_words(joined: Sequence[Joined]) -> list[tuple[Joined, AskText]]:
    texts = queries.ask_texts([one.ask for one in joined])
    return [(one, texts[one.ask_id]) for one in joined]


def _said_it_too(ask: Ask) -> str | None:
    """How many spoke of the theme, from the newest signed release; no live number is ever shown here."""
    figure = evidence.theme_figure(ask.theme, audience_for(my_role())) if ask.theme else None
    return figure_text(figure) if figure else None


def _can_answer(ask: Ask) -> bool:
    if ask.organisation_id != me().organisation_id or not queries.is_shown(ask) or queries.joined_into(ask):
        return False
    if ask.answered_at is None:
        return True
    return ask.answered_by_id == me().id and rules.may_correct(ask.answered_at, clock.now())
