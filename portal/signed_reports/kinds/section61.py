"""The report of corporate parents, Children and Young People (Scotland) Act 2014, section 61, with a child's version.

It tells how they used sections 58 (the six duties), 59 (the plan) and 60 (working together). The guidance asks for one
at least every three years, with a link to the plan's objectives, an analysis of progress and the next actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.commitments.labels import DUTIES
from portal.commitments.models import Duty
from portal.disclosure.thresholds import Audience
from portal.documents.document import Bullets, Column, Paragraph, Part, Row
from portal.documents.document import Kind as ColumnKind
from portal.partnership import queries as partnership
from portal.plans.models import Plan
from portal.reports.definitions.parts import date_text
from portal.signed_reports import planned, rules, showing, sources, tables, tagged
from portal.signed_reports.gathering import Chapter, Kind, Scope
from portal.signed_reports.kinds import plain, shared
from portal.signed_reports.listing import listed
from portal.signed_reports.models import Edition
from portal.signed_reports.tagged import Work
from portal.themes import queries as themes
from portal.themes.labels import UNCRC

#: What each duty asks for, in the words of section 58(1), shortened.
_ASKS_FOR = {
    Duty.ALERT: _l("To be alert to what harms young people’s wellbeing, or might."),
    Duty.ASSESS: _l("To find out what young people need of the services and the support we give."),
    Duty.PROMOTE: _l("To promote young people’s interests."),
    Duty.OPPORTUNITIES: _l("To seek chances for young people to join in what is good for them."),
    Duty.ACCESS: _l("To help young people take up those chances, and use our services and support."),
    Duty.IMPROVE: _l("To get better at being a corporate parent."),
}


def gather(scope: Scope, edition: Edition) -> Sequence[Chapter]:
    """The report, or the child's version of it."""
    return list(_easy(scope) if edition is Edition.EASY else _full(scope))


def _full(scope: Scope) -> Iterator[Chapter]:
    audience = KIND.audience_of(Edition.FULL)
    work, plans = tagged.whole(scope, audience), planned.plans(scope)
    sorted_work = tagged.by_duty(work)
    yield _how(sorted_work[None])
    yield _whose(scope, plans)
    for duty in Duty:
        yield _duty(duty, sorted_work[duty])
    if not sorted_work[None].is_empty:
        yield _no_duty(sorted_work[None])
    yield _planning(scope, plans, audience)
    yield _together(scope)
    yield _progress(scope, plans, audience)
    yield _said(scope, work, audience)
    yield shared.not_done(scope)
    yield shared.next_steps(
        scope, _("The next actions under each duty: who does what, by when, and under which objective.")
    )
    yield _rights(work)


def _how(untagged: Work) -> Chapter:
    said = [
        _("This is a report under section 61 of the Children and Young People (Scotland) Act 2014."),
        _(
            "It goes through the six duties of section 58 one by one, then planning (section 59)"
            " and working together (section 60)."
        ),
        _("Done means: young people agree that it is done. What adults alone call done stands apart, as claimed."),
        _("After each paragraph stands a sign for the evidence it rests on. Where there is none, the report says so."),
        _("Numbers of young people come from signed counts. Small ones are hidden, so that nobody can be recognised."),
    ]
    if not untagged.is_empty:
        text = _(
            "%(asks)s asks and %(actions)s actions carry no duty. They stand in a chapter of their own.",
            asks=len(untagged.asks),
            actions=len(untagged.actions),
        )
        said.append(text)
    return Chapter(
        "how",
        _("How to read this report"),
        _("Two or three sentences: for whom this is, who helped to write it, and how to ask a question about it."),
        [Bullets([str(one) for one in said])],
    )


def _whose(scope: Scope, plans: Sequence[Plan]) -> Chapter:
    return Chapter(
        "whose",
        _("Who we are, and our plan"),
        _("What the organisation does for care experienced young people, and what its plan set out to reach."),
        [
            *listed("whose", _("Whose report this is"), *_corporate_parents(scope)),
            *shared.or_nothing(tables.plans_table("plans", plans), _("No published plan held in these days.")),
        ],
        tables.plan_evidence(plans),
        {"plans": f"{len(plans):,}"},
        rests=True,
    )


def _corporate_parents(scope: Scope) -> tuple[list[Column], list[Row]]:
    columns = [Column(str(_("Corporate parent"))), Column(str(_("Entry in schedule 4 of the Act")))]
    local = scope.organisation_id is None
    found = [one for one in partnership.organisations(local=local) if one.statutory and scope.owes(one.id)]
    return columns, [[one.name, one.schedule4 or "–"] for one in found]


def _duty(duty: Duty, work: Work) -> Chapter:
    return Chapter(
        f"duty_{duty.value}",
        _("Duty %(duty)s", duty=DUTIES[duty]),
        _("What was done under this duty, what changed for young people, and what did not. Name the evidence."),
        [
            Paragraph(str(_("Section 58(1)(%(letter)s). %(asks)s", letter=duty.value, asks=_ASKS_FOR[duty]))),
            *shared.work_parts(duty.value, work),
        ],
        shared.work_evidence(work),
        shared.work_figures(duty.value, work),
        rests=True,
    )


def _no_duty(work: Work) -> Chapter:
    return Chapter(
        "no_duty",
        _("What is under no duty yet"),
        _("Give these a duty where they stand, and gather again; or say why they belong to none."),
        shared.work_parts("none", work),
        shared.work_evidence(work),
        shared.work_figures("none", work),
    )


