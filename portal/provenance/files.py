"""The log of complaints as a file, for the teams that handle them: no word of whoever complained, and no mark."""

from __future__ import annotations

from uuid import UUID

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.complaints.labels import FINDINGS, STAGES
from portal.complaints.models import Stage
from portal.complaints.rules import Clock
from portal.contributions.models import Matter
from portal.core import clock
from portal.core.access import Permission, Role
from portal.documents.document import Cell, Column, Document, Heading, Kind, Paragraph, Part, Row, Table
from portal.documents.formats import Form
from portal.downloads import kinds
from portal.downloads.kinds import Facts, Made
from portal.partnership.site import site
from portal.provenance import complaint_log, feedback_log
from portal.provenance.complaint_log import Entry, State, Wanted
from portal.provenance.feedback_log import Line
from portal.provenance.labels import ASKED, KEPT, TOPICS, state_of
from portal.provenance.periods import Period


def facts_of(wanted: Wanted) -> Facts:
    """Which part of the log, as codes."""
    found = {
        "state": wanted.state.value if wanted.state else "",
        "stage": wanted.stage.value if wanted.stage else "",
        "topic": wanted.topic.value if wanted.topic else "",
        "theme": str(wanted.theme_id or ""),
        "period": wanted.period.value if wanted.period else "",
    }
    return {name: value for name, value in found.items() if value}


def _wanted(facts: Facts) -> Wanted:
    return Wanted(
        State(facts["state"]) if "state" in facts else None,
        Stage(facts["stage"]) if "stage" in facts else None,
        Matter(facts["topic"]) if "topic" in facts else None,
        UUID(facts["theme"]) if "theme" in facts else None,
        Period(facts["period"]) if "period" in facts else None,
    )


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    wanted = _wanted(facts)
    entries, others = _found(wanted, reader, role)
    sums = [*_topics(wanted, reader, role), *_stages(entries), *_themes(entries)]
    made = Document(
        title=_("Log of complaints and feedback"),
        subtitle=_("For the team that handles them: exact numbers, not to be passed on."),
        language=str(get_locale() or "en_GB").replace("_", "-"),
        author=site().partnership or site().voice_name,
        dated=clock.today(),
        parts=[*sums, *_lines(entries), *_others(others)],
    )
    return Made(made, "complaints log", _seen(entries, others))


def _topics(wanted: Wanted, reader: Account, role: Role) -> list[Part]:
    columns = [Column(_("Said as")), Column(_("Complaints"), Kind.NUMBER), Column(_("Open"), Kind.NUMBER)]
    found = complaint_log.by_topic(wanted, reader, role)
    if not found:
        return [Paragraph(_("No complaint here"))]
    rows: list[Row] = [[str(TOPICS[one.topic]), one.made, one.open] for one in found]
    return [Heading(_("By what it was said as")), Table("topics", _("By what it was said as"), columns, rows)]


def _lines(entries: list[Entry]) -> list[Part]:
    if not entries:
        return []
    columns = [Column(_("Said as")), Column(_("Themes")), Column(_("Made on"), Kind.DATE)]
    columns += [Column(_("Answer due"), Kind.DATE), Column(_("State")), Column(_("Found"))]
    for label in STAGES.values():
        columns += [Column(str(label)), Column(_("%(stage)s, working days", stage=label), Kind.NUMBER)]
    columns.append(Column(_("What the service changes")))
    title = _("Every complaint")
    return [Heading(title), Table("complaints", title, columns, [_row(one) for one in entries])]


def _row(entry: Entry) -> Row:
    row = entry.complaint
    return [
        str(TOPICS[entry.topic]),
        "; ".join(theme.name for theme in entry.themes),
        Cell(format_date(entry.made_on, "d MMMM y"), day=entry.made_on) if entry.made_on else "",
        Cell(format_date(row.due_on, "d MMMM y"), day=row.due_on) if row.due_on else "",
        state_of(entry)[0],
        str(FINDINGS[row.finding]) if row.finding else "",
        *(cell for stage in Stage for cell in _clock(entry.at(stage))),
        entry.learning,
    ]


def _clock(one: Clock | None) -> tuple[Cell | str | int, Cell | str | int]:
    return ("", "") if one is None else (str(KEPT[one.kept]), one.days)


def _stages(entries: list[Entry]) -> list[Part]:
    if not entries:
        return []
    title = _("By stage, in working days")
    columns = [Column(_("Stage")), Column(_("Complaints"), Kind.NUMBER)]
    columns += [Column(str(label), Kind.NUMBER) for label in KEPT.values()]
    rows: list[Row] = [
        [str(STAGES[one.stage]), one.came, *(one.kept[kept] for kept in KEPT)]
        for one in complaint_log.by_stage(entries)
    ]
    return [Heading(title), Table("stages", title, columns, rows)]


def _themes(entries: list[Entry]) -> list[Part]:
    if not entries:
        return []
    title = _("By theme")
    columns = [Column(_("Theme")), Column(_("Complaints"), Kind.NUMBER), Column(_("Open"), Kind.NUMBER)]
    columns.append(Column(_("What the service changes")))
    rows: list[Row] = [
        [one.theme.name if one.theme else _("Under no theme yet"), one.made, one.open, "; ".join(one.learning)]
        for one in complaint_log.by_theme(entries)
    ]
    return [Heading(title), Table("themes", title, columns, rows)]


def _others(lines: list[Line]) -> list[Part]:
    if not lines:
        return []
    title = _("Problems answered without a complaint")
    columns = [Column(_("Said as")), Column(_("In the week of"), Kind.DATE), Column(_("Themes"))]
    columns.append(Column(_("Whether it is a complaint")))
    rows: list[Row] = [
        [
            str(TOPICS[one.topic]),
            Cell(format_date(one.week, "d MMMM y"), day=one.week),
            "; ".join(theme.name for theme in one.themes),
            str(ASKED[one.wish]),
        ]
        for one in lines
    ]
    return [Heading(title), Table("others", title, columns, rows)]


def _found(wanted: Wanted, reader: Account, role: Role) -> tuple[list[Entry], list[Line]]:
    """Complaints, and problems that are none; of these nothing where the wish is for what complaints alone have."""
    others = [] if wanted.is_of_complaints else feedback_log.everything(wanted, reader, role)
    return complaint_log.everything(wanted, reader, role), others


def _seen(entries: list[Entry], others: list[Line]) -> tuple[str, ...]:
    """Every entry shown, with what is erased with its view: a file is not handed over once either is out of reach."""
    return (
        *(f"{one.complaint.id}|{one.learning}" for one in entries),
        *(f"{one.id}|{one.wish.value}" for one in others),
    )


def _words(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    return _seen(*_found(_wanted(facts), reader, role))


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    audit.record("complaints.downloaded", by=reader.id, role=role.value, facts={"form": form.value})


LOG = kinds.register(kinds.Kind("complaint_log", Permission.COMPLAINTS_HANDLE, _make, _note, _words))
