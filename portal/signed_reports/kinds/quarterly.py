"""The quarterly summary for the Corporate Parenting Group, with its easy-read twin for young people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.board.models import ActionState, AskAnswer
from portal.disclosure.thresholds import Audience
from portal.entitlements.rules import Width
from portal.signed_reports import rules, showing, sources, tagged
from portal.signed_reports.gathering import Chapter, Kind, Scope
from portal.signed_reports.kinds import plain, shared
from portal.signed_reports.models import Edition


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """The quarter for the group, or the same quarter for young people."""
    return list(_easy(scope) if edition is Edition.EASY else _full(scope))


def _full(scope: Scope) -> Iterator[Chapter]:
    audience = KIND.audience_of(Edition.FULL)
    yield Chapter("short", _("In short"), _("Three or four sentences: what was heard, what moved, what is stuck."))
    yield shared.heard(scope, audience)
    yield _asked(scope)
    yield _answered(scope, audience)
    yield _done(scope)
    yield shared.not_done(scope)
    yield _promised(scope, audience)
    yield _decided(scope)
    yield Chapter(
        "next",
        _("What happens next"),
        _("What is done next quarter, by whom and by when."),
        parts=showing.actions_table("open", _("Actions that are still owed"), sources.open_actions(scope)),
        evidence=showing.action_evidence(sources.open_actions(scope)),
    )


def _asked(scope: Scope) -> Chapter:
    found = sources.asked(scope)
    return Chapter(
        "asked",
        _("What young people asked for"),
        _("Which asks are new, and what they are about."),
        shared.or_nothing(showing.asks_table("asked", _("Asks of these days"), found), _("Nothing new was asked.")),
        showing.ask_evidence(found),
        {"asks_new": f"{len(found):,}"},
    )


def _answered(scope: Scope, audience: Audience) -> Chapter:
    found = sources.answered(scope)
    parts = showing.asks_table("answered", _("Answers of these days"), found)
    parts += showing.verdicts_table("verdicts", _("What the people who asked say"), found, audience)
    by_answer = {answer: sum(one.answer is answer for one in found) for answer in AskAnswer}
    return Chapter(
        "answered",
        _("What was answered"),
        _("How many answers were yes, partly or no, and why no. What young people say of the answers."),
        shared.or_nothing(parts, _("Nothing was answered in these days.")),
        showing.ask_evidence(found),
        {
            "answers": f"{len(found):,}",
            "answers_yes": f"{by_answer[AskAnswer.YES]:,}",
            "answers_partly": f"{by_answer[AskAnswer.PARTLY]:,}",
            "answers_no": f"{by_answer[AskAnswer.NO]:,}",
        },
    )


def _done(scope: Scope) -> Chapter:
    agreed, claimed = sources.actions(scope, ActionState.AGREED), sources.actions(scope, *tagged.CLAIMED)
    parts = showing.actions_table("agreed", _("Done, and young people agree"), agreed)
    parts += showing.actions_table("claimed", _("Claimed done, and young people do not agree, or not yet"), claimed)
    return Chapter(
        "done",
        _("What was done"),
        _("Only what young people agree to counts as done. What do they say of the rest?"),
        shared.or_nothing(parts, _("Nothing was claimed or agreed done in these days.")),
        showing.action_evidence([*agreed, *claimed]),
        {"actions_agreed": f"{len(agreed):,}", "actions_claimed": f"{len(claimed):,}"},
    )


def _promised(scope: Scope, audience: Audience) -> Chapter:
    found = sources.promises(scope, audience)
    wide = sum(one.gap.width is Width.WIDE for one in found)
    return Chapter(
        "promised",
        _("What was promised, what is measured, what reached young people"),
        _("Where the gap is widest, and what is done about it."),
        shared.or_nothing(
            showing.promises_table("promises", _("Promises side by side"), found), _("No promise stands.")
        ),
        showing.promise_evidence(found),
        {"promises": f"{len(found):,}", "promises_wide_gap": f"{wide:,}"},
    )


def _decided(scope: Scope) -> Chapter:
    found = sources.decisions(scope)
    table = showing.decisions_table("decided", _("Decisions with agreed minutes"), found)
    return Chapter(
        "decided",
        _("What the Champions Board decided"),
        _("What follows from it for this group."),
        shared.or_nothing(table, _("No decision with agreed minutes falls into these days.")),
        showing.decision_evidence(found),
        {"decisions": f"{len(found):,}"},
    )


def _easy(scope: Scope) -> Iterator[Chapter]:
    """Short lists in plain words, from figures everybody may know."""
    yield plain.you_said(scope, KIND.audience_of(Edition.EASY), sources.asked(scope))
    yield plain.we_did(scope, sources.actions(scope, ActionState.AGREED))
    yield plain.we_say(sources.actions(scope, *tagged.CLAIMED))
    yield plain.not_yet(scope)
    yield plain.coming(scope)


KIND = Kind(
    key="quarterly",
    label=_l("Quarterly summary"),
    what=_l(
        "For the Corporate Parenting Group: what was heard, asked, answered, done and promised. With an easy-read twin."
    ),
    audience=Audience.PARTNERS,
    gather=gather,
    span=rules.quarter_before,
    public_editions=(Edition.EASY,),
)
