"""The inspection pack: claim, evidence, impact, and what young people say, by indicator and by area for improvement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.board.models import ActionState
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Paragraph, Part
from portal.entitlements.side_by_side import SideBySide
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.plans.models import ImprovementArea, Plan
from portal.signed_reports import indicators, inspected, planned, rules, showing, sources
from portal.signed_reports.gathering import Chapter, Choice, Evidence, Kind, Proof, Scope
from portal.signed_reports.indicators import Indicator
from portal.signed_reports.models import Edition
from portal.signed_reports.planned import Aimed

_CLAIMED = (ActionState.CLAIMED, ActionState.DISPUTED, ActionState.PARTLY)
_AUDIENCE = Audience.PARTNERS


@dataclass(frozen=True)
class _Piece:
    """Something shown under a claim: its parts, the evidence in it, and how many rows it has."""

    parts: Sequence[Part]
    evidence: Sequence[Evidence]
    count: int = 0


class _Found:
    """What the days hold, each asked for once however many indicators show it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def promises(self) -> list[SideBySide]:
        return sources.promises(self.scope, _AUDIENCE)

    @cached_property
    def waves(self) -> list[sources.Wave]:
        return sources.waves(self.scope, _AUDIENCE)

    @cached_property
    def plans(self) -> list[Plan]:
        return inspected.plans(self.scope)

    @cached_property
    def aims(self) -> list[Aimed]:
        return planned.objectives(self.scope, self.plans, _AUDIENCE)


def choices() -> Sequence[Choice]:
    """Every indicator, the most used ones ticked."""
    return [
        Choice(one.number, f"{one.number} {one.name}", usual=one.usual) for one in indicators.framework().indicators
    ]


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """How to read it, a pair of chapters for each indicator that was chosen and for each area, and what comes next."""
    return list(_chapters(scope))


def _chapters(scope: Scope) -> Iterator[Chapter]:
    found = _Found(scope)
    yield Chapter(
        "about",
        _("How to read this pack"),
        _("Hold the indicators against the framework. Leave this empty, or name evidence for what you add."),
        _about(),
    )
    for one in indicators.framework().indicators:
        if one.number in scope.chosen:
            yield from _indicator(one, found)
    for plan in found.plans:
        for area in plan.areas:
            yield from _area(area, found)
    owed = sources.open_actions(scope)
    yield Chapter(
        "next",
        _("What gets better next"),
        _("What you know is not good enough, what is done about it, by whom and by when."),
        showing.actions_table("next", _("Actions that are still owed"), owed),
        showing.action_evidence(owed),
        rests=True,
    )


def _about() -> list[Part]:
    said = indicators.framework()
    lines = [
        _("Under each heading stands first what is claimed, then the evidence for it on record."),
        _("Then comes what changed for young people, and beside it what they say of it in signed counts."),
        _("Where there is no evidence, the pack says that it is missing."),
        _("What is on record is not sorted by indicator: the same lists stand under each that they can speak to."),
        _("Numbers of people are hidden where too few stand behind them."),
        _("The indicators are those of: %(publisher)s, %(name)s.", publisher=said.publisher, name=said.name),
        said.check,
    ]
    return [Bullets([str(line) for line in lines if line])]


def _indicator(one: Indicator, found: _Found) -> Iterator[Chapter]:
    title = f"{one.number} {one.name}"
    shown = {name: _SHOWS[name](f"{one.key}_{name}", found) for name in one.shows}
    yield _claim(one.key, title, shown)
    yield _impact(one.key, title, (_SAYS[name](f"{one.key}_{name}", found) for name in one.says))


def _area(area: ImprovementArea, found: _Found) -> Iterator[Chapter]:
    key, title = f"area_{area.id.hex[:8]}", _("To get better: %(area)s", area=area.title)
    yield _claim(key, title, {"statements": _statements(f"{key}_statements", area, found.scope)})
    yield _impact(key, title, (_verdicts(f"{key}_verdicts", found),))


def _claim(key: str, title: str, shown: Mapping[str, _Piece]) -> Chapter:
    return Chapter(
        f"{key}_claim",
        _("%(title)s. What we claim, and the evidence", title=title),
        _("Claim: how good is it, and how do you know? One claim a paragraph, and behind it what shows it."),
        [part for piece in shown.values() for part in piece.parts],
        _each(piece.evidence for piece in shown.values()),
        {f"{name}_number": f"{piece.count:,}" for name, piece in shown.items()},
        rests=True,
    )


def _impact(key: str, title: str, said: Iterable[_Piece]) -> Chapter:
    pieces = list(said)
    return Chapter(
        f"{key}_impact",
        _("%(title)s. What changed, and what young people say", title=title),
        _("Impact: what is different for young people? Say too where you cannot show it, and where they do not agree."),
        [part for piece in pieces for part in piece.parts],
        _each(piece.evidence for piece in pieces),
        rests=True,
    )


def _each(found: Iterable[Sequence[Evidence]]) -> list[Evidence]:
    return list(dict.fromkeys(piece for one in found for piece in one))


def _asked(key: str, found: _Found) -> _Piece:
    rows = sources.asked(found.scope)
    table = showing.asks_table(key, _("What young people asked for"), rows)
    return _Piece(table, showing.ask_evidence(rows), len(rows))


