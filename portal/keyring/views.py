"""Codes kept together: for whoever wants that. Every page works by code alone as well."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.slowing import Guessing
from portal.contributions import codes, tries, young
from portal.core import db
from portal.core.access import anyone
from portal.core.errors import RuleError
from portal.core.forms import text
from portal.core.limits import limiter, whose
from portal.core.sessions import current_visit
from portal.core.web import SAFE_METHODS
from portal.keyring import operations, queries, rules, vault
from portal.keyring.forms import AddForm, ChangeForm, MakeForm, OpenForm, WhichForm
from portal.keyring.queries import Entry, Opened
from portal.lifeline import opening
from portal.meeting_prep.labels import KINDS

bp = Blueprint("keyring", __name__, url_prefix="/my-codes")


@bp.get("/")
@anyone
def mine() -> ResponseReturnValue:
    """The codes on the keyring open here, or the way to open one."""
    ring = _open_here()
    return _list(ring, AddForm(formdata=None)) if ring else redirect(url_for(".enter"), 303)


@bp.route("/open", methods=["GET", "POST"])
@anyone
def enter() -> ResponseReturnValue:
    """Name and passphrase; the page is the same whichever of the two was wrong."""
    form = OpenForm()
    if form.validate_on_submit():
        guessing = Guessing(f"keyring:{vault.name_hash(text(form.name))}", whose())
        if wait := guessing.seconds_to_wait():
            form.passphrase.errors = [tries.please_wait(wait)]
            return render_template("keyring/enter.html", form=form), 429
        ring = operations.try_passphrase(text(form.name), text(form.passphrase))
        if ring is not None:
            return _opened(ring)
        guessing.note_miss()
        form.passphrase.errors = [_("That name and passphrase do not go together.")]
    return render_template("keyring/enter.html", form=form)


@bp.route("/new", methods=["GET", "POST"])
@anyone
@limiter.limit("20 per hour", methods=["POST"])
def make() -> ResponseReturnValue:
    """Choose a name and a passphrase. No email, no phone number, no real name."""
    form = MakeForm()
    if form.validate_on_submit():
        try:
            ring = operations.make(text(form.name), text(form.passphrase))
        except RuleError as problem:
            form.name.errors = [problem.message]
        else:
            return _opened(ring)
    return render_template("keyring/make.html", form=form)


@bp.post("/add")
@anyone
def add() -> ResponseReturnValue:
    """Keep one more code; misses wait like every other try at a code."""
    ring, form = _open_here(), AddForm()
    if ring is None:
        return redirect(url_for(".enter"), 303)
    if not form.validate():
        return _list(ring, form)
    if wait := tries.seconds_to_wait(whose()):
        form.code.errors = [tries.please_wait(wait)]
        return _list(ring, form, status=429)
    return _add(ring, form, Entry.of(text(form.code)))


@bp.post("/add-new")
@anyone
def add_new() -> ResponseReturnValue:
    """Keep the code this phone has just been given, in one tap."""
    ring, pending = _open_here(), young.current().pending
    if ring is None or pending is None:
        return redirect(url_for(".mine"), 303)
    return _add(ring, AddForm(formdata=None), Entry.of(codes.code_for(pending.key)))


@bp.post("/go")
@anyone
def go() -> ResponseReturnValue:
    """Open what a code opens, as if its words had been typed; the keyring stays open beside it."""
    ring, form = _open_here(), WhichForm()
    if ring is None:
        return redirect(url_for(".enter"), 303)
    before = current_visit().token
    place = opening.open_by_hash(ring.entry(form.which.data or "").code_hash)
    if place is None:
        return redirect(url_for(".mine"), 303)
    operations.close_on(before)
    operations.open_on(ring, token=current_visit().token)
    db.session.commit()
    return redirect(place, 303)


@bp.post("/take-off")
@anyone
def take_off() -> ResponseReturnValue:
    """Keep a code no more."""
    ring, form = _open_here(), WhichForm()
    if ring is None:
        return redirect(url_for(".enter"), 303)
    entry = ring.entry(form.which.data or "")
    operations.take_off(ring, entry)
    db.session.commit()
    return render_template("keyring/taken_off.html", words=entry.words.split())


@bp.route("/passphrase", methods=["GET", "POST"])
@anyone
def passphrase() -> ResponseReturnValue:
    """Another passphrase; asked for the one before, since the phone may be lying about."""
    ring = _open_here()
    if ring is None:
        return redirect(url_for(".enter"), 303)
    form = ChangeForm(ring.name)
    if form.validate_on_submit():
        guessing = Guessing(f"keyring:{ring.keyring.name_hash}", whose())
        if wait := guessing.seconds_to_wait():
            form.current.errors = [tries.please_wait(wait)]
            return render_template("keyring/passphrase.html", form=form), 429
        if operations.try_passphrase(ring.name, text(form.current)):
            operations.change_passphrase(ring, text(form.passphrase))
            return _opened(ring)
        guessing.note_miss()
        form.current.errors = [_("That is not your passphrase.")]
    return render_template("keyring/passphrase.html", form=form)


@bp.route("/throw-away", methods=["GET", "POST"])
@anyone
def throw_away() -> ResponseReturnValue:
    """Say first what it does, then delete it."""
    ring, form = _open_here(), WhichForm()
    if ring is None:
        return redirect(url_for(".enter"), 303)
    if form.validate_on_submit():
        operations.throw_away(ring)
        db.session.commit()
        return render_template("keyring/thrown_away.html")
    return render_template("keyring/throw_away.html", count=len(ring.entries))


@bp.post("/close")
@anyone
def close() -> ResponseReturnValue:
    """Close it on this phone."""
    operations.close_on(current_visit().token)
    db.session.commit()
    return redirect(url_for("arrive.home"), 303)


def _open_here() -> Opened | None:
    cookie = current_visit()
    changes = request.method not in SAFE_METHODS
    return queries.open_on(cookie.token, to_change=changes) if cookie.known else None


def _opened(ring: Opened) -> ResponseReturnValue:
    """Under a fresh cookie: one copied before is worth nothing."""
    young.save_as_new()
    operations.open_on(ring, token=current_visit().token)
    db.session.commit()
    return redirect(url_for(".mine"), 303)


def _add(ring: Opened, form: AddForm, entry: Entry) -> ResponseReturnValue:
    try:
        operations.add(ring, entry)
    except RuleError as problem:
        if not queries.opens_something(entry.code_hash):
            tries.note_miss(whose())
        form.code.errors = [problem.message]
        return _list(ring, form)
    db.session.commit()
    return redirect(url_for(".mine"), 303)


def _list(ring: Opened, form: AddForm, *, status: int = 200) -> ResponseReturnValue:
    pending = young.current().pending
    new = codes.code_for(pending.key) if pending else ""
    page = render_template(
        "keyring/mine.html",
        name=ring.name,
        kept=queries.kept(ring),
        form=form,
        new=bool(new) and all(one.words != new for one in ring.entries),
        most=rules.MOST_CODES,
        meetings=KINDS,
    )
    return page, status
