"""The first page after signing in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts import queries as accounts
from portal.accounts.login import me, my_role
from portal.accounts.rules import LASTS
from portal.board import queries as board
from portal.core import clock
from portal.core.access import Permission, Role, needs, permits
from portal.core.i18n import day
from portal.core.parts import Part
from portal.dashboard.furniture import ENDPOINTS, waiting
from portal.dashboard.queries import Area
from portal.measures import queries as measures
from portal.meetings import attending
from portal.signed_reports import due as reports_due
from portal.signed_reports import queries as signed_reports
from portal.training import queries as training

bp = Blueprint("dashboard_staff", __name__, url_prefix="/work")


@dataclass(frozen=True)
class Card:
    """One thing that needs somebody now; urgent ones stand first."""

    number: int
    label: str
    href: str
    kind: str | None = None


@bp.get("/")
@needs(Permission.HOME)
def home() -> ResponseReturnValue:
    """What needs me now."""
    account, role = me(), my_role()
    if role is Role.INSPECTOR:
        ends_at = accounts.end_of(account, role)
        return render_template("dashboard/staff_inspection.html", ends_at=ends_at, days=LASTS[role].days)
    return render_template(
        "dashboard/staff_home.html",
        cards=_cards(),
        to_confirm=board.words_to_confirm(account) if permits(role, Permission.ASKS_SPEAK) else Part(),
        checks=board.checks_waiting_for(account) if permits(role, Permission.QUOTES_CHECK) else Part(),
        says=board.actions_waiting_for(account) if permits(role, Permission.ACTIONS_CONFIRM) else Part(),
        owed=board.owed_by(account.organisation_id) if permits(role, Permission.ASKS_ANSWER) else None,
    )


def _cards() -> list[Card]:
    found = [*_name_cards(), *_told_cards(), *_unsent_card(), *_coming_card(), *_readings_card()]
    found += [*_training_card(), *_report_cards()]
    for area, count in waiting().areas.items():
        if count:
            kind = "late" if area is Area.SAFETY else "now" if area is Area.VIEWS else None
            found.append(Card(count, _label(area, count), url_for(ENDPOINTS[area]), kind))
    if alarm := waiting().nobody_may_read:
        label = ngettext(
            "concern nobody may open: appoint a safeguarding officer from elsewhere, and ring social work now",
            "concerns nobody may open: appoint a safeguarding officer from elsewhere, and ring social work now",
            alarm,
        )
        found.insert(0, Card(alarm, label, url_for("accounts_staff.people"), "late"))
    if waiting().erasing_stopped:
        label = _("alarm: erasing has stopped, because this machine’s clock looks wrong")
        found.insert(0, Card(1, label, url_for("lifeline_staff.erasing"), "late"))
    if untold := waiting().untold:
        label = ngettext("answered ask nobody has been told about", "answered asks nobody has been told about", untold)
        found.append(Card(untold, label, url_for("feedback_staff.index")))
    if waiting().verdicts_to_count:
        found.append(Card(1, _("count of code holders’ answers is due"), url_for("feedback_staff.index")))
    if agree := waiting().roles_to_agree:
        label = ngettext("change to people to agree to", "changes to people to agree to", agree)
        found.append(Card(agree, label, url_for("accounts_staff.waiting")))
    return found


def _name_cards() -> list[Card]:
    """Locked names: what waits for a second person, and what is open for an hour."""
    found = []
    if names := waiting().names_to_agree:
        label = ngettext("locked name: somebody asks to see it", "locked names: somebody asks to see them", names)
        found.append(Card(names, label, url_for("unmasking_staff.waiting"), "now"))
    if names := waiting().names_open:
        label = ngettext("name is open for you, for an hour", "names are open for you, for an hour", names)
        found.append(Card(names, label, url_for("reading_staff.views"), "now"))
    return found


def _coming_card() -> list[Card]:
    """The next board, for whoever sits on it and has not said yet whether they come; dots say nothing about that."""
    found = attending.board_to_answer(me()) if permits(my_role(), Permission.MINUTES_AGREE) else None
    if found is None:
        return []
    label = _("board meeting on %(day)s: say if you come", day=day(clock.day_of(found.starts_at)))
    return [Card(1, label, url_for("meetings_staff.coming", meeting_id=found.id), "now")]


def _readings_card() -> list[Card]:
    """Readings of measures, for whoever may be their second person."""
    count = measures.waiting_for(me()) if permits(my_role(), Permission.RELEASES_SIGN) else 0
    label = ngettext("reading waits for a second person", "readings wait for a second person", count)
    return [Card(count, label, url_for("measures_staff.index"))] if count else []


def _report_cards() -> list[Card]:
    """Reports the law asks for, for who signs them; what is told in their name, for young champions to read."""
    where, found = url_for("signed_reports_staff.index"), []
    for one in reports_due.near(me().organisation_id) if permits(my_role(), Permission.REPORTS_SIGN) else []:
        late = one.days_over > 0
        text = _("report was due by %(day)s: %(kind)s") if late else _("report is due by %(day)s: %(kind)s")
        label = text % {"day": day(one.due_on), "kind": one.kind.label}
        found.append(Card(1, label, where, "late" if late else None))
    waits = len(signed_reports.for_champions()) if permits(my_role(), Permission.ACTIONS_CONFIRM) else 0
    label = ngettext("report in your name to read before it is signed", "reports in your name to read first", waits)
    return [*found, *([Card(waits, label, where, "now")] if waits else [])]


def _training_card() -> list[Card]:
    """Training packs, for whoever may be their second person."""
    count = training.waiting_for(me()) if permits(my_role(), Permission.QUOTES_CHECK) else 0
    label = ngettext("training pack waits for a second person", "training packs wait for a second person", count)
    return [Card(count, label, url_for("training_staff.index"))] if count else []


def _unsent_card() -> list[Card]:
    unsent = waiting().unsent
    label = ngettext(
        "message to look at: it may not have arrived", "messages to look at: they may not have arrived", unsent
    )
    return [Card(unsent, label, url_for("outbox_staff.index"))] if unsent else []


def _told_cards() -> list[Card]:
    """What was not passed on in time and is now this person's, as the manager or the second person on the rota."""
    manager, second, where = waiting().told_manager, waiting().told_second, url_for("safety_staff.queue")
    found = []
    if manager:
        label = ngettext(
            "concern not passed on after an hour: it is yours now, as the manager",
            "concerns not passed on after an hour: they are yours now, as the manager",
            manager,
        )
        found.append(Card(manager, label, where, "late"))
    if second:
        label = ngettext(
            "concern not passed on after half an hour: it is yours too, as the second person",
            "concerns not passed on after half an hour: they are yours too, as the second person",
            second,
        )
        found.append(Card(second, label, where, "late"))
    return found


