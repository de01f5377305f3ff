"""What kinds of report show: tables of what was asked, done and promised, and each row as evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from flask_babel import gettext as _

from portal.board import labels as board_labels
from portal.board.models import AskAnswer, Wording
from portal.board.stories import ActionLine, AskStory
from portal.disclosure.safe import SafeTable
from portal.disclosure.thresholds import Audience
from portal.documents.document import Cell, Column, Kind, Part, Row, Table
from portal.entitlements import labels as entitlement_labels
from portal.entitlements.side_by_side import SideBySide
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.models import Release, ReleasedTheme
from portal.feedback import queries as feedback
from portal.feedback.queries import Story
from portal.meetings.models import Decision
from portal.reports.definitions.parts import date_text, figure_cell
from portal.reports.wording import verdict_text
from portal.signed_reports.gathering import Evidence, Proof, ask_words
from portal.signed_reports.listing import listed
from portal.signed_reports.sources import Wave


def release_evidence(releases: Iterable[Release]) -> list[Evidence]:
    """Releases as evidence: when each was signed, and the first signs of its seal."""
    return [
        Evidence(
            Proof.RELEASE,
            one.id,
            str(
                _(
                    "%(title)s, signed on %(day)s (seal %(seal)s)",
                    title=one.title,
                    day=date_text(one.signed_at or one.frozen_at),
                    seal=one.digest[:12],
                )
            ),
        )
        for one in releases
    ]


def themes_table(wave: Wave, only: Collection[UUID] | None = None, key: str = "") -> Table | None:
    """What people told in their own words, by theme, or by `only` these; None where there is nothing to show. `key`
    keeps it apart where it stands twice."""
    table = wave.themes
    if table is None or table.withheld:
        return None
    released = evidence.released_themes(wave.release)
    names = {one.name for one in released if one.theme_id in (only or ())}
    columns = [Column(str(_("Young people call it"))), Column(str(_("Theme"))), Column(str(_("People")), Kind.NUMBER)]
    words = {one.name: one.young_word for one in released}
    rows: list[Row] = [
        [words.get(labels[0], labels[0]), labels[0], figure_cell(table.cells[labels])]
        for labels in table.labels
        if only is None or labels[0] in names
    ]
    said = reading.finding(table) if only is None else ""
    key = f"{key}themes_{wave.release.id.hex[:8]}"
    return Table(key, wave.release.title, columns, rows, finding=said) if rows else None


def themes_shown(wave: Wave, only: Collection[UUID]) -> list[ReleasedTheme]:
    """Those of these themes that have a row in a wave's table."""
    rows = {labels[0] for labels in wave.themes.labels} if wave.themes and not wave.themes.withheld else set()
    released = evidence.released_themes(wave.release)
    return [one for one in released if one.theme_id in only and one.name in rows]


def changed_table(wave: Wave) -> Table | None:
    """What changed since the wave before, question by question; None where there is none to compare."""
    changed = wave.changed
    if changed is None:
        return None
    columns = [Column(str(_("Question"))), Column(str(_("Since %(wave)s", wave=changed.wave)))]
    titles = {table.key: reading.title_of(table) for table in wave.figures.tables}
    rows: list[Row] = [[titles[key], one.sentence] for key, one in changed.questions.items()]
    caption = _("%(release)s: what changed since %(wave)s", release=wave.release.title, wave=changed.wave)
    return Table(
        f"changed_{wave.release.id.hex[:8]}",
        str(caption),
        columns,
        rows,
        finding=" ".join(changed.sentences),
        note=" ".join(changed.notes),
    )


def wave_evidence(found: Iterable[Wave]) -> list[Evidence]:
    """Waves as evidence, each with the one it is held against."""
    return release_evidence(
        release for wave in found for release in (wave.release, *([wave.changed.before] if wave.changed else ()))
    )


def wording(story: AskStory) -> str:
    """An ask in a report: a quote is asked for at every reading, other words are as they are."""
    return ask_words(story.id) if story.text.kind is Wording.QUOTE else story.text.text


def spoken(story: AskStory) -> str:
    """The same in a list: a quote in quotation marks, and what is not in young people's words says whose it is."""
    words = wording(story)
    if story.text.kind is Wording.QUOTE:
        return f"“{words}”"
    return words if story.text.kind is Wording.WRITTEN else f"{words} ({story.text.label})"


def ask_evidence(found: Iterable[AskStory]) -> list[Evidence]:
    """Asks as evidence; the label never holds anybody's own words."""
    return [Evidence(Proof.ASK, one.id, _label(one)) for one in found]


def action_evidence(found: Iterable[ActionLine]) -> list[Evidence]:
    """Actions as evidence."""
    return [Evidence(Proof.ACTION, one.id, f"{one.title} ({one.organisation})") for one in found]


def decision_evidence(found: Iterable[Decision]) -> list[Evidence]:
    """Decisions of meetings as evidence."""
    return [Evidence(Proof.DECISION, one.id, one.what) for one in found]


def story_evidence(found: Iterable[Story]) -> list[Evidence]:
    """Stories told back as evidence."""
    return [Evidence(Proof.TOLD, one.id, one.answer) for one in found]


def promise_evidence(found: Iterable[SideBySide]) -> list[Evidence]:
    """Promises as evidence."""
    return [Evidence(Proof.PROMISE, one.commitment.id, one.commitment.name) for one in found]


def asks_table(key: str, caption: str, found: Sequence[AskStory]) -> list[Part]:
    """Asks with who answers and what the answer is; nothing where there are none."""
    columns = [
        Column(str(_("What young people asked for"))),
        Column(str(_("Whose words"))),
        Column(str(_("Who answers"))),
        Column(str(_("Asked on")), Kind.DATE),
        Column(str(_("Answer"))),
    ]
    rows: list[Row] = [[wording(one), one.text.label, one.organisation, _day(one), _answer(one)] for one in found]
    return listed(key, caption, columns, rows, in_evidence=True)


