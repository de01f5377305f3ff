"""For every promise three readings side by side: officers', the measures', and young people's own; widest gap first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.board import queries as board
from portal.commitments import queries as commitments
from portal.commitments.models import Commitment
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
    series: Sequence[Series]
    said: SafeTable | None
    gap: Gap


def side_by_side(audience: Audience) -> list[SideBySide]:
    """Every promise that stands, as this audience may see it, in the order promises are shown."""
    promises = commitments.commitments()
    under = board.actions_under([one.id for one in promises])
    measured = measures.by_commitment(audience)
    release = queries.latest_release()
    figures = evidence.figures(release, audience) if release else None
    found = []
    for one in promises:
        said = figures.table(queries.table_of(one.id)) if figures else None
        officers = rules.officers_say([line.state for line in under[one.id]])
        series = measured.get(one.id, [])
        lights = sorted((it.light for it in series if it.light), key=_WORST_FIRST.index)
        felt = rules.reached(said.cells, said.base) if said else None
        found.append(SideBySide(one, officers, series, said, rules.gap(officers, lights[0] if lights else None, felt)))
    return found


def widest_gaps(audience: Audience = Audience.PUBLIC, most: int = 5) -> list[SideBySide]:
    """Promises whose gap is some or wide, the widest first: for an agenda. Who was not heard is not here."""
    apart = [one for one in side_by_side(audience) if one.gap.width in (Width.SOME, Width.WIDE)]
    return sorted(apart, key=lambda one: -one.gap.points)[:most]
