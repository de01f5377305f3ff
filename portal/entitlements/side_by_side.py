"""For every promise three readings side by side: officers', the measures', and young people's own; widest gap first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.board import promises as board
from portal.commitments import queries as commitments
from portal.commitments.models import Commitment
from portal.core.parts import Part
from portal.disclosure.safe import SafeTable
from portal.disclosure.thresholds import Audience
from portal.entitlements import queries, rules
from portal.entitlements.rules import Gap, Officers, Width
from portal.evidence import queries as evidence
from portal.measures import queries as measures
from portal.measures.queries import Series
from portal.measures.rules import Light

_WORST_FIRST = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True)
class SideBySide:
    """One promise: what officers say, what is measured, what codes say (a signed table, or None), and the gap."""

    commitment: Commitment
    officers: Officers
    series: Part[Series]
    said: SafeTable | None
    gap: Gap


def side_by_side(audience: Audience) -> list[SideBySide]:
    """Every promise that stands, as this audience may see it, in the order promises are shown; its first measures."""
    promises = commitments.commitments()
    return _readings(promises, measures.first_of_commitments([one.id for one in promises], audience), audience)


def one_by_one(commitment: Commitment, page: int, audience: Audience) -> list[SideBySide]:
    """One promise with that page of all its measures."""
    return _readings(
        [commitment], {commitment.id: measures.page_of_commitment(commitment.id, page, audience)}, audience
    )


def _readings(
    promises: Sequence[Commitment], measured: Mapping[UUID, Part[Series]], audience: Audience
) -> list[SideBySide]:
    under, standing = board.states_under([one.id for one in promises]), measures.lights(audience)
    release = queries.latest_release()
    figures = evidence.figures(release, audience) if release else None
    found = []
    for one in promises:
        said = figures.table(queries.table_of(one.id)) if figures else None
        officers = rules.officers_say(under[one.id])
        worst = min(standing.get(one.id, ()), key=_WORST_FIRST.index, default=None)
        felt = rules.reached(said.cells, said.base) if said else None
        series = measured.get(one.id) or Part()
        found.append(SideBySide(one, officers, series, said, rules.gap(officers, worst, felt)))
    return found


def widest_gaps(audience: Audience = Audience.PUBLIC, most: int = 5) -> list[SideBySide]:
    """Promises whose gap is some or wide, the widest first: for an agenda. Who was not heard is not here."""
    return widest_of(side_by_side(audience), most)


def widest_of(rows: Sequence[SideBySide], most: int = 5) -> list[SideBySide]:
    """The same of rows that were read already."""
    apart = [one for one in rows if one.gap.width in (Width.SOME, Width.WIDE)]
    return sorted(apart, key=lambda one: -one.gap.points)[:most]
