"""The inspection pack: claim, evidence, impact, and what young people say, by indicator and by area for improvement.

Evidence stands under an indicator by the tags it carries (`indicators.toml`); what carries none of any stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.board.stories import ActionLine
from portal.commitments.labels import DUTIES
from portal.commitments.models import Duty
from portal.documents.document import Bullets, Column, Heading, Paragraph, Part, Row
from portal.documents.document import Kind as Cells
from portal.plans.models import ImprovementArea
from portal.signed_reports import indicators, labels, pieces, rules, showing, sources, tables
from portal.signed_reports.gathering import Chapter, Choice, Evidence, Kind, Scope
from portal.signed_reports.indicators import Indicator
from portal.signed_reports.inspected import Held
from portal.signed_reports.kinds import shared
from portal.signed_reports.listing import listed
from portal.signed_reports.models import Edition
from portal.signed_reports.pieces import AUDIENCE, Piece
from portal.signed_reports.planned import Aimed
from portal.signed_reports.tagged import Work
from portal.signed_reports.tags import Foundation
from portal.themes.labels import SHANARRI, UNCRC


def choices() -> Sequence[Choice]:
    """Every indicator, the most used ones ticked."""
    return [Choice(one.number, one.title, usual=one.usual) for one in indicators.framework().indicators]


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """How to read it, a pair of chapters for each indicator that was chosen and for each area, whom we heard, what
    stands under no indicator, and what comes next."""
    return list(_chapters(scope))


def _chapters(scope: Scope) -> Iterator[Chapter]:
    held = Held(scope)
    chosen = [one for one in indicators.framework().indicators if one.number in scope.chosen]
    yield Chapter(
        "about",
        _("How to read this pack"),
        _("Hold the indicators against the framework. Leave this empty, or name evidence for what you add."),
        _about(),
    )
    for one in chosen:
        yield from _indicator(one, held)
    for plan in held.plans:
        for area in plan.areas:
            yield from _area(area, held)
    yield shared.heard(scope, AUDIENCE)
    yield _unplaced(held, chosen)
    yield _next(scope)


#: Lists of which it is good that they hold nothing.
_LATE = ("late_asks", "late_actions")


def _about() -> list[Part]:
    said = indicators.framework()
    lines = [
        _("Under each heading stands first what is claimed, then the evidence for it on record."),
        _("Then comes what changed for young people, and beside it what they say of it in signed counts."),
        _("Where there is no evidence, the pack says that it is missing."),
        _("Evidence stands under an indicator by its tags: duty, children’s right, wellbeing, or foundation."),
        _("Which tags speak to which indicator is our choice, and no part of the framework."),
        _("What carries no such tag is not left out: it stands under “Not placed under an indicator”."),
        _("Numbers of people are hidden where too few stand behind them."),
        _("The indicators are those of: %(publisher)s, %(name)s.", publisher=said.publisher, name=said.name),
        said.check,
    ]
    return [Bullets([str(line) for line in lines if line])]


def _indicator(one: Indicator, held: Held) -> Iterator[Chapter]:
    shown, changed, said = (_pieces(one, names, held) for names in (one.shows, one.changed, one.says))
    looked_for = Paragraph(_("Placed here by these tags: %(tags)s.", tags="; ".join(_looked_for(one))))
    yield _claim(one.key, one.title, [looked_for], shown)
    yield _impact(one.key, one.title, changed, said)


def _pieces(one: Indicator, names: Iterable[str], held: Held) -> dict[str, Piece]:
    return {name: held.shelves[name].only(f"{one.key}_{name}", held.under(one, name)) for name in names}


def _looked_for(one: Indicator) -> list[str]:
    """The tags of an indicator in words."""
    wanted = one.tags
    return [
        *(str(DUTIES[duty]) for duty in Duty if duty in wanted.duties),
        *(str(_("article %(article)s", article=UNCRC.get(str(key), key))) for key in sorted(wanted.rights)),
        *(str(word) for key, word in SHANARRI.items() if key in wanted.wellbeing),
        *(str(labels.FOUNDATIONS[key]) for key in Foundation if key in wanted.named),
    ]


def _claim(key: str, title: str, first: Sequence[Part], shown: Mapping[str, Piece]) -> Chapter:
    return Chapter(
        f"{key}_claim",
        _("%(title)s. What we claim, and the evidence", title=title),
        _("Claim: how good is it, and how do you know? One claim a paragraph, and behind it what shows it."),
        [*first, Heading(_("The evidence"), 2), *_listed(shown)],
        _each(piece.evidence for piece in shown.values()),
        {f"{key}_{name}": f"{piece.count:,}" for name, piece in shown.items()},
        rests=True,
    )


def _impact(key: str, title: str, changed: Mapping[str, Piece], said: Mapping[str, Piece]) -> Chapter:
    return Chapter(
        f"{key}_impact",
        _("%(title)s. What changed, and what young people say", title=title),
        _("Impact: what is different for young people? Say too where you cannot show it, and where they do not agree."),
        [
            Heading(_("What changed"), 2),
            *_listed(changed),
            Heading(_("What young people say"), 2),
            *_listed(said),
        ],
        _each(piece.evidence for piece in [*changed.values(), *said.values()]),
        {f"{key}_{name}": f"{piece.count:,}" for name, piece in changed.items()},
        rests=True,
    )


def _listed(found: Mapping[str, Piece]) -> list[Part]:
    """Each list that holds something, and plainly which do not. That nothing is late is no gap."""
    parts = [part for piece in found.values() for part in piece.parts]
    empty = {name: piece.label for name, piece in found.items() if not piece.parts and not piece.evidence}
    if len(empty) == len(found):
        return [Paragraph(_("No evidence held that is placed here."))]
    bare = [label for name, label in empty.items() if name not in _LATE]
    if bare:
        parts += [Paragraph(_("Nothing on record is placed here of these:")), Bullets(bare)]
    if len(bare) < len(empty):
        parts.append(Paragraph(_("Nothing that is placed here is late.")))
    return parts


def _each(found: Iterable[Sequence[Evidence]]) -> list[Evidence]:
    return list(dict.fromkeys(piece for one in found for piece in one))


def _area(area: ImprovementArea, held: Held) -> Iterator[Chapter]:
    """What stands behind an area: statements, and what is done for the objective that answers it."""
    key, title = f"area_{area.id.hex[:8]}", _("To get better: %(area)s", area=area.title)
    step = held.of_objective(area.objective_id) if area.objective_id else None
    came = Paragraph(_("Where this comes from: %(source)s", source=area.source))
    said = tables.statements_table(f"{key}_statements", area, held.scope)
    if step:
        answers = _("The objective that answers it: %(title)s", title=step.objective.title)
    else:
        answers = _(
            "No objective of the plan answers it, so no action and no measure is tied to it. What young people say of"
            " it may stand under an indicator."
        )
    shown = {
        "statements": Piece(_("Position statements"), said, tables.area_evidence([area]) if said else (), len(said)),
        **_done(key, step),
    }
    yield _claim(key, title, [came, Paragraph(answers)], shown)
    yield _impact(key, title, *_came_of(key, step, held))


def _done(key: str, step: Aimed | None) -> dict[str, Piece]:
    """The objective, and what is done for it that young people did not agree to yet."""
    if step is None:
        return {}
    work = Work(actions=step.actions)
    return {
        "objectives": Piece(_("Objectives of the plan"), (), tables.objective_evidence([step]), 1),
        "under_way": _actions(f"{key}_under_way", _("Planned, under way, stuck or stopped"), work.under_way),
        "claimed": _actions(
            f"{key}_claimed", _("Claimed done, and young people do not agree, or not yet"), work.claimed
        ),
    }


def _came_of(key: str, step: Aimed | None, held: Held) -> tuple[dict[str, Piece], dict[str, Piece]]:
    """What changed by the objective's actions and measures; what young people say of the asks they answer, and how many
    spoke of the themes of these."""
    if step is None:
        bare = {"agreed": Piece(_("Done, and young people agree")), "measured": Piece(_("What is measured"))}
        return bare, {
            "verdicts": Piece(pieces.verdicts_label()),
            "themes": Piece(pieces.themes_label()),
        }
    asks = sources.of_ids(held.scope, {one.ask_id for one in step.actions if one.ask_id})
    done = Work(actions=step.actions).agreed
    measured = tables.measures_table(f"{key}_measured", step.measures)
    changed = {
        "agreed": _actions(f"{key}_agreed", _("Done, and young people agree"), done),
        "measured": Piece(_("What is measured"), measured, tables.measure_evidence(step.measures), len(step.measures)),
    }
    about = {one.theme_id for one in asks if one.theme_id}
    return changed, {
        "verdicts": pieces.verdicts(f"{key}_verdicts", asks),
        "themes": pieces.by_theme(held.waves, f"{key}_themes", about),
    }


def _actions(key: str, label: str, rows: Sequence[ActionLine]) -> Piece:
    return Piece(label, showing.actions_table(key, label, rows), showing.action_evidence(rows), len(rows))


def _unplaced(held: Held, chosen: Sequence[Indicator]) -> Chapter:
    """What carries no tag of any indicator; and how much stands under indicators this pack is not about."""
    every = indicators.framework().indicators
    here, anywhere = held.shown(chosen), held.shown(every)
    found = [held.shelves[name].only(f"unplaced_{name}", rows) for name, rows in held.unplaced(anywhere).items()]
    parts: list[Part] = [part for piece in found for part in piece.parts]
    elsewhere: list[Row] = [
        [one.title, len(rest)] for one in every if one not in chosen and (rest := held.shown([one]) - here)
    ]
    columns = [Column(str(_("Indicator"))), Column(str(_("Pieces of evidence")), Cells.NUMBER)]
    return Chapter(
        "unplaced",
        _("Not placed under an indicator"),
        _("Give these a duty, or their theme a right, where they stand, and gather again; or say why none fits."),
        [
            *shared.or_nothing(parts, _("Everything on record of these days stands under an indicator.")),
            *listed("elsewhere", str(_("Under indicators that this pack is not about")), columns, elsewhere),
        ],
        _each(piece.evidence for piece in found),
        {"unplaced": f"{sum(piece.count for piece in found):,}"},
    )


def _next(scope: Scope) -> Chapter:
    owed = sources.open_actions(scope)
    return Chapter(
        "next",
        _("What gets better next"),
        _("What you know is not good enough, what is done about it, by whom and by when."),
        showing.actions_table("next", _("Actions that are still owed"), owed),
        showing.action_evidence(owed),
        rests=True,
    )


KIND = Kind(
    key="inspection",
    label=_l("Inspection pack"),
    what=_l(
        "For inspectors and those who get ready for them: claim, evidence, impact and what young people say,"
        " by quality indicator and by what has to get better. It is not published for everybody."
    ),
    audience=AUDIENCE,
    gather=gather,
    span=rules.year_before,
    editions=(Edition.FULL,),
    public_editions=(),
    cites=True,
    choices=choices,
)