def _answered(key: str, found: _Found) -> _Piece:
    rows = sources.answered(found.scope)
    return _Piece(showing.asks_table(key, _("What was answered"), rows), showing.ask_evidence(rows), len(rows))


def _agreed(key: str, found: _Found) -> _Piece:
    rows = sources.actions(found.scope, ActionState.AGREED)
    table = showing.actions_table(key, _("Done, and young people agree"), rows)
    return _Piece(table, showing.action_evidence(rows), len(rows))


def _claimed(key: str, found: _Found) -> _Piece:
    rows = sources.actions(found.scope, *_CLAIMED)
    table = showing.actions_table(key, _("Claimed done, and young people do not agree, or not yet"), rows)
    return _Piece(table, showing.action_evidence(rows), len(rows))


def _late(key: str, found: _Found) -> _Piece:
    asks, actions = sources.late_asks(found.scope), sources.late_actions(found.scope)
    parts = showing.asks_table(f"{key}_asks", _("Answers that are late"), asks)
    parts += showing.actions_table(f"{key}_actions", _("Actions that are late"), actions)
    proofs = [*showing.ask_evidence(asks), *showing.action_evidence(actions)]
    return _Piece(parts, proofs, len(asks) + len(actions))


def _promised(key: str, found: _Found) -> _Piece:
    rows = found.promises
    table = showing.promises_table(key, _("Promised, measured, experienced"), rows)
    return _Piece(table, showing.promise_evidence(rows), len(rows))


def _decided(key: str, found: _Found) -> _Piece:
    rows = sources.decisions(found.scope)
    table = showing.decisions_table(key, _("Decisions with agreed minutes"), rows)
    return _Piece(table, showing.decision_evidence(rows), len(rows))


def _told(key: str, found: _Found) -> _Piece:
    rows = sources.told(found.scope)
    said: list[Part] = [Paragraph(_("What was told back:")), Bullets([one.answer for one in rows])] if rows else []
    return _Piece(said, showing.story_evidence(rows), len(rows))


def _objectives(key: str, found: _Found) -> _Piece:
    rows = found.aims
    proofs = [Evidence(Proof.OBJECTIVE, one.objective.id, one.objective.title) for one in rows]
    return _Piece(inspected.objectives_table(key, _("Objectives of the plan"), rows), proofs, len(rows))


def _statements(key: str, area: ImprovementArea, scope: Scope) -> _Piece:
    """Where the area stood at the end of the days and before, as officers said it with their evidence."""
    rows = planned.statements(area, scope)
    if not rows:
        return _Piece([], [])
    came = Paragraph(_("Where this comes from: %(source)s", source=area.source))
    table = inspected.statements_table(key, _("Position statements, the newest first"), rows)
    return _Piece([came, *table], [Evidence(Proof.AREA, area.id, area.title)], len(rows))


def _heard(key: str, found: _Found) -> _Piece:
    parts: list[Part] = []
    for at, wave in enumerate(found.waves, start=1):
        parts.append(Paragraph(f"{wave.release.title}: {reading.people_text(wave.figures)}"))
        parts += inspected.keyed(showing.themes_table(wave), f"{key}_{at}")
        silent = sources.not_heard(wave)
        parts += [Paragraph(_("Whom we did not hear:")), Bullets(silent)] if silent else []
        parts += inspected.keyed(showing.changed_table(wave), f"{key}_{at}_changed")
    return _Piece(parts, showing.wave_evidence(found.waves))


def _verdicts(key: str, found: _Found) -> _Piece:
    rows, release = sources.answered(found.scope), evidence.latest_verdicts()
    table = showing.verdicts_table(key, _("What the people who asked say of the answers"), rows, _AUDIENCE)
    about = showing.ask_evidence(showing.rated(rows, _AUDIENCE))
    return _Piece(table, [*showing.release_evidence([release]), *about] if table and release else [])


def _listened(key: str, found: _Found) -> _Piece:
    """What young people say after their own meetings, from signed counts."""
    releases = inspected.listening(found.scope)
    said = [
        f"{release.title}: {table.title} {table.finding}"
        for release in releases
        for table in reading.tables(evidence.figures(release, _AUDIENCE))
        if not table.withheld
    ]
    parts: list[Part] = [Paragraph(_("After their own meetings:")), Bullets(said)] if said else []
    return _Piece(parts, showing.release_evidence(releases) if said else [])


_SHOWS: Mapping[str, Callable[[str, _Found], _Piece]] = MappingProxyType(
    {
        "asked": _asked,
        "answered": _answered,
        "agreed": _agreed,
        "claimed": _claimed,
        "late": _late,
        "promised": _promised,
        "decided": _decided,
        "told": _told,
        "objectives": _objectives,
    }
)
_SAYS: Mapping[str, Callable[[str, _Found], _Piece]] = MappingProxyType(
    {"heard": _heard, "verdicts": _verdicts, "listened": _listened}
)

KIND = Kind(
    key="inspection",
    label=_l("Inspection pack"),
    what=_l(
        "For inspectors and those who get ready for them: claim, evidence, impact and what young people say,"
        " by quality indicator and by what has to get better. It is not published for everybody."
    ),
    audience=_AUDIENCE,
    gather=gather,
    span=rules.year_before,
    editions=(Edition.FULL,),
    public_editions=(),
    cites=True,
    choices=choices,
)
