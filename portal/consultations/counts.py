"""What a wave comes to in exact numbers. These never leave the team: a release rounds and hides them first."""

from __future__ import annotations

from dataclasses import dataclass

from portal.consultations.models import About

Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class QuestionCounts:
    """How often each answer was chosen, and by how many people in all (`base`); zeros are listed.

    All editions count together. Where several may be chosen, the numbers add up to more than `base`. Ladders and
    numbers are counted in stretches ("4-6"), an order by what was put first, and each tile alone: `key` is the
    question's, for a tile `<question>.<tile>`.
    """

    key: str
    prompt: str
    multiple: bool
    base: int
    options: Counted


@dataclass(frozen=True)
class BandCounts:
    """How many people said they belong to each band; `name` is `age_band`, `home` or `locality`."""

    name: About
    prompt: str
    base: int
    options: Counted


@dataclass(frozen=True)
class TwoWayCounts:
    """One question across one band: `cells[row][column]`, rows being answers and columns bands."""

    key: str
    prompt: str
    multiple: bool
    band: About
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    bases: tuple[int, ...]


@dataclass(frozen=True)
class WaveCounts:
    """Everything a wave can be counted by; who gave no name counts one each and stands in `unnamed` as well,
    who was helped in `assisted`."""

    people: int
    unnamed: int
    questions: tuple[QuestionCounts, ...]
    bands: tuple[BandCounts, ...]
    assisted: int = 0
