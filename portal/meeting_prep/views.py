"""Get ready for my meeting: prompts, my points in my order, a sheet to take along, a link, two taps after."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.contributions import young
from portal.contributions.forms import NotedForm
from portal.core import clock, db
from portal.core.access import anyone
from portal.core.error_pages import kept_words
from portal.core.errors import NotFound
from portal.core.forms import text
from portal.core.sessions import current_visit
from portal.meeting_prep import forms, operations, prompts, queries
from portal.meeting_prep.labels import CHANGES, KIND_HINTS, KINDS, READERS, SAYERS, TALKED
from portal.meeting_prep.models import Age, Changed, MeetingKind, Preparation, Reader, SaidBy, TalkedAbout
from portal.partnership import queries as partnership

bp = Blueprint("meeting_prep", __name__, url_prefix="/meeting")


@bp.route("", methods=["GET", "POST"])
@anyone
def start() -> ResponseReturnValue:
    """Which meeting; or carry on with what this phone has open."""
    form = forms.BeginForm()
    if request.method == "POST" and form.validate():
        kind = forms.chosen(form.kind, MeetingKind) or MeetingKind.OTHER
        operations.close_on(_token())
        young.save_as_new()  # a cookie planted on a shared phone before this is worth nothing
        operations.begin(kind, forms.chosen(form.age, Age), token=_token())
        db.session.commit()
        return redirect(url_for(".prompt", number=1), 303)
    return render_template("meeting_prep/start.html", form=form, mine=_find(), kinds=KINDS, hints=KIND_HINTS)


@bp.route("/prompt/<int:number>", methods=["GET", "POST"])
@anyone
def prompt(number: int) -> ResponseReturnValue:
    """One thing to think about. Next keeps what stands on the page, Skip takes it away."""
    mine = _find()
    if mine is None:
        return _gone()
    asked = prompts.prompts_for(mine.kind, mine.age)
    if not 1 <= number <= len(asked):
        raise NotFound
    here = asked[number - 1]
    before = next((said.text for said in queries.points(mine) if said.asked == here.text), "")
    form = forms.PromptForm(text=before)
    form.text.label.text = here.text
    skips = "skip" in request.form
    if request.method == "POST" and (skips or form.validate()):
        operations.answer(mine, here.key, "" if skips else text(form.text))
        back = request.form.get("go") == "back"
        return _saved(mine, _beside(number, len(asked), back=back))
    return render_template(
        "meeting_prep/prompt.html",
        form=form,
        prompt=here,
        number=number,
        total=len(asked),
        answered=bool(before),
        help_lines=partnership.numbers_always_open(),
    )


@bp.get("/points")
@anyone
def points() -> ResponseReturnValue:
    """My points, in my order, and everything that can be done with them."""
    mine = _find()
    if mine is None:
        return _gone()
    said = queries.points(mine)
    return render_template(
        "meeting_prep/points.html",
        mine=mine,
        points=said,
        kind=KINDS[mine.kind],
        sayers=SAYERS,
        unsafe=queries.sounds_unsafe(said),
        shares=queries.shares(mine),
        last_prompt=len(prompts.prompts_for(mine.kind, mine.age)),
        help_lines=partnership.numbers_always_open(),
    )


@bp.route("/points/new", methods=["GET", "POST"])
@anyone
def add() -> ResponseReturnValue:
    """A point nobody asked about."""
    mine = _find()
    if mine is None:
        return _gone()
    form = forms.PointForm()
    if request.method == "POST" and form.validate():
        operations.add(mine, text(form.text), said_by=forms.chosen(form.said_by, SaidBy) or SaidBy.ME)
        return _saved(mine, url_for(".points"))
    return _point_page(form, asked="")


@bp.route("/points/<uuid:point_id>", methods=["GET", "POST"])
@anyone
def change(point_id: UUID) -> ResponseReturnValue:
    """Say it in other words, or let somebody else say it."""
    mine = _find()
    if mine is None:
        return _gone()
    point = queries.get_point(mine, point_id)
    said = next(one for one in queries.points(mine) if one.id == point_id)
    form = forms.PointForm(text=said.text, said_by=said.said_by.value)
    if request.method == "POST" and form.validate():
        operations.change(point, text(form.text), said_by=forms.chosen(form.said_by, SaidBy) or SaidBy.ME)
        return _saved(mine, url_for(".points"))
    return _point_page(form, asked=said.asked, point_id=point_id)


@bp.post("/points/<uuid:point_id>/move")
@anyone
def move(point_id: UUID) -> ResponseReturnValue:
    """Up or down by one."""
    mine = _find()
    if mine is None:
        return _gone()
    point = queries.get_point(mine, point_id)
    operations.move(mine, point, by=-1 if request.form.get("to") == "up" else 1)
    return _saved(mine, url_for(".points", _anchor=f"p-{point_id}"))


@bp.route("/points/<uuid:point_id>/remove", methods=["GET", "POST"])
@anyone
def remove(point_id: UUID) -> ResponseReturnValue:
    """Asked once more, since it cannot be brought back."""
    mine = _find()
    if mine is None:
        return _gone()
    point = queries.get_point(mine, point_id)
    if request.method == "POST":
        operations.remove(point)
        return _saved(mine, url_for(".points"))
    said = next(one for one in queries.points(mine) if one.id == point_id)
    return render_template("meeting_prep/remove.html", point=said)


@bp.get("/show/<int:number>")
@anyone
def show(number: int) -> ResponseReturnValue:
    """One point in big letters, to hold up or read out."""
    mine = _find()
    if mine is None:
        return _gone()
    said = queries.points(mine)
    if not 1 <= number <= len(said):
        raise NotFound
    return render_template(
        "meeting_prep/show.html", point=said[number - 1], number=number, total=len(said), sayers=SAYERS
    )


@bp.get("/sheet")
@anyone
def sheet() -> ResponseReturnValue:
    """All of it on paper."""
    mine = _find()
    if mine is None:
        return _gone()
    return render_template("meeting_prep/sheet.html", points=queries.points(mine), kind=KINDS[mine.kind], sayers=SAYERS)


@bp.route("/keep", methods=["GET", "POST"])
@anyone
def keep() -> ResponseReturnValue:
    """Four words that open it again, on any phone."""
    mine = _find()
    if mine is None:
        return _gone()
    if request.method == "POST":
        operations.take_code(mine)
        return _saved(mine, url_for(".keep"))
    return render_template("meeting_prep/keep.html", mine=mine, words=queries.code_of(mine).split())


@bp.post("/keep/noted")
@anyone
def noted() -> ResponseReturnValue:
    """They have the words: they cannot be shown again."""
    mine = _find()
    if mine is None:
        return _gone()
    if NotedForm().validate_on_submit():
        operations.code_noted(mine)
    return _saved(mine, url_for(".points"))


@bp.route("/share", methods=["GET", "POST"])
@anyone
def share() -> ResponseReturnValue:
    """Pass it on by a link and a PIN; both stand on the page once, and every link can be stopped."""
    mine = _find()
    if mine is None:
        return _gone()
    form = forms.ShareForm()
    new = None
    if request.method == "POST" and form.validate():
        reader = forms.chosen(form.reader, Reader) or Reader.OTHER
        new = operations.share(mine, reader, days=int(form.days.data))
        operations.touch(mine, token=_token())
        db.session.commit()
    return render_template(
        "meeting_prep/share.html",
        mine=mine,
        form=form,
        new=new,
        shares=queries.shares(mine),
        readers=READERS,
        has_points=bool(queries.points(mine)),
    )


@bp.post("/share/<uuid:share_id>/stop")
@anyone
def stop(share_id: UUID) -> ResponseReturnValue:
    """The link opens nothing from now on."""
    mine = _find()
    if mine is None:
        return _gone()
    operations.stop(queries.get_share(mine, share_id))
    return _saved(mine, url_for(".share"))


@bp.route("/after", methods=["GET", "POST"])
@anyone
def after() -> ResponseReturnValue:
    """Two taps when the meeting is over."""
    mine = _find()
    if mine is None:
        return _gone()
    said = queries.points(mine)
    form = forms.AfterForm(
        talked_about=mine.talked_about.value if mine.talked_about else None,
        changed=mine.changed.value if mine.changed else None,
    )
    if request.method == "POST" and form.validate():
        operations.tell(
            mine,
            TalkedAbout(form.talked_about.data),
            forms.chosen(form.changed, Changed),
            forms.told_points(request.form, [one.id for one in said]),
        )
        operations.touch(mine, token=_token())
        db.session.commit()
        return render_template("meeting_prep/thanks.html", mine=mine)
    return render_template("meeting_prep/after.html", form=form, points=said, talked=TALKED, changes=CHANGES)


@bp.route("/erase", methods=["GET", "POST"])
@anyone
def erase() -> ResponseReturnValue:
    """Throw all of it away."""
    mine = _find()
    if mine is None:
        return _gone()
    if request.method == "POST":
        operations.erase(mine)
        db.session.commit()
        return render_template("meeting_prep/erased.html")
    return render_template("meeting_prep/erase.html", shares=queries.shares(mine))


@bp.post("/close")
@anyone
def close() -> ResponseReturnValue:
    """Put it away on this phone."""
    operations.close_on(_token())
    db.session.commit()
    return redirect(url_for("arrive.home"), 303)


@bp.route("/shared/<string:token>", methods=["GET", "POST"])
@anyone
def shared(token: str) -> ResponseReturnValue:
    """For whoever was given a link: the PIN, then the points. Nothing is stored on their side."""
    found = queries.find_share(token)
    if found is None:
        return render_template("meeting_prep/shared_gone.html"), 404
    form = forms.PinForm()
    if request.method == "POST" and form.validate():
        right = operations.try_pin(found, form.digits)
        db.session.commit()
        if right:
            return _shared_page(queries.find_preparation(found.preparation_id))
        form.pin.errors = [_("That PIN does not open this. Ask the young person who gave you the link.")]
    return render_template("meeting_prep/shared_pin.html", form=form)


def _shared_page(preparation: Preparation | None) -> ResponseReturnValue:
    if preparation is None:
        return render_template("meeting_prep/shared_gone.html"), 404
    return render_template(
        "meeting_prep/shared.html",
        points=queries.points(preparation),
        kind=KINDS[preparation.kind],
        sayers=SAYERS,
        today=clock.today(),
    )


def _point_page(form: forms.PointForm, *, asked: str, point_id: UUID | None = None) -> ResponseReturnValue:
    return render_template(
        "meeting_prep/point.html",
        form=form,
        asked=asked,
        point_id=point_id,
        help_lines=partnership.numbers_always_open(),
    )


def _token() -> str:
    cookie = current_visit()
    cookie.needed = True
    return cookie.token


def _find() -> Preparation | None:
    cookie = current_visit()
    return queries.find_open(cookie.token) if cookie.known else None


def _saved(mine: Preparation, to: str) -> ResponseReturnValue:
    operations.touch(mine, token=_token())
    db.session.commit()
    return redirect(to, 303)


def _beside(number: int, total: int, *, back: bool) -> str:
    if back:
        return url_for(".prompt", number=number - 1) if number > 1 else url_for(".start")
    return url_for(".prompt", number=number + 1) if number < total else url_for(".points")


def _gone() -> ResponseReturnValue:
    """Nothing is open on this phone any more; what was just typed is given back to copy."""
    page = render_template("meeting_prep/gone.html", kept=kept_words())
    return page, 409 if request.method == "POST" else 200
