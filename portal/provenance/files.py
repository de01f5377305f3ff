"""The log of complaints as a file, for the teams that handle them: no word of whoever complained, and no mark."""

from __future__ import annotations

from uuid import UUID

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.complaints.labels import FINDINGS, STAGES
from portal.complaints.models import Stage
from portal.contributions.models import Matter
from portal.core import clock
from portal.core.access import Permission, Role
from portal.documents.document import Cell, Column, Document, Heading, Kind, Paragraph, Part, Row, Table
from portal.documents.formats import Form
from portal.downloads import kinds
from portal.downloads.kinds import Facts, Made
from portal.partnership.site import site
from portal.provenance import complaint_log
from portal.provenance.complaint_log import Entry, State, Wanted
from portal.provenance.labels import TOPICS, state_of


def facts_of(wanted: Wanted) -> Facts:
    """Which part of the log, as codes."""
    found = {
        "state": wanted.state.value if wanted.state else "",
        "stage": wanted.stage.value if wanted.stage else "",
        "topic": wanted.topic.value if wanted.topic else "",
        "theme": str(wanted.theme_id or ""),
    }
    return {name: value for name, value in found.items() if value}


def _wanted(facts: Facts) -> Wanted:
    return Wanted(
        State(facts["state"]) if "state" in facts else None,
        Stage(facts["stage"]) if "stage" in facts else None,
        Matter(facts["topic"]) if "topic" in facts else None,
        UUID(facts["theme"]) if "theme" in facts else None,
    )


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    wanted = _wanted(facts)
    entries = complaint_log.everything(wanted, reader, role)
    made = Document(
        title=_("Log of complaints"),
        subtitle=_("For the team that handles them: exact numbers, not to be passed on."),
        language=str(get_locale() or "en_GB").replace("_", "-"),
        author=site().partnership or site().voice_name,
        dated=clock.today(),
        parts=[*_topics(wanted, reader, role), *_lines(entries)],
    )
    return Made(made, "complaints log", _seen(entries))


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
    columns = [Column(_("Said as")), Column(_("Stage")), Column(_("Themes"))]
    columns += [Column(_("Made on"), Kind.DATE), Column(_("Answer due"), Kind.DATE), Column(_("State"))]
    columns += [Column(_("Found")), Column(_("Days to the answer"), Kind.NUMBER)]
    columns.append(Column(_("What the service changes")))
    title = _("Every complaint")
    return [Heading(title), Table("complaints", title, columns, [_row(one) for one in entries])]


def _row(entry: Entry) -> Row:
    row = entry.complaint
    return [
        str(TOPICS[entry.topic]),
        str(STAGES[row.stage]),
        "; ".join(theme.name for theme in entry.themes),
        Cell(format_date(entry.made_on, "d MMMM y"), day=entry.made_on) if entry.made_on else "",
        Cell(format_date(row.due_on, "d MMMM y"), day=row.due_on) if row.due_on else "",
        state_of(entry)[0],
        str(FINDINGS[row.finding]) if row.finding else "",
        "" if entry.days is None else entry.days,
        entry.learning,
    ]


def _seen(entries: list[Entry]) -> tuple[str, ...]:
    """Every entry shown, with what is erased with its view: a file is not handed over once either is out of reach."""
    return tuple(f"{one.complaint.id}|{one.learning}" for one in entries)


def _words(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    return _seen(complaint_log.everything(_wanted(facts), reader, role))


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    audit.record("complaints.downloaded", by=reader.id, role=role.value, facts={"form": form.value})


LOG = kinds.register(kinds.Kind("complaint_log", Permission.COMPLAINTS_HANDLE, _make, _note, _words))
