"""The list of asks and actions as a file: what is on the screen, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import overview
from portal.board.models import Wording
from portal.board.overview import Row, Show, Wanted
from portal.commitments.models import Duty
from portal.core import clock
from portal.core.access import Permission, Role
from portal.documents import document
from portal.documents.document import Cell, Column, Document, Kind, Table
from portal.documents.formats import Form
from portal.downloads import kinds
from portal.downloads.kinds import Facts, Made
from portal.partnership.site import site


def facts_of(wanted: Wanted) -> Facts:
    """Which part of the list, as codes."""
    found = {
        "show": wanted.show.value,
        "duty": wanted.duty.value if wanted.duty else "",
        "organisation": str(wanted.organisation_id or ""),
        "theme": str(wanted.theme_id or ""),
    }
    return {name: value for name, value in found.items() if value}


def _wanted(facts: Facts) -> Wanted:
    return Wanted(
        Show(facts["show"]),
        Duty(facts["duty"]) if "duty" in facts else None,
        UUID(facts["organisation"]) if "organisation" in facts else None,
        UUID(facts["theme"]) if "theme" in facts else None,
    )


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    rows = overview.everything(_wanted(facts), account=reader, role=role)

    def lines() -> Iterator[document.Row]:
        """One by one: a long list is not in memory twice."""
        return (_line(row) for row in rows)

    columns = [
        Column(_("Ask or action")),
        Column(_("Whose words")),
        Column(_("Organisation")),
        Column(_("Post")),
        Column(_("By"), Kind.DATE, _("the day by which it is owed")),
        Column(_("State"), meaning=_("how far it is; several are set apart by semicolons")),
    ]
    title = _("Asks and actions")
    made = Document(
        title=title,
        language=str(get_locale() or "en_GB").replace("_", "-"),
        author=site().partnership or site().voice_name,
        dated=clock.today(),
        parts=[Table("asks", title, columns, lines)],
    )
    return Made(made, "asks and actions", tuple(_quotes(rows)))


def _line(row: Row) -> document.Row:
    whose = row.words.label if row.words else _("Action for the promise “%(name)s”", name=row.about)
    marks = "; ".join(str(mark.label) for mark in row.marks)
    due = Cell(format_date(row.due_on, "d MMMM y"), day=row.due_on) if row.due_on else ""
    return [row.text, whose, row.organisation, row.post, due, marks]


def _quotes(rows: Sequence[Row]) -> Iterator[str]:
    """Young people's own words among the rows: these are theirs to take back."""
    return (row.text for row in rows if row.words is not None and row.words.kind is Wording.QUOTE)


def _words(facts: Facts, reader: Account, role: Role) -> list[str]:
    return list(_quotes(overview.everything(_wanted(facts), account=reader, role=role)))


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    audit.record("board.downloaded", by=reader.id, role=role.value, facts={"form": form.value})


LIST = kinds.register(kinds.Kind("board_list", Permission.BOARD_READ, _make, _note, _words))
