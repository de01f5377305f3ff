"""Progress with The Promise, half a year at a time: its five foundations, and three questions for each.

How are we doing (measures), what did organisations do (asks, actions), does the care community feel it (signed counts):
the questions of The Promise Story of Progress. Asks carry no foundation; see `tags.OF_FOUNDATION`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Heading, Paragraph, Part
from portal.evidence.models import Release
from portal.signed_reports import labels, rules, showing, sources, tables, tagged, tags
from portal.signed_reports.gathering import Chapter, Evidence, Kind, Scope
from portal.signed_reports.kinds import plain, shared
from portal.signed_reports.models import Edition
from portal.signed_reports.sources import Wave
from portal.signed_reports.tagged import Work
from portal.signed_reports.tags import Foundation
from portal.themes.labels import UNCRC


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """The report to the committee, or its easy-read twin."""
    return list(_easy(scope) if edition is Edition.EASY else _full(scope))


def _full(scope: Scope) -> Iterator[Chapter]:
    audience = KIND.audience_of(Edition.FULL)
    whole, waves = tagged.whole(scope, audience), sources.waves(scope, audience)
    work = tagged.by_foundation(whole)
    yield Chapter(
        "short",
        _("In short"),
        _("Three or four sentences: what got better, what did not, what the committee is asked for."),
    )
    yield _how()
    for foundation in Foundation:
        yield _foundation(foundation, work[foundation], waves, audience)
    yield _unsorted(work[None], audience)
    yield shared.not_done(scope)
    yield shared.next_steps(scope, _("What is done in the next half year, by whom and by when."))


def _how() -> Chapter:
    rights = [
        _(
            "%(foundation)s: %(rights)s",
            foundation=labels.FOUNDATIONS[one],
            rights="; ".join(str(UNCRC[str(article)]) for article in sorted(held) if str(article) in UNCRC),
        )
        for one, held in tags.OF_FOUNDATION.items()
    ]
    said = [
        _("Three questions for each foundation: how are we doing, what did organisations do, do people feel it?"),
        _("Asks, actions, promises and measures name no foundation of The Promise. Questions can, and do not always."),
        _("So an ask goes by the children’s right its theme carries, and a question by its own. That is our choice."),
        _("A promise or a measure stands where an action that keeps the promise stands."),
        _("What has no such right is not left out: it stands in a chapter of its own, “Under no foundation”."),
        _("Done means: young people agree that it is done. What adults alone call done stands apart, as claimed."),
    ]
    return Chapter(
        "how",
        _("How to read this report"),
        _("A sentence on what the committee is asked to do with this report."),
        [
            Bullets([str(one) for one in said]),
            Paragraph(_("Which rights stand for which foundation:")),
            Bullets([str(one) for one in rights]),
        ],
    )


def _foundation(foundation: Foundation, work: Work, waves: Sequence[Wave], audience: Audience) -> Chapter:
    key = foundation.name.lower()
    answers = tables.questions(key, waves, lambda asked: foundation is tags.foundation_of(asked.promise, asked.uncrc))
    felt, proof = _felt(key, work, audience)
    return Chapter(
        key,
        str(labels.FOUNDATIONS[foundation]),
        _("An answer to each of the three questions, and what follows from it."),
        [
            Paragraph(str(labels.MEANS[foundation])),
            *_three(
                tables.measures_table(f"measures_{key}", work.measures),
                _done(key, work),
                [*answers, *felt],
            ),
        ],
        [*shared.work_evidence(work), *showing.release_evidence(_asked_in(waves, foundation)), *proof],
        shared.work_figures(key, work),
        rests=True,
    )


def _three(doing: list[Part], did: list[Part], felt: list[Part]) -> list[Part]:
    """The three questions, each with what there is, or that there is nothing."""
    return [
        Heading(_("How are we doing?"), 2),
        *shared.or_nothing(doing, _("No measure with a reading of these days stands under this foundation.")),
        Heading(_("What did organisations do?"), 2),
        *shared.or_nothing(did, _("Nothing that was asked or done stands under this foundation.")),
        Heading(_("Do people with care experience feel it?"), 2),
        *shared.or_nothing(felt, _("No signed count of these days says.")),
    ]


def _done(key: str, work: Work) -> list[Part]:
    return shared.work_parts(key, Work(work.asks, work.actions))


def _felt(key: str, work: Work, audience: Audience) -> tuple[list[Part], list[Evidence]]:
    """What codes say of answers and promises: the newest signed counts, wherever their day lies."""
    return shared.said_back(work, audience, key)


def _unsorted(work: Work, audience: Audience) -> Chapter:
    felt, proof = _felt("unsorted", work, audience)
    parts = [
        *tables.measures_table("measures_unsorted", work.measures),
        *_done("unsorted", work),
        *felt,
    ]
    return Chapter(
        "unsorted",
        _("Under no foundation"),
        _("Where this belongs, and which themes need a right so that it is sorted next time."),
        shared.or_nothing(parts, _("Everything stands under a foundation.")),
        [*shared.work_evidence(work), *proof],
        shared.work_figures("unsorted", work),
    )


def _easy(scope: Scope) -> Iterator[Chapter]:
    """What The Promise is, what was done for each foundation, and what was not."""
    audience = KIND.audience_of(Edition.EASY)
    whole = tagged.whole(scope, audience)
    work = tagged.by_foundation(whole)
    yield Chapter(
        "what",
        _("The Promise"),
        _("Say what The Promise is: what Scotland promised to children in care."),
        [Bullets([f"{labels.FOUNDATIONS[one]}: {labels.MEANS[one]}" for one in Foundation])],
    )
    yield plain.you_said(scope, audience, whole.asks)
    for one in Foundation:
        done = [f"{line.title} ({line.organisation})" for line in work[one].agreed[: shared.FEW]]
        yield Chapter(
            one.name.lower(),
            str(labels.FOUNDATIONS[one]),
            _("Say in one or two sentences what is different now."),
            shared.bullets(done, _("There is nothing yet that young people agree is done.")),
        )
    yield plain.we_say(whole.claimed)
    yield plain.not_yet(scope)
    yield plain.coming(scope)


def _asked_in(waves: Sequence[Wave], foundation: Foundation) -> list[Release]:
    """The releases with figures of a question under this foundation."""
    return [
        one.release
        for one in waves
        if tables.tagged_questions(one, lambda asked: foundation is tags.foundation_of(asked.promise, asked.uncrc))
    ]


KIND = Kind(
    key="promise",
    label=_l("Progress with The Promise"),
    what=_l(
        "For the committee, twice a year: voice, family, care, people and scaffolding, and whether people with care"
        " experience feel it. With an easy-read twin."
    ),
    audience=Audience.PUBLIC,
    gather=gather,
    span=rules.half_year_before,
)
