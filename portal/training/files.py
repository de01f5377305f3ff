"""A training pack as a document: what young people say, in whose words, and what to talk about."""

from __future__ import annotations

from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.accounts.models import Account
from portal.core import clock
from portal.core.access import Permission, Role
from portal.core.errors import NotFound
from portal.documents.document import Bullets, Column, Document, Heading, Kind, Note, Part, Row, Table
from portal.documents.formats import Form
from portal.downloads import kinds
from portal.downloads.kinds import Facts, Made
from portal.partnership.site import site
from portal.training import operations, queries
from portal.training.labels import whose
from portal.training.queries import ShownPack


def _pack(facts: Facts) -> ShownPack:
    """An approved pack with what may be shown now; NotFound once nothing of it may."""
    found = queries.shown(queries.get_approved(UUID(facts["pack"])))
    if not found.passages:
        raise NotFound
    return found


def _make(facts: Facts, reader: Account, role: Role) -> Made:
    found = _pack(facts)
    pack = found.pack
    made = Document(
        title=pack.title,
        subtitle=_("To learn from what young people in care say"),
        language=str(get_locale() or "en_GB").replace("_", "-"),
        author=site().partnership or site().voice_name,
        dated=clock.day_of(pack.approved_at) if pack.approved_at else None,
        parts=[*_invented(), *_how(), *_said(found), *_questions(found)],
    )
    return Made(made, f"training {pack.title}", found.texts)


def _invented() -> list[Part]:
    if not site().invented:
        return []
    return [Note(_("Everybody and everything here is made up."), _("Demonstration"))]


def _how() -> list[Part]:
    said = [
        _("The young people who said this allow it to be used to teach staff. They can take it back at any time."),
        _("Use it in a room, then delete it. Do not copy it into other papers: ask for it again, to have it as it is."),
        _("Please do not try to work out who said what."),
    ]
    return [Heading(_("How to use this")), Bullets([str(one) for one in said])]


def _said(found: ShownPack) -> list[Part]:
    title = _("What young people say")
    columns = [Column(_("Number"), Kind.NUMBER), Column(title), Column(_("Whose words"))]
    rows: list[Row] = [[at, one.text, whose(one)] for at, one in enumerate(found.passages, 1)]
    return [Heading(title), Table("passages", title, columns, rows)]


def _questions(found: ShownPack) -> list[Part]:
    title = _("To talk about")
    columns = [Column(_("Number"), Kind.NUMBER), Column(title)]
    rows: list[Row] = [[at, one] for at, one in enumerate(found.questions, 1)]
    return [Heading(title), Table("questions", title, columns, rows)]


def _words(facts: Facts, reader: Account, role: Role) -> tuple[str, ...]:
    return _pack(facts).texts


def _note(facts: Facts, form: Form, reader: Account, role: Role) -> None:
    pack = queries.get_approved(UUID(facts["pack"]))
    operations.note_taken(pack, form=form.value, by=reader, role=role.value)


PACK = kinds.register(kinds.Kind("training", Permission.QUOTES_CHECK, _make, _note, _words))
