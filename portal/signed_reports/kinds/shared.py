"""Chapters and lists that several kinds of report have."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from flask_babel import gettext as _

from portal.board.models import AskAnswer
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Paragraph, Part
from portal.entitlements import queries as entitlements
from portal.evidence import queries as evidence
from portal.signed_reports import showing, sources, tables
from portal.signed_reports.gathering import Chapter, Evidence, Scope
from portal.signed_reports.sources import Wave
from portal.signed_reports.tagged import Work

#: How many of a list an easy-read page carries.
FEW = 5


def heard(scope: Scope, audience: Audience) -> Chapter:
    """Signed waves of the days, and whom they did not reach."""
    waves = sources.waves(scope, audience)
    figures = {f"people_{at}": sources.people_in(wave) for at, wave in enumerate(waves, start=1)}
    return Chapter(
        "heard",
        _("Whom we heard, and what they said"),
        _("What stands out in what was said, and whom we did not hear."),
        wave_parts(waves),
        showing.wave_evidence(waves),
        figures,
    )


def wave_parts(waves: Sequence[Wave], only: Collection[UUID] | None = None) -> list[Part]:
    """Each wave: how many took part, what they said by theme, or by `only` these themes, whom it did not reach, and
    what changed since the one before."""
    parts: list[Part] = []
    for wave in waves:
        parts.append(Paragraph(f"{wave.release.title}: {sources.people_in(wave)}"))
        table = showing.themes_table(wave, only)
        parts += [table] if table else []
        silent = sources.not_heard(wave)
        parts += [Paragraph(_("Whom we did not hear:")), Bullets(silent)] if silent else []
        changed = showing.changed_table(wave)
        parts += [changed] if changed else []
    return or_nothing(parts, _("No signed figures of what young people said fall into these days."))


def work_parts(key: str, work: Work) -> list[Part]:
    """What was asked and what was done about it, promised and measured; what adults alone call done stands apart."""
    parts = showing.asks_table(f"asks_{key}", _("What young people asked for"), work.asks)
    parts += showing.actions_table(f"agreed_{key}", _("Done, and young people agree"), work.agreed)
    parts += showing.actions_table(
        f"claimed_{key}", _("Claimed done, and young people do not agree, or not yet"), work.claimed
    )
    parts += showing.actions_table(f"under_way_{key}", _("Planned, under way, stuck or stopped"), work.under_way)
    parts += showing.promises_table(f"promises_{key}", _("Promises side by side"), work.promises)
    return [*parts, *tables.measures_table(f"measures_{key}", work.measures)]


def work_evidence(work: Work) -> list[Evidence]:
    """Each row of it."""
    return [
        *showing.ask_evidence(work.asks),
        *showing.action_evidence(work.actions),
        *showing.promise_evidence(work.promises),
        *tables.measure_evidence(work.measures),
    ]


def work_figures(key: str, work: Work) -> dict[str, str]:
    """How many of each, by names no other chapter has: what organisations did, never how many young people."""
    return {
        f"asks_{key}": f"{len(work.asks):,}",
        f"actions_agreed_{key}": f"{len(work.agreed):,}",
        f"actions_claimed_{key}": f"{len(work.claimed):,}",
        f"actions_under_way_{key}": f"{len(work.under_way):,}",
        f"promises_{key}": f"{len(work.promises):,}",
        f"measures_{key}": f"{len(work.measures):,}",
    }


def said_back(work: Work, audience: Audience, key: str = "all") -> tuple[list[Part], list[Evidence]]:
    """What young people say of answers and of promises, from the newest signed counts; those counts, and what they are
    about, as evidence."""
    verdicts = showing.verdicts_table(f"verdicts_{key}", _("What the people who asked say"), work.asks, audience)
    reached = showing.reached_table(f"reached_{key}", _("Whether promises reached young people"), work.promises)
    releases = [
        release
        for parts, release in ((verdicts, evidence.latest_verdicts()), (reached, entitlements.latest_release()))
        if parts and release
    ]
    about = [
        *showing.ask_evidence(showing.rated(work.asks, audience)),
        *showing.promise_evidence(showing.counted(work.promises)),
    ]
    return [*verdicts, *reached], [*showing.release_evidence(releases), *about]


def not_done(scope: Scope) -> Chapter:
    """Noes with their reasons, what is late, stuck or stopped."""
    found = [one for one in sources.answered(scope) if one.answer in (AskAnswer.NO, AskAnswer.PARTLY)]
    asks, actions = sources.late_asks(scope), sources.late_actions(scope)
    halted = sources.halted(scope)
    noes = [one for one in found if one.answer is AskAnswer.NO]
    parts = showing.noes_table("noes", _("Answered with no or partly, and why"), found)
    parts += showing.asks_table("late_asks", _("Answers that are late"), asks)
    parts += showing.actions_table("late_actions", _("Actions that are late"), actions)
    parts += showing.actions_table("halted", _("Actions that are stuck, or were stopped"), halted)
    return Chapter(
        "not_done",
        _("What we have not done"),
        _("Say it plainly: what was refused and for which reason, what is late, and what that means for young people."),
        or_nothing(parts, _("Nothing was refused in these days, and nothing is late or stuck.")),
        [*showing.ask_evidence([*found, *asks]), *showing.action_evidence([*actions, *halted])],
        {
            "noes": f"{len(noes):,}",
            "partly": f"{len(found) - len(noes):,}",
            "late_asks": f"{len(asks):,}",
            "late_actions": f"{len(actions):,}",
        },
    )


def next_steps(scope: Scope, prompt: str) -> Chapter:
    """What is still owed, by whom and by when."""
    found = sources.open_actions(scope)
    return Chapter(
        "next",
        _("What happens next"),
        prompt,
        or_nothing(
            showing.actions_table("open", _("Actions that are still owed"), found),
            _("No action is owed. What comes next stands in the words above, and nowhere else yet."),
        ),
        showing.action_evidence(found),
        {"actions_open": f"{len(found):,}"},
        rests=True,
    )


def bullets(items: Sequence[str], nothing: str) -> list[Part]:
    """A list, or a sentence that says that there is nothing."""
    return [Bullets(items)] if items else [Paragraph(nothing)]


def or_nothing(parts: list[Part], nothing: str) -> list[Part]:
    """The parts, or a sentence that says that there is nothing."""
    return parts or [Paragraph(nothing)]
