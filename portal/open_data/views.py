"""What programs read: the feed of what was told back, the read API, and its description."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from portal.core import clock
from portal.core.access import anyone
from portal.core.i18n import language
from portal.feedback.labels import ending
from portal.feedback.queries import Story
from portal.open_data import atom, describing, published, queries, rules
from portal.open_data.bearer import answer, asked, by_token, checked, refuse_tokens_in_address, token
from portal.open_data.models import Scope
from portal.open_data.schema import Json, plain
from portal.partnership import queries as partnership

T = TypeVar("T")

bp = Blueprint("open_data", __name__)
API = describing.PREFIX


@bp.get("/you-said/feed.atom")
@anyone
def feed() -> Response:
    """The newest stories. Asked for again each time, so that what is gone from the page is gone from here."""
    here = partnership.partnership()
    whole = atom.Feed(
        id=here.id,
        title=_("You said, we did"),
        subtitle=_("What adults did with what young people told them. Also what they can’t do, and why."),
        author=here.name,
        language=language().lang,
        url=url_for(".feed", _external=True),
        page=url_for("feedback.index", _external=True),
    )
    body = atom.write(whole, [_entry(one) for one in queries.newest_stories()])
    kind = f"{atom.MEDIA_TYPE}; charset=utf-8"
    return checked(Response(body, content_type=kind), Cache_Control="no-cache", Vary="Accept-Language, Cookie")


@bp.get(f"{API}/openapi.json", provide_automatic_options=False)
@anyone
def openapi() -> Response:
    """What the API is, for programs."""
    refuse_tokens_in_address()
    return answer(describing.document(url_for(".openapi", _external=True).removesuffix("/openapi.json")))


@bp.get(f"{API}/releases", provide_automatic_options=False)
@by_token(Scope.FIGURES_PUBLIC, Scope.FIGURES_PARTNERS)
def releases() -> Response:
    """Signed releases."""
    return _listed("releases", published.releases(*asked("cursor", "limit"), _release_url))


@bp.get(f"{API}/releases/<uuid:release_id>", provide_automatic_options=False)
@by_token(Scope.FIGURES_PUBLIC, Scope.FIGURES_PARTNERS)
def release(release_id: UUID) -> Response:
    """One of them with the figures this token's organisation may know."""
    asked()
    return answer(plain(published.release(release_id, rules.audience_of(token().opens))))


@bp.get(f"{API}/actions", provide_automatic_options=False)
@by_token(Scope.ACTIONS)
def actions() -> Response:
    """Who does what by when."""
    return _listed("actions", published.actions(*asked("cursor", "limit")))


@bp.get(f"{API}/commitments", provide_automatic_options=False)
@by_token(Scope.COMMITMENTS)
def commitments() -> Response:
    """Promises and how they are measured."""
    after, limit = asked("cursor", "limit")
    return _listed("commitments", published.commitments(after, limit, rules.audience_of(token().opens)))


@bp.get(f"{API}/stories", provide_automatic_options=False)
@by_token(Scope.STORIES)
def stories() -> Response:
    """What was told back."""
    return _listed("stories", published.stories(*asked("cursor", "limit"), _story_url))


@bp.get(f"{API}/reply-times", provide_automatic_options=False)
@by_token(Scope.REPLY_TIMES)
def reply_times() -> Response:
    """How organisations answer."""
    asked()
    return answer({"items": plain(published.reply_times()), "next": None})


def _listed(name: str, found: published.Stretch[T]) -> Response:
    _after, limit = asked("cursor", "limit")
    goes_on = None
    if found.goes_on:
        goes_on = url_for(f".{name}", cursor=found.goes_on, limit=limit, _external=True)
    body: dict[str, Json] = {"items": plain(found.items), "next": goes_on}
    return answer(body, goes_on=goes_on)


def _entry(story: Story) -> atom.Entry:
    label, _kind = ending(story.told, [line.state for line in story.ask.actions])
    days = [day for line in story.ask.actions for day in (line.claimed_on, line.settled_on)]
    first = story.published_on or clock.today()
    return atom.Entry(
        id=story.id,
        title=f"{label}: {story.you_said}",
        content=story.answer,
        author=story.ask.organisation,
        category=story.told.value,
        label=label,
        url=_story_url(story.id),
        published_on=first,
        updated_on=max([first, *(day for day in days if day)]),
    )


def _release_url(release_id: UUID) -> str:
    return url_for("open_data.release", release_id=release_id, _external=True)


def _story_url(feedback_id: UUID) -> str:
    return url_for("feedback.story", feedback_id=feedback_id, _external=True)
