"""What came of an unasked view, as stations of its life line."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.contributions.models import Contribution, Matter
from portal.core.i18n import day
from portal.core.thread import Station
from portal.disclosure.thresholds import Audience
from portal.free_views import queries, rules
from portal.free_views.queries import Unasked
from portal.partnership.site import site


def of_unasked(contribution: Contribution) -> list[Station]:
    """The stops between reading it and what the board made of it; none for answers to questions."""
    came = queries.what_came_of(contribution)
    if contribution.matter is Matter.PROBLEM:
        return [_sorting(came)]
    if contribution.matter is Matter.THANKS:
        return _thanks(came)
    if contribution.matter is Matter.IDEA:
        return _idea(came)
    return []


def _sorting(came: Unasked) -> Station:
    if came.sorting is None:
        return Station(_("We say who sorts it, and by when"), "ahead")
    who = _(
        "%(post)s, %(organisation)s", post=came.sorting.post.title, organisation=came.sorting.post.organisation.name
    )
    if came.sorting.done_on:
        detail = _("We were told that it is sorted. If it is not, write to us below.")
        return Station(_("Sorted: %(who)s", who=who), "done", when=day(came.sorting.done_on), detail=detail)
    due = day(came.sorting.due_on)
    late = _("This is late. It should have been sorted by %(date)s.", date=due)
    return Station(
        _("Whose job it is: %(who)s", who=who), "now", detail=late if came.late else _("By %(date)s", date=due)
    )


def _thanks(came: Unasked) -> list[Station]:
    if came.thanks:
        return [Station(_("We passed on your thanks"), "done", when=day(came.thanks.given_on))]
    return [Station(_("We pass on your thanks"), "ahead")] if came.may_thank else []


def _idea(came: Unasked) -> list[Station]:
    if not came.may_publish:
        return []
    if came.idea is None or came.idea.published_on is None:
        two = _("Two people check first that it does not show who you are.")
        return [Station(_("Your idea goes on the ideas page"), "ahead" if came.idea is None else "now", detail=two)]
    public = Station(_("Your idea is on the ideas page"), "done", when=day(came.idea.published_on))
    counted = rules.shown(came.idea.counted, Audience.PUBLIC).codes
    week = day(came.idea.counted_week)
    if counted is None:
        few = _("We show how many codes support it from 10 on. It is counted each Monday.")
        supported = Station(_("Others can support it"), "now", detail=few)
    else:
        many = _("Counted on %(date)s.", date=week)
        supported = Station(_("About %(number)s codes support it", number=counted), "done", detail=many)
    if rules.reaches_board(came.idea.counted) and counted is not None:
        return [public, supported, Station(_("The %(board)s can pick it", board=site().board_name), "now")]
    return [public, supported]
