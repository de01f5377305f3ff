"""The page of one corporate parent as a file. It holds no quote: a file cannot give back words that are withdrawn."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.board.models import Wording
from portal.board.stories import AskStory
from portal.documents.document import Cell, Column, Document, Heading, Kind, Paragraph, Part, Table
from portal.evidence.reading import figure_text
from portal.partnership.site import site
from portal.reports.definitions.parts import date_text, invented, language
from portal.reports.queries import OrganisationPage
from portal.reports.wording import how_we_answer, reply_text, verdict_text


def build(page: OrganisationPage) -> Document:
    """What was said, what is owed, what is late, what young people say of the answers."""
    owed = _(
        "Asks to answer: %(asks)s. Open actions: %(actions)s. Late: %(late)s.",
        asks=page.owed.asks_waiting,
        actions=page.owed.actions_open,
        late=page.owed.late,
    )
    return Document(
        title=_("%(organisation)s: what young people said, and what we owe", organisation=page.organisation.name),
        subtitle=str(owed),
        language=language(),
        author=site().partnership or site().voice_name,
        dated=page.day,
        parts=[*invented(), *_said(page), *_owed(page), *_late(page), *_figures(page), *_answers(page)],
    )


def _said(page: OrganisationPage) -> list[Part]:
    parts: list[Part] = [Heading(_("What was said that concerns us"))]
    if not page.concerns:
        return [*parts, Paragraph(_("No theme is ours yet."))]
    releases = sorted({one.released.release.title for one in page.concerns if one.released})
    rules = _("Small numbers are hidden to protect people, others rounded to the nearest 5.")
    note = _("From signed releases: %(titles)s.", titles="; ".join(releases)) if releases else ""
    columns = [Column(_("Young people call it")), Column(_("Theme")), Column(_("How many said it"))]
    rows = [
        [
            concern.young_word,
            concern.name,
            figure_text(concern.released.figure) if concern.released else _("No signed release yet"),
        ]
        for concern in page.concerns
    ]
    return [*parts, Table("concerns", _("Themes we answer for"), columns, rows, note=f"{note} {rules}".strip())]


def _owed(page: OrganisationPage) -> list[Part]:
    parts: list[Part] = [Heading(_("What we owe, and by when"))]
    if page.owed.asks:
        columns = [Column(_("Ask")), Column(_("Who answers")), Column(_("Answer by")), Column(_("State"))]
        rows = [
            [_ask(ask), ask.post, date_text(ask.due_on), _("Late") if ask.late else _("To answer")]
            for ask in page.owed.asks
        ]
        parts.append(Table("asks", _("Asks that wait for our answer"), columns, rows))
    if page.owed.actions:
        columns = [Column(_("Action")), Column(_("Who does it")), Column(_("Due")), Column(_("State"))]
        rows = [
            [
                action.title,
                action.post,
                date_text(action.due_on),
                _("Late: %(state)s", state=action.state_label) if action.late else action.state_label,
            ]
            for action in page.owed.actions
        ]
        parts.append(Table("actions", _("Actions we promised"), columns, rows))
    return parts if len(parts) > 1 else [*parts, Paragraph(_("We owe nothing today."))]


def _late(page: OrganisationPage) -> list[Part]:
    if not page.late:
        return []
    columns = [Column(_("What")), Column(_("Who owes it")), Column(_("Days late"), Kind.NUMBER)]
    rows: list[list[Cell | str | int]] = [
        [_ask(one.ask) if one.ask else one.text, one.post, one.days] for one in page.late
    ]
    return [Heading(_("What is late")), Table("late", _("What is late"), columns, rows)]


def _figures(page: OrganisationPage) -> list[Part]:
    columns = [Column(_("What")), Column(_("How it is"))]
    rows = [[label, text] for label, text in how_we_answer(page.figures)]
    return [Heading(_("How we answer")), Table("figures", _("How we answer"), columns, rows)]


def _answers(page: OrganisationPage) -> list[Part]:
    parts: list[Part] = [Heading(_("What young people say of our answers"))]
    if page.claims:
        columns = [Column(_("What we say is done")), Column(_("What young champions say"))]
        rows = [[action.title, action.state_label] for action in page.claims]
        parts.append(Table("claims", _("What we claimed"), columns, rows))
    if page.answered:
        columns = [Column(_("Ask")), Column(_("What we answered")), Column(_("Did it change anything?"))]
        columns.append(Column(_("Is the answer real, or waffle?")))
        answers = [
            [
                _ask(line.ask),
                f"{line.ask.answer_label}. {line.ask.because or ''}",
                verdict_text(line.verdicts),
                reply_text(line.replies),
            ]
            for line in page.answered
        ]
        parts.append(Table("answers", _("Our answers, and what the people who asked say"), columns, answers))
    return parts if len(parts) > 1 else [*parts, Paragraph(_("Nothing answered or claimed yet."))]


def _ask(ask: AskStory) -> str:
    if ask.text.kind is not Wording.QUOTE:
        return ask.text.text
    return str(ask.summary or _("In a young person’s own words: read it on the board’s page."))