def _not_passed_on(count: int, unopened: int) -> str:
    """Opening a concern passes it on to nobody, so it counts until it is handed over or closed."""
    label = ngettext("concern not passed on", "concerns not passed on", count)
    return str(_("%(label)s, %(unopened)s not opened", label=label, unopened=unopened) if unopened else label)


def _label(area: Area, count: int) -> str:
    labels = {
        Area.SAFETY: _not_passed_on(count, waiting().unopened),
        Area.VIEWS: ngettext("view waits to be sorted or answered", "views wait to be sorted or answered", count),
        Area.COMPLAINTS: ngettext("complaint waits for its answer", "complaints wait for their answer", count),
        Area.THEMES: ngettext("view without a theme", "views without a theme", count),
        Area.BOARD: ngettext("thing on the board waits for you", "things on the board wait for you", count),
        Area.LADDER: ngettext("ask or action is stuck or late", "asks and actions are stuck or late", count),
        Area.MEETINGS: ngettext("meeting waits for you", "meetings wait for you", count),
        Area.TOLD: ngettext("story waits for a second person", "stories wait for a second person", count),
        Area.EVIDENCE: ngettext("release waits to be signed", "releases wait to be signed", count),
        Area.WORDS: ngettext("word was proposed for the list", "words were proposed for the list", count),
        Area.SIGNED: ngettext(
            "report waits to be checked, signed or published", "reports wait to be checked, signed or published", count
        ),
        Area.HELP_LINES: ngettext("number has to be checked", "numbers have to be checked", count),
    }
    return str(labels[area])