def _planning(scope: Scope, plans: Sequence[Plan], audience: Audience) -> Chapter:
    fresh = [one for one in plans if scope.holds(one.published_on)]
    waves = sources.waves(scope, audience)
    parts: list[Part] = [
        Paragraph(_("%(title)s was published on %(day)s.", title=one.title, day=date_text(one.published_on)))
        for one in fresh
        if one.published_on
    ]
    heard = [f"{wave.release.title}: {sources.people_in(wave)}" for wave in waves]
    parts += (
        [Paragraph(_("Young people were asked, and their answers counted and signed:")), Bullets(heard)]
        if heard
        else []
    )
    found = planned.areas(plans)
    parts += tables.areas_table("areas", found, scope)
    return Chapter(
        "planning",
        _("Planning, and keeping the plan under review (section 59)"),
        _("How the plan came to be, who was consulted on it, and how it is kept under review."),
        shared.or_nothing(
            parts, _("No plan was published in these days, and no count of young people’s answers signed.")
        ),
        [
            *tables.plan_evidence(fresh),
            *showing.release_evidence(wave.release for wave in waves),
            *tables.area_evidence(found),
        ],
        {"plans_published": f"{len(fresh):,}", "waves": f"{len(waves):,}", "areas": f"{len(found):,}"},
        rests=True,
    )


def _together(scope: Scope) -> Chapter:
    asks, decided = planned.joint_asks(scope), planned.joint_decisions(scope)
    parts = tables.together_table("joint_asks", asks)
    parts += tables.joint_decisions_table("joint_decisions", decided)
    return Chapter(
        "together",
        _("Working together (section 60)"),
        _("Where organisations shared information, advice, work, money or responsibility, and what came of it."),
        shared.or_nothing(parts, _("Nothing that several organisations did together is on record for these days.")),
        [*showing.ask_evidence(asks), *showing.decision_evidence(decided)],
        {"joint_asks": f"{len(asks):,}", "joint_decisions": f"{len(decided):,}"},
        rests=True,
    )


def _progress(scope: Scope, plans: Sequence[Plan], audience: Audience) -> Chapter:
    found = planned.objectives(scope, plans, audience)
    parts = tables.objectives_table("objectives", found, scope)
    parts += tables.moved_table("moved", found, scope)
    bare = [one.objective.title for one in found if not one.actions]
    nobody = (
        _("No action of ours serves these objectives:")
        if scope.organisation_id
        else _("No action serves these objectives:")
    )
    parts += [Paragraph(nobody), Bullets(bare)] if bare else []
    return Chapter(
        "progress",
        _("Progress against the plan’s objectives"),
        _("For each objective: how far it is, what helped, what held it up, and what changes because of that."),
        shared.or_nothing(parts, _("There is no objective of a published plan to measure progress against.")),
        [
            *tables.objective_evidence(found),
            *showing.action_evidence(line for one in found for line in tables.moved_for(one, scope)),
        ],
        {"objectives": f"{len(found):,}", "objectives_without_action": f"{len(bare):,}"},
        rests=True,
    )


def _said(scope: Scope, work: Work, audience: Audience) -> Chapter:
    own = {one.id for one in themes.themes_owned_by(scope.organisation_id)} if scope.organisation_id else None
    waves = sources.waves(scope, audience)
    parts, proof = shared.said_back(work, audience)
    return Chapter(
        "said",
        _("What young people say"),
        _(
            "What young people say of answers and of promises, and what they talk about most."
            " Leave nothing unwelcome out."
        ),
        [*parts, *shared.wave_parts(waves, own)],
        [*proof, *showing.wave_evidence(waves)],
        rests=True,
    )


def _rights(work: Work) -> Chapter:
    named = tagged.rights_of_asks([one.id for one in work.asks])
    counted = {key: sum(int(key) in found for found in named.values()) for key in UNCRC}
    columns = [Column(str(_("Article"))), Column(str(_("Asks of these days")), ColumnKind.NUMBER)]
    rows: list[Row] = [[str(UNCRC[key]), number] for key, number in counted.items() if number]
    return Chapter(
        "rights",
        _("Children’s rights"),
        _("How the duties above serve children’s rights. The children’s rights report tells more."),
        [
            Paragraph(
                _(
                    "These rights of the UN Convention on the Rights of the Child are named by the themes of the asks."
                    " Actions for children’s rights have a report of their own, under section 18 of the UNCRC"
                    " (Incorporation) (Scotland) Act 2024."
                )
            ),
            *listed("rights", _("Rights that asks are about"), columns, rows),
        ],
    )


def _easy(scope: Scope) -> Iterator[Chapter]:
    """A child's version: what must be done, what was, what was not, what comes next."""
    audience = KIND.audience_of(Edition.EASY)
    work = tagged.whole(scope, audience)
    yield Chapter(
        "what",
        _("What this is about"),
        _("Say who you are, and that the law asks you to tell young people what you did."),
        [
            Paragraph(_("There are six things we have to do for you. The law says so:")),
            Bullets([str(label) for label in DUTIES.values()]),
        ],
    )
    yield plain.you_said(scope, audience, work.asks)
    yield plain.we_did(scope, work.agreed)
    yield plain.we_say(work.claimed)
    yield plain.not_yet(scope)
    yield plain.coming(scope)


KIND = Kind(
    key="section61",
    label=_l("Corporate parenting report (section 61)"),
    what=_l(
        "What the 2014 Act asks of each corporate parent at least every three years: the six duties, planning,"
        " working together, progress against the plan. With a child’s version. Of one organisation, or of all together."
    ),
    audience=Audience.PUBLIC,
    gather=gather,
    span=rules.three_years_before,
    cites=True,
    of_one=True,
    every_years=3,
)
