"""When a question or a section is shown, and the map of every path."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.login import me
from portal.consultations import building, checks, conditions, paths, revising
from portal.consultations.conditions import Condition, Mode
from portal.consultations.forms import ConditionForm
from portal.consultations.models import Edition, Question, Section
from portal.consultations.staff_views.blueprint import asked_edition, bp
from portal.core import db
from portal.core.access import Permission, needs
from portal.core.errors import NotFound

_WHEN = "/editions/<uuid:edition_id>/when/<any(question, section):what>/<string:key>"


@bp.route(_WHEN, methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_PLAN)
def when(edition_id: UUID, what: str, key: str) -> ResponseReturnValue:
    """What must have been answered before; built by picking a question, then a comparison, then an answer."""
    edition, as_asked = asked_edition(edition_id)
    row = _row(edition, what, key)
    before = conditions.from_json(row.condition)
    form = ConditionForm(request.form if request.method == "POST" else request.args)
    form.offer(checks.may_depend_on(as_asked, key))
    if request.method == "POST" and form.validate() and form.test:
        tests = (*(before.tests if before else ()), form.test)
        building.set_condition(row, Condition(before.mode if before else Mode.ALL, tests), by=me())
        return _saved(edition_id, what, key)
    return render_template(
        "consultations/staff_when.html",
        form=form,
        edition=edition,
        what=what,
        key=key,
        title=row.prompt if isinstance(row, Question) else row.title,
        condition=before,
        tests=[paths.test_text(as_asked, one) for one in before.tests] if before else [],
        wrong=[one.text for one in checks.problems(as_asked) if one.where == key],
        may_change=revising.may_change(edition),
    )


@bp.post(f"{_WHEN}/drop/<int:number>")
@needs(Permission.CONSULTATIONS_PLAN)
def drop_test(edition_id: UUID, what: str, key: str, number: int) -> ResponseReturnValue:
    """Take one test out; without any it is always shown."""
    row = _row(db.get(Edition, edition_id), what, key)
    before = conditions.from_json(row.condition)
    tests = tuple(one for at, one in enumerate(before.tests, 1) if at != number) if before else ()
    building.set_condition(row, replace(before, tests=tests) if before and tests else None, by=me())
    return _saved(edition_id, what, key)


@bp.post(f"{_WHEN}/<any(all, any):mode>")
@needs(Permission.CONSULTATIONS_PLAN)
def choose_mode(edition_id: UUID, what: str, key: str, mode: str) -> ResponseReturnValue:
    """Whether all tests must hold, or one is enough."""
    row = _row(db.get(Edition, edition_id), what, key)
    before = conditions.from_json(row.condition)
    building.set_condition(row, replace(before, mode=Mode(mode)) if before else None, by=me())
    return _saved(edition_id, what, key)


@bp.get("/editions/<uuid:edition_id>/paths")
@needs(Permission.CONSULTATIONS_PLAN)
def paths_map(edition_id: UUID) -> ResponseReturnValue:
    """Every page, and from each the pages that may come next."""
    edition, as_asked = asked_edition(edition_id)
    found = paths.paths_map(as_asked)
    numbers = {one.key: at for at, one in enumerate(found.nodes, 1)}
    following = {start: [edge for edge in found.edges if edge.start == start] for start in (paths.START, *numbers)}
    return render_template(
        "consultations/staff_paths.html",
        edition=edition,
        nodes=found.nodes,
        numbers=numbers,
        titles={one.key: one.title for one in found.nodes},
        following=following,
        end=paths.END,
        unreachable={one.key for one in checks.unreachable(as_asked)} if not checks.problems(as_asked) else set(),
    )


def _row(edition: Edition, what: str, key: str) -> Question | Section:
    rows: list[Question | Section] = (
        [*edition.sections]
        if what == "section"
        else [question for section in edition.sections for question in section.questions]
    )
    found = next((one for one in rows if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def _saved(edition_id: UUID, what: str, key: str) -> ResponseReturnValue:
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".when", edition_id=edition_id, what=what, key=key), 303)
