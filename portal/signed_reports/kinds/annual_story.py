"""The Champions Board's story of a year, in the order young people talked about things; for everybody to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.board.models import ActionState
from portal.board.stories import AskStory
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets
from portal.signed_reports import rules, showing, sources, tagged
from portal.signed_reports.gathering import Chapter, Kind, Scope
from portal.signed_reports.kinds import plain, shared
from portal.signed_reports.models import Edition


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """The story, or the short one."""
    return list(_easy(scope) if edition is Edition.EASY else _full(scope))


def _full(scope: Scope) -> Iterator[Chapter]:
    audience = KIND.audience_of(Edition.FULL)
    yield _how()
    yield _asked(scope)
    yield from _done(scope)
    yield _said(scope, audience)
    yield _no(scope)
    yield _decided(scope)
    yield _next(scope)


def _how() -> Chapter:
    said = [
        _("This is the year as the Champions Board tells it. Asks stand in the order the board talked about them."),
        _("Some asks are in a young person’s own words. Who takes theirs back takes them back here too."),
        _("Done means: young people agree that it is done. What adults alone call done stands apart."),
        _("Young champions can read this before anybody signs it."),
    ]
    return Chapter(
        "how",
        _("How this story is told"),
        _("Who wrote this, and which young champions read it. First names only if they want that."),
        [Bullets([str(one) for one in said])],
    )


def _asked(scope: Scope) -> Chapter:
    found = sources.in_board_order(scope, sources.asked(scope))
    return Chapter(
        "asked",
        _("What we asked for"),
        _("What these asks are about, and why they matter. Say it as young people would."),
        shared.or_nothing(
            showing.asks_table("asked", _("What young people asked for this year"), found), _("Nothing new was asked.")
        ),
        showing.ask_evidence(found),
        {"asks": f"{len(found):,}"},
    )


def _done(scope: Scope) -> Iterator[Chapter]:
    agreed = sources.actions(scope, ActionState.AGREED)
    claimed = sources.actions(scope, *tagged.CLAIMED)
    yield Chapter(
        "agreed",
        _("What was done, and we agree"),
        _("What is different now. Thank those who did it."),
        shared.or_nothing(
            showing.actions_table("agreed", _("Done, and young people agree"), agreed),
            _("There is nothing this year that young people agree is done."),
        ),
        showing.action_evidence(agreed),
        {"actions_agreed": f"{len(agreed):,}"},
    )
    yield Chapter(
        "disputed",
        _("What adults say is done, and we have not agreed"),
        _("What is missing before young people agree."),
        shared.or_nothing(
            showing.actions_table("claimed", _("Claimed done, and young people do not agree, or not yet"), claimed),
            _("Nothing was claimed this year that young people do not agree to."),
        ),
        showing.action_evidence(claimed),
        {"actions_claimed": f"{len(claimed):,}"},
    )


def _said(scope: Scope, audience: Audience) -> Chapter:
    work = tagged.Work(asks=sources.answered(scope), promises=tuple(sources.promises(scope, audience)))
    parts, proof = shared.said_back(work, audience)
    return Chapter(
        "said",
        _("Did it change anything?"),
        _("What the people who asked say of the answers, and whether promises reached them."),
        shared.or_nothing(parts, _("No signed count says yet.")),
        proof,
    )


def _no(scope: Scope) -> Chapter:
    found = [one for one in sources.answered(scope) if one.reason_label]
    return Chapter(
        "no",
        _("Where the answer was no, and why"),
        _("What young people make of the reasons, and what is asked again."),
        shared.or_nothing(
            showing.noes_table("noes", _("Answered with no or partly, and why"), found), _("Nobody said no this year.")
        ),
        showing.ask_evidence(found),
        {"noes": f"{len(found):,}"},
    )


def _decided(scope: Scope) -> Chapter:
    found = sources.decisions(scope)
    return Chapter(
        "decided",
        _("What the Champions Board decided"),
        _("Which decision mattered most, and what came of it."),
        shared.or_nothing(
            showing.decisions_table("decided", _("Decisions with agreed minutes"), found),
            _("No decision with agreed minutes falls into these days."),
        ),
        showing.decision_evidence(found),
        {"decisions": f"{len(found):,}"},
    )


def _next(scope: Scope) -> Chapter:
    asks, actions = sources.waiting_asks(scope), sources.open_actions(scope)
    parts = showing.asks_table("waiting", _("What waits for an answer"), asks)
    parts += showing.actions_table("open", _("Actions that are still owed"), actions)
    return Chapter(
        "next",
        _("What we ask for next"),
        _("What the board will ask for next year, in the order young people want it."),
        shared.or_nothing(parts, _("Nothing waits for an answer, and nothing is owed.")),
        [*showing.ask_evidence(asks), *showing.action_evidence(actions)],
        {"asks_waiting": f"{len(asks):,}", "actions_open": f"{len(actions):,}"},
    )


def _easy(scope: Scope) -> Iterator[Chapter]:
    """The same in short lists."""
    audience = KIND.audience_of(Edition.EASY)
    yield plain.you_said(scope, audience, sources.in_board_order(scope, sources.asked(scope)))
    yield plain.we_did(scope, sources.actions(scope, ActionState.AGREED))
    yield plain.we_say(sources.actions(scope, *tagged.CLAIMED))
    yield plain.not_yet(scope)
    decided = [one.what for one in sources.decisions(scope)]
    yield Chapter(
        "decided",
        _("What the board decided"),
        _("Say it in one sentence each."),
        shared.bullets(decided[: shared.FEW], _("Nothing was decided.")),
    )
    waiting: Sequence[AskStory] = sources.waiting_asks(scope)
    yield Chapter(
        "next",
        _("What we ask for next"),
        _("Say what young people will ask for, and how others can join in."),
        shared.bullets([showing.wording(one) for one in waiting[: shared.FEW]], _("Nothing waits for an answer.")),
    )


KIND = Kind(
    key="annual_story",
    label=_l("The Champions Board’s story of the year"),
    what=_l(
        "What was asked, done, disputed, refused and decided in a year, in the order young people talked about it."
        " Young champions can read it before it is signed. With a short version."
    ),
    audience=Audience.PUBLIC,
    gather=gather,
    span=rules.year_before,
    champions_first=True,
)
