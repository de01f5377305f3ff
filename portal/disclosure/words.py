"""What a reader has to know about hidden and rounded figures: which notes stand beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.disclosure.figures import Figure, Showing
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import NARRATIVE_BELOW, PERCENT_BASE, ROUND_TO, Size


class Say(StrEnum):
    """What a note says; the words for it are found where somebody reads it, in their language."""

    NO_FIGURES = "no figures"
    NO_GROUPS = "no groups"
    PEOPLE = "people, not messages"
    ROUNDED = "rounded"
    PERCENT = "shares"
    NOT_SHOWN = "not shown"
    FEWER = "fewer than"
    REST = "all but fewer than"
    MULTIPLE = "several answers"
    UNITS = "groups and codes"


@dataclass(frozen=True, slots=True)
class Note:
    """One note, and the number it speaks of where it does."""

    say: Say
    number: int = 0


NO_FIGURES = Note(Say.NO_FIGURES, NARRATIVE_BELOW)
NO_GROUPS = Note(Say.NO_GROUPS)
PEOPLE = Note(Say.PEOPLE)
ROUNDED = Note(Say.ROUNDED, ROUND_TO)
PERCENT = Note(Say.PERCENT, PERCENT_BASE)
NOT_SHOWN = Note(Say.NOT_SHOWN)
MULTIPLE = Note(Say.MULTIPLE)
UNITS = Note(Say.UNITS)


def rules(release: SafeRelease) -> tuple[Note, ...]:
    """The notes this release needs, no more."""
    if release.size is Size.NARRATIVE:
        return (NO_FIGURES,)
    figures = [figure for table in release.tables for figure in table.figures]
    figures += [line.figure for line in release.lines]
    figures += [figure for figure in (release.people, release.anonymous) if figure]
    notes = [PEOPLE, ROUNDED, *_hidden(figures)]
    if any(figure.percent is not None for figure in figures):
        notes.append(PERCENT)
    if any(table.multiple for table in release.tables):
        notes.append(MULTIPLE)
    if release.size is Size.ONE_WAY:
        notes.append(NO_GROUPS)
    if release.lines:
        notes.append(UNITS)
    return tuple(notes)


def _hidden(figures: Iterable[Figure]) -> list[Note]:
    kinds = {(figure.showing, figure.threshold) for figure in figures}
    notes = [Note(Say.FEWER, least) for showing, least in sorted(kinds) if showing is Showing.FEWER]
    notes += [Note(Say.REST, least) for showing, least in sorted(kinds) if showing is Showing.REST]
    return notes + [NOT_SHOWN] * any(showing is Showing.WITHHELD for showing, _ in kinds)
