"""The children's rights report, UNCRC (Incorporation) (Scotland) Act 2024, section 18, with a child-readable version.

It tells what was done in the period, and is intended for the next, so that nobody acts against children's rights
(section 6(1)), and to give them better or further effect. Rights come from the tags of themes and of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.consultations.questionnaire import Asked
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Heading, Paragraph, Part
from portal.evidence.models import Release
from portal.signed_reports import labels, rules, showing, sources, tables, tagged, tags
from portal.signed_reports.gathering import Chapter, Kind, Scope
from portal.signed_reports.kinds import plain, shared
from portal.signed_reports.models import Edition
from portal.signed_reports.sources import Wave
from portal.signed_reports.tagged import Work
from portal.signed_reports.tags import Cluster
from portal.themes.labels import UNCRC


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """The report, or the version children can read."""
    return list(_easy(scope) if edition is Edition.EASY else _full(scope))


def _full(scope: Scope) -> Iterator[Chapter]:
    audience = KIND.audience_of(Edition.FULL)
    waves, work = sources.waves(scope, audience), tagged.by_cluster(tagged.whole(scope, audience))
    found = {cluster: _cluster(cluster, work[cluster], waves) for cluster in Cluster}
    yield _how()
    yield Chapter(
        "compliance",
        _("So that we do not act against children’s rights (section 6)"),
        _("How decisions and services are checked against children’s rights, and what changed. Name the papers."),
        [Paragraph(_("The portal keeps no record of such checks: what stands here rests on other papers."))],
        rests=True,
    )
    yield from (chapter for cluster, chapter in found.items() if chapter.evidence)
    yield _untold([cluster for cluster, chapter in found.items() if not chapter.evidence], work[None])
    yield shared.heard(scope, audience)
    yield shared.not_done(scope)
    yield shared.next_steps(
        scope, _("What is intended in the next three years: to act within children’s rights, and to take them further.")
    )


def _how() -> Chapter:
    said = [
        _("This is a report under section 18 of the UNCRC (Incorporation) (Scotland) Act 2024."),
        _("It says what was done for children’s rights in these three years, and what is intended for the next."),
        _("It is sorted by the groups of rights that the UN Committee on the Rights of the Child asks about."),
        _("What young people ask for stands under the right that its theme carries, or under several."),
        _("Done means: young people agree that it is done. What adults alone call done stands apart, as claimed."),
        _("After each paragraph stands a sign for the evidence it rests on. Where there is none, the report says so."),
        _("It tells of young people in care and of those who have moved on, and of no other children."),
    ]
    return Chapter(
        "how",
        _("How to read this report"),
        _("Two or three sentences: for whom this is, who helped to write it, and how to ask a question about it."),
        [Bullets([str(one) for one in said])],
    )


def _cluster(cluster: Cluster, work: Work, waves: Sequence[Wave]) -> Chapter:
    answers = tables.questions(cluster.value, waves, lambda asked: _first(asked) is cluster)
    again = [
        asked.prompt
        for wave in waves
        for asked in tables.tagged_questions(wave, lambda asked: _is_about(asked, cluster))
        if _first(asked) is not cluster
    ]
    proof = showing.release_evidence(_asked_in(waves, cluster))
    parts: list[Part] = [Paragraph(_("Articles: %(articles)s.", articles="; ".join(_articles(cluster))))]
    if not work.is_empty:
        parts += [Heading(_("What was asked, and what was done"), 2), *shared.work_parts(cluster.value, work)]
    if answers or again:
        parts += [Heading(_("What young people answered"), 2), *answers]
    if again:
        parts += [Paragraph(_("These are about these rights as well; the answers stand further up:")), Bullets(again)]
    return Chapter(
        f"rights_{cluster.value}",
        str(labels.CLUSTERS[cluster]),
        _("What was done for these rights, what changed for children, and what is intended. Name the evidence."),
        parts,
        [*shared.work_evidence(work), *proof],
        shared.work_figures(cluster.value, work),
        rests=True,
    )


def _untold(without: Sequence[Cluster], untagged: Work) -> Chapter:
    parts: list[Part] = []
    if without:
        parts += [
            Paragraph(_("Nothing on record is about these rights. That is no proof that nothing was done, or needed:")),
            Bullets([str(labels.CLUSTERS[one]) for one in without]),
        ]
    if untagged.asks or untagged.actions:
        parts.append(Paragraph(_("These asks and actions have a theme without a right, or no theme:")))
        parts += showing.asks_table("asks_untagged", _("Asks under no right"), untagged.asks)
        parts += showing.actions_table("actions_untagged", _("Actions under no right"), untagged.actions)
    return Chapter(
        "untold",
        _("Where there is no evidence"),
        _("What is known about these rights from elsewhere, and how it will be on record next time."),
        shared.or_nothing(parts, _("Every group of rights has evidence, and everything is under a right.")),
        [*showing.ask_evidence(untagged.asks), *showing.action_evidence(untagged.actions)],
        {"asks_untagged": f"{len(untagged.asks):,}", "actions_untagged": f"{len(untagged.actions):,}"},
    )


def _easy(scope: Scope) -> Iterator[Chapter]:
    """Each right that something was done for, in short; then what was not done, and what comes next."""
    audience = KIND.audience_of(Edition.EASY)
    whole = tagged.whole(scope, audience)
    work = tagged.by_cluster(whole)
    yield Chapter(
        "what",
        _("Your rights"),
        _("Say what children’s rights are, and that the law asks you to tell children what you did for them."),
        [
            Paragraph(
                _("Every child has rights. They are in a list that nearly all countries agreed to. Some of them:")
            ),
            Bullets([str(labels.RIGHTS[cluster]) for cluster in Cluster]),
        ],
    )
    yield plain.you_said(scope, audience, whole.asks)
    for cluster in Cluster:
        if work[cluster].asks or work[cluster].actions:
            done = [f"{one.title} ({one.organisation})" for one in work[cluster].agreed[: shared.FEW]]
            yield Chapter(
                f"rights_{cluster.value}",
                str(labels.RIGHTS[cluster]),
                _("Say what was done for this right, and what is different now."),
                shared.bullets(done, _("There is nothing yet that young people agree is done.")),
            )
    yield plain.we_say(whole.claimed)
    yield plain.not_yet(scope)
    yield plain.coming(scope)


def _articles(cluster: Cluster) -> list[str]:
    """The articles of a cluster, those with a name here by their name."""
    return [str(UNCRC.get(str(one), one)) for one in sorted(tags.ARTICLES[cluster])]


def _is_about(asked: Asked, cluster: Cluster) -> bool:
    return cluster in tags.clusters(tags.articles(asked.uncrc))


def _first(asked: Asked) -> Cluster | None:
    """The first cluster a question is about: its answers stand there, once."""
    return next((cluster for cluster in Cluster if _is_about(asked, cluster)), None)


def _asked_in(waves: Sequence[Wave], cluster: Cluster) -> list[Release]:
    """The releases with figures of a question about these rights."""
    return [one.release for one in waves if tables.tagged_questions(one, lambda asked: _is_about(asked, cluster))]


KIND = Kind(
    key="childrens_rights",
    label=_l("Children’s rights report (section 18)"),
    what=_l(
        "What the UNCRC (Incorporation) (Scotland) Act 2024 asks of councils, health boards and others every three"
        " years: what was done for children’s rights and what is intended. With a version children can read."
        " Of one organisation, or of all together."
    ),
    audience=Audience.PUBLIC,
    gather=gather,
    span=rules.three_years_before,
    cites=True,
    of_one=True,
    every_years=3,
)
