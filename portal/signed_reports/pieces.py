"""Lists of evidence, and any of their rows as they are shown. Nothing here counts a young person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from flask_babel import gettext as _

from portal.board.stories import ActionLine, AskStory
from portal.consultations.questionnaire import Asked
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Paragraph, Part
from portal.entitlements import queries as entitlements
from portal.entitlements.side_by_side import SideBySide
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.models import Release
from portal.feedback.queries import Story
from portal.signed_reports import showing, sources, tables
from portal.signed_reports.gathering import Evidence

AUDIENCE = Audience.PARTNERS
T = TypeVar("T")


@dataclass(frozen=True)
class Piece:
    """What stands under a heading: what it is called, its parts, the evidence in it, and how many rows it has."""

    label: str
    parts: Sequence[Part] = ()
    evidence: Sequence[Evidence] = ()
    count: int = 0


@dataclass(frozen=True)
class Shelf:
    """One list of evidence: what it is called, its rows by id in order, and some of them as they are shown.

    With `always` its rows carry no tag, and stand wherever the list is asked for.
    """

    label: str
    ids: Sequence[UUID]
    only: Callable[[str, Collection[UUID]], Piece]
    always: bool = False


def verdicts_label() -> str:
    """What that list is called."""
    return str(_("What the people who asked say of the answers"))


def themes_label() -> str:
    """What that list is called."""
    return str(_("What young people talk about"))


def verdicts(key: str, found: Sequence[AskStory]) -> Piece:
    """What code holders say of answers, from the newest signed count."""
    release = evidence.latest_verdicts()
    table = showing.verdicts_table(key, verdicts_label(), found, AUDIENCE)
    about = showing.ask_evidence(showing.rated(found, AUDIENCE))
    proof = [*showing.release_evidence([release]), *about] if table and release else []
    return Piece(verdicts_label(), table, proof, len(found) if table else 0)


def by_theme(waves: Sequence[sources.Wave], key: str, only: Collection[UUID]) -> Piece:
    """How many spoke of these themes in signed waves; its rows are the themes, each counted once."""
    parts: list[Part] = []
    named: list[Release] = []
    themes: set[UUID] = set()
    for wave in waves:
        table = showing.themes_table(wave, only, f"{key}_")
        if table:
            parts += [Paragraph(f"{wave.release.title}: {sources.people_in(wave)}"), table]
            named.append(wave.release)
            themes |= {one.theme_id for one in showing.themes_shown(wave, only)}
    return Piece(themes_label(), parts, showing.release_evidence(named), len(themes))


def shelf(
    label: str,
    rows: Sequence[T],
    key_of: Callable[[T], UUID],
    table: Callable[[str, str, Sequence[T]], list[Part]],
    proofs: Callable[[Sequence[T]], list[Evidence]],
) -> Shelf:
    def only(key: str, wanted: Collection[UUID]) -> Piece:
        kept = [one for one in rows if key_of(one) in wanted]
        return Piece(label, table(key, label, kept), proofs(kept), len(kept))

    return Shelf(label, [key_of(one) for one in rows], only)


def of_asks(label: str, rows: Sequence[AskStory]) -> Shelf:
    return shelf(label, rows, lambda one: one.id, showing.asks_table, showing.ask_evidence)


def of_actions(label: str, rows: Sequence[ActionLine]) -> Shelf:
    return shelf(label, rows, lambda one: one.id, showing.actions_table, showing.action_evidence)


def told(key: str, label: str, rows: Sequence[Story]) -> list[Part]:
    return [Paragraph(_("What was told back:")), Bullets([one.answer for one in rows])] if rows else []


def felt(key: str, rows: Sequence[SideBySide]) -> Piece:
    release = entitlements.latest_release()
    label = str(_("Whether promises reached young people"))
    table = showing.reached_table(key, label, rows)
    return Piece(label, table, showing.release_evidence([release]) if table and release else [], len(rows))


def listened(releases: Sequence[Release]) -> Piece:
    """What young people say after their own meetings, from signed counts."""
    said = [
        f"{release.title}: {table.title} {table.finding}"
        for release in releases
        for table in reading.tables(evidence.figures(release, AUDIENCE))
        if not table.withheld
    ]
    label = str(_("What young people say after their own meetings"))
    if not said:
        return Piece(label)
    parts: list[Part] = [Paragraph(_("After their own meetings:")), Bullets(said)]
    return Piece(label, parts, showing.release_evidence(releases), len(said))


def answers(waves: Sequence[sources.Wave], key: str, only: Collection[UUID]) -> Piece:
    parts = tables.questions(key, waves, lambda asked: asked.id in only)
    named = [one for one in waves if tables.tagged_questions(one, lambda asked: asked.id in only)]
    proof = showing.wave_evidence(named) if parts else []
    return Piece(str(_("What young people answered to questions")), parts, proof, len(parts))


def questions(waves: Iterable[sources.Wave]) -> list[Asked]:
    return [one for wave in waves for one in tables.tagged_questions(wave, lambda asked: True)]