def actions_table(key: str, caption: str, found: Sequence[ActionLine]) -> list[Part]:
    """Actions with who does them, by when, and what young people say; nothing where there are none."""
    columns = [
        Column(str(_("What"))),
        Column(str(_("Who does it"))),
        Column(str(_("Due")), Kind.DATE),
        Column(str(_("State"))),
    ]
    rows: list[Row] = [
        [one.title, one.organisation, Cell(date_text(one.due_on), None, one.due_on), _state(one)] for one in found
    ]
    return listed(key, caption, columns, rows, in_evidence=True)


def promises_table(key: str, caption: str, found: Sequence[SideBySide]) -> list[Part]:
    """Promised, measured, experienced, and how far apart they are."""
    columns = [
        Column(str(_("Promise"))),
        Column(str(_("What organisations say"))),
        Column(str(_("What is measured"))),
        Column(str(_("Whether it reached young people"))),
        Column(str(_("How far apart"))),
    ]
    rows: list[Row] = [
        [
            one.commitment.name,
            str(entitlement_labels.OFFICERS[one.officers]),
            _measured(one),
            reached_text(one.said),
            str(entitlement_labels.WIDTHS[one.gap.width]),
        ]
        for one in found
    ]
    return listed(key, caption, columns, rows, in_evidence=True)


def decisions_table(key: str, caption: str, found: Collection[Decision]) -> list[Part]:
    """What was decided, who does it, and when it is looked at again."""
    columns = [
        Column(str(_("Decision"))),
        Column(str(_("Who does it"))),
        Column(str(_("Why"))),
        Column(str(_("Looked at again")), Kind.DATE),
    ]
    rows: list[Row] = [
        [one.what, one.organisation.short_name, one.why, Cell(date_text(one.review_on), None, one.review_on)]
        for one in found
    ]
    return listed(key, caption, columns, rows, in_evidence=True)


def verdicts_table(key: str, caption: str, found: Sequence[AskStory], audience: Audience) -> list[Part]:
    """What code holders say of answers, from the newest signed count."""
    released = feedback.released_for([one.id for one in found], audience)
    columns = [Column(str(_("What young people asked for"))), Column(str(_("Did it change anything?")))]
    rows: list[Row] = [[wording(one), verdict_text(released[one.id].verdicts)] for one in rated(found, audience)]
    return listed(key, caption, columns, rows, in_evidence=True)


def rated(found: Sequence[AskStory], audience: Audience) -> list[AskStory]:
    """The asks that were answered, and of whose answers the newest signed count says something: the rows of
    `verdicts_table`."""
    released = feedback.released_for([one.id for one in found], audience)
    return [one for one in found if one.answer is not None and released[one.id].verdicts is not None]


def noes_table(key: str, caption: str, found: Sequence[AskStory]) -> list[Part]:
    """What was answered with no or partly: which reason, and why in words; nothing where there is none."""
    columns = [
        Column(str(_("What young people asked for"))),
        Column(str(_("Who answered"))),
        Column(str(_("Answer"))),
        Column(str(_("Which reason"))),
        Column(str(_("Why"))),
    ]
    rows: list[Row] = [
        [
            wording(one),
            one.organisation,
            str(board_labels.ANSWERS[one.answer]),
            one.reason_label or "–",
            one.because or "–",
        ]
        for one in found
        if one.answer in (AskAnswer.NO, AskAnswer.PARTLY)
    ]
    return listed(key, caption, columns, rows, in_evidence=True)


def reached_table(key: str, caption: str, found: Sequence[SideBySide]) -> list[Part]:
    """Whether promises reached young people, where a signed count says anything."""
    columns = [Column(str(_("Promise"))), Column(str(_("Whether it reached young people")))]
    rows: list[Row] = [[one.commitment.name, reached_text(one.said)] for one in counted(found)]
    return listed(key, caption, columns, rows, in_evidence=True)


def counted(found: Iterable[SideBySide]) -> list[SideBySide]:
    """The promises of which a signed count says something: the rows of `reached_table`."""
    return [one for one in found if one.said is not None]


def reached_text(table: SafeTable | None) -> str:
    """What codes say of a promise, or why there is no figure."""
    if table is None:
        return str(_("No signed count yet"))
    if table.withheld:
        return str(_("Hidden to protect people"))
    return " · ".join(f"{label}: {reading.figure_text(figure)}" for label, figure in reading.labelled(table).items())


def _measured(one: SideBySide) -> str:
    said = []
    for series in one.series.rows:
        latest = series.latest
        if latest is not None:
            share = _("too few to show") if latest.percent is None else f"{latest.percent}%"
            said.append(f"{series.measure.name}: {share}")
    return "; ".join(said) or str(_("No reading yet"))


def _label(one: AskStory) -> str:
    if one.text.kind is Wording.QUOTE:
        return one.summary or str(_("In a young person’s own words, asked of %(who)s", who=one.organisation))
    return one.text.text


def _day(one: AskStory) -> Cell:
    return Cell(date_text(one.asked_on), None, one.asked_on)


def _answer(one: AskStory) -> str:
    if one.answer_label is None:
        due = date_text(one.due_on)
        return str(_("Late: was due on %(day)s", day=due) if one.late else _("Due by %(day)s", day=due))
    return f"{one.answer_label}. {one.because or ''}".strip()


def _state(one: ActionLine) -> str:
    return str(_("Late: %(state)s", state=one.state_label)) if one.late else one.state_label
