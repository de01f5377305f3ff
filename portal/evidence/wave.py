"""Exact counts of one closed wave, laid out as the tables that are registered to leave the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.consultations.counts import BandCounts, QuestionCounts, TwoWayCounts, WaveCounts
from portal.disclosure.raw import Dimension, Labels, RawLine, RawRelease, RawTable, Unit
from portal.disclosure.thresholds import Subject

#: The table of a wave's release that counts people per theme.
THEMES_TABLE = "themes"
#: How many were helped by an adult, and how many groups there were besides the people counted.
ASSISTED_TABLE, GROUPS_LINE = "assisted", "groups"


@dataclass(frozen=True)
class CountedTheme:
    """How many people a theme was heard from, and its name at the time."""

    theme_id: UUID
    name: str
    young_word: str
    people: int


#: The words at the lower and upper end of each ladder, by the question's key.
Ends = Mapping[str, tuple[str, str]]


def raw_release(
    *,
    key: str,
    title: str,
    counts: WaveCounts,
    two_way: Sequence[TwoWayCounts],
    themes: Sequence[CountedTheme],
    ends: Ends,
    groups: int = 0,
) -> RawRelease:
    """One-way for each question and band and for the themes, then the registered two-way tables."""
    tables = [_question(question, ends) for question in counts.questions]
    if themes:
        tables.append(_themes(themes, counts))
    bands = {band.name: band for band in counts.bands if band.options}
    tables += [_band(band) for band in bands.values()]
    tables += [_by_band(cross, bands[cross.band], ends) for cross in two_way if cross.band in bands]
    tables.append(_assisted(counts))
    lines = (RawLine(GROUPS_LINE, "Group sessions", Subject.ANSWERS, Unit.GROUPS, groups),)
    return RawRelease(key, title, counts.people, tuple(tables), counts.unnamed, lines)


def _question(question: QuestionCounts, ends: Ends) -> RawTable:
    words = _answer_words(question.key, [label for label, _ in question.options], ends)
    return RawTable(
        key=f"question:{question.key}",
        title=question.prompt,
        subject=Subject.ANSWERS,
        dimensions=(Dimension(f"question:{question.key}", question.prompt, tuple(words.values())),),
        cells={(words[label],): count for label, count in question.options},
        base=question.base,
        multiple=question.multiple,
        each_chose=_each_chose(question.multiple, [(question.base, [count for _, count in question.options])]),
    )


def _each_chose(multiple: bool, groups: Sequence[tuple[int, Sequence[int]]]) -> bool:
    """Who is counted for a question chose something; not so where an answer was taken out of the questionnaire."""
    return multiple and all(sum(chosen) >= people for people, chosen in groups)


def _answer_words(key: str, labels: Sequence[str], ends: Ends) -> dict[str, str]:
    """A ladder's lowest and highest stretch say what they mean; every other answer speaks for itself."""
    words = {label: label for label in labels}
    if key in ends:
        for label, end in zip((labels[0], labels[-1]), ends[key], strict=True):
            words[label] = f"{label} ({end})"
    return words


def _assisted(counts: WaveCounts) -> RawTable:
    """Both ways always: that the table is there tells nothing."""
    helped, alone = "With an adult’s help", "Without help"
    return RawTable(
        key=ASSISTED_TABLE,
        title="How it was written",
        subject=Subject.ANSWERS,
        dimensions=(Dimension(ASSISTED_TABLE, "How it was written", (helped, alone)),),
        cells={(helped,): counts.assisted, (alone,): counts.people - counts.assisted},
        base=counts.people,
    )


def _band(band: BandCounts) -> RawTable:
    return RawTable(
        key=f"band:{band.name.value}",
        title=band.prompt,
        subject=Subject.ANSWERS,
        dimensions=(_band_dimension(band),),
        cells={(label,): count for label, count in band.options},
        base=band.base,
    )


def _band_dimension(band: BandCounts) -> Dimension:
    return Dimension(f"band:{band.name.value}", band.prompt, tuple(label for label, _ in band.options))


def _themes(themes: Sequence[CountedTheme], counts: WaveCounts) -> RawTable:
    return RawTable(
        key=THEMES_TABLE,
        title=THEMES_TABLE,
        subject=Subject.THEMES,
        dimensions=(Dimension(THEMES_TABLE, THEMES_TABLE, tuple(theme.name for theme in themes)),),
        cells={(theme.name,): theme.people for theme in themes},
        base=counts.people,
        multiple=True,
    )


def _by_band(cross: TwoWayCounts, band: BandCounts, ends: Ends) -> RawTable:
    """Bands are the rows: each person is in one band, whatever they chose."""
    words = _answer_words(cross.key, cross.rows, ends)
    cells: dict[Labels, int] = {
        (column, words[row]): count
        for row, line in zip(cross.rows, cross.cells, strict=True)
        for column, count in zip(cross.columns, line, strict=True)
    }
    return RawTable(
        key=f"question:{cross.key}×band:{cross.band.value}",
        title=cross.prompt,
        subject=Subject.ANSWERS,
        dimensions=(_band_dimension(band), Dimension(f"question:{cross.key}", cross.prompt, tuple(words.values()))),
        cells=cells,
        base=sum(cross.bases),
        multiple=cross.multiple,
        rows=dict(zip(cross.columns, cross.bases, strict=True)),
        each_chose=_each_chose(cross.multiple, list(zip(cross.bases, zip(*cross.cells, strict=True), strict=True))),
    )
