"""One of everything the site can show, and everybody who may or may not see it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts import invitations
from portal.accounts.models import Account
from portal.board import shaping, working
from portal.board.models import AskAnswer, FileKind, Step
from portal.comparisons import operations as comparisons
from portal.comparisons import queries as comparison_queries
from portal.comparisons.operations import Wave
from portal.comparisons.rules import Read, figure_of
from portal.complaints import operations as complaints
from portal.consultations import bank, building
from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.models import Consultation, Kind
from portal.consultations.planned import NewQuestion
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes, visits
from portal.contributions.models import Contribution, Identity, Matter, Purpose, Whereabouts
from portal.core import clock, db
from portal.core.access import Role
from portal.documents.formats import Form
from portal.entitlements import operations as entitlement_operations
from portal.entitlements.models import Got
from portal.escalation import operations as escalation
from portal.evidence import operations as evidence_operations
from portal.feedback.models import Told
from portal.free_views import operations as free_views
from portal.invitations.models import Group
from portal.meeting_prep import operations as preparations
from portal.meeting_prep.models import MeetingKind, Preparation, Reader
from portal.meetings import feeds, packs, recording
from portal.meetings import operations as meeting_operations
from portal.meetings import queries as meeting_queries
from portal.meetings.models import Coming
from portal.outbox import operations as outbox
from portal.outbox.models import Message, Progress
from portal.paper import operations as paper
from portal.paper.rules import Paper
from portal.partnership.models import GovernanceLevel, LocalHoliday
from portal.safety import operations as safety
from portal.safety.models import Tier
from portal.safety.operations import Report
from portal.themes import coding
from portal.themes import operations as theme_operations
from portal.themes.models import Theme
from portal.together import handing_over
from portal.together import operations as group_operations
from portal.unmasking import operations as unmasking
from portal.unmasking.models import Reason, Unmasking
from portal.word_list import operations as word_list
from tests.factories import (
    answers,
    board,
    commitments,
    consultations,
    downloads,
    evidence,
    groups,
    measures,
    media,
    people,
    place,
    plans,
    programs,
    signed_reports,
    themes,
    training,
    voices,
)
from tests.factories import ideas as ideas_factory
from tests.factories import invitations as invitations_factory
from tests.factories import meetings as meetings_factory
from tests.support.client import PageClient

#: What stands for a person in the sweeps: a role, and whose side of the table they sit on.
VISITOR, HOLDER, NO_ROLE = "visitor", "holder", "no role"
CHAMPION, MEMBER, LEAD, OTHER_LEAD = "champion", "board member", "council lead", "health lead"
OFFICER, SAFEGUARDING, ADMINISTRATOR = "officer", "safeguarding", "administrator"
TWO_HATS = "officer acting as champion"
ADVOCATE, WORKER, INSPECTOR = "advocate", "worker", "inspector"
WORKING: Mapping[str, tuple[tuple[Role, ...], Role | None, str]] = {
    CHAMPION: ((Role.CHAMPION,), Role.CHAMPION, ""),  # in the young people's own group
    MEMBER: ((Role.BOARD_MEMBER,), Role.BOARD_MEMBER, "Council"),
    LEAD: ((Role.CORPORATE_LEAD,), Role.CORPORATE_LEAD, "Council"),
    OTHER_LEAD: ((Role.CORPORATE_LEAD,), Role.CORPORATE_LEAD, "NHS"),
    OFFICER: ((Role.PARTICIPATION_OFFICER,), Role.PARTICIPATION_OFFICER, "Council"),
    SAFEGUARDING: ((Role.SAFEGUARDING_OFFICER,), Role.SAFEGUARDING_OFFICER, "Council"),
    ADMINISTRATOR: ((Role.ADMINISTRATOR,), Role.ADMINISTRATOR, "Council"),
    TWO_HATS: ((Role.CHAMPION, Role.PARTICIPATION_OFFICER), Role.CHAMPION, "Council"),
    ADVOCATE: ((Role.ADVOCATE,), Role.ADVOCATE, "Council"),
    WORKER: ((Role.WORKER,), Role.WORKER, "Council"),
    INSPECTOR: ((Role.INSPECTOR,), Role.INSPECTOR, "NHS"),
    NO_ROLE: ((), None, "Council"),
}
#: A published figure as somebody types it.
FIGURE = {
    "question_key": "home",
    "answer": "Good",
    "survey": "National survey",
    "publisher": "The government",
    "year": "2024",
    "population": "Children in care",
    "share": "71",
    "base": "",
    "address": "https://example.org/survey",
    "retrieved_on": "2026-05-31",
}
EVERYBODY = (VISITOR, HOLDER, *WORKING)
CODE_TEXT = "I want to see my wee brother more. Ask me first, not after."
#: Words nobody is allowed to quote: whoever is shown them has read them, and that is on record.
SECRET, NAMED_SECRET, DANGER = "Biscuitquokka is my dog", "Robinquokka says hello", "Cellarquokka is where I sleep"

#: Of the draft: its second question is asked where life at home is good.
WHEN_GOOD = Condition(Mode.ALL, (Comparison("home", Operator.ANY_OF, ("good",)),))


class Actor(PageClient):
    """Somebody's browser; `tokens` are kept so that a sweep asks for each only once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tokens: dict[str, str] = {}

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As any browser; what a page may hold is checked by the sweeps themselves, element by element."""
        kwargs.setdefault("base_url", "http://127.0.0.1:8000")
        return FlaskClient.open(self, *args, **kwargs)


@dataclass
class World:
    """Everybody by name, and which row stands for each parameter of an address."""

    app: Flask
    accounts: dict[str, Account] = field(default_factory=dict)
    wave: Questionnaire = field(init=False)
    thread: Contribution = field(init=False)
    preparation: Preparation = field(init=False)
    any_endpoint: dict[str, object] = field(default_factory=dict)
    by_endpoint: dict[str, dict[str, object]] = field(default_factory=dict)

    def client(self, who: str) -> Actor:
        """A fresh browser with this person in it."""
        client = Actor(self.app, self.app.response_class)
        if who == HOLDER:
            token = secrets.token_urlsafe(32)
            visits.save_visit(token, visits.Visit(thread=self.thread.id))
            preparations.open_on(db.session.merge(self.preparation), token=token)
            db.session().commit()
            client.set_cookie("visit", token, domain="127.0.0.1")
        elif who != VISITOR:
            client.sign_in(self.accounts[who], WORKING[who][1])
        return client

    def values(self, endpoint: str, arguments: set[str]) -> dict[str, object]:
        """A row for each parameter of an address."""
        own = self.by_endpoint.get(endpoint, {})
        return {name: own.get(name, self.any_endpoint.get(name)) for name in arguments}


def make_world(app: Flask) -> World:
    """A small partnership in the middle of its work."""
    world = World(app)
    for who, (roles, _, organisation) in WORKING.items():
        account = people.make_account(*roles, name=who.title(), organisation=organisation)
        account.username = f"the-{who.replace(' ', '-')}"
        world.accounts[who] = account
    other = people.make_account(Role.PARTICIPATION_OFFICER, name="Other Officer")
    waits = people.make_account(Role.BOARD_MEMBER, name="New Member")
    waits.roles[0].approved, waits.roles[0].granted_by_id = False, world.accounts[ADMINISTRATOR].id
    world.accounts[CHAMPION].username = "otter"  # one of the invented people, whom alone the bar signs in
    leaver = people.make_account(Role.SAFEGUARDING_OFFICER, name="Leaving Officer")
    leaver.closing_asked_by_id = world.accounts[ADMINISTRATOR].id
    db.session.flush()
    _, token = invitations.invite(
        name="Newly Invited",
        email="new@example.org",
        organisation_id=leaver.organisation_id,
        roles=[Role.WORKER],
        by=world.accounts[ADMINISTRATOR],
    )
    world.by_endpoint["accounts_staff.ask_longer"] = {"role_id": world.accounts[INSPECTOR].roles[0].id}
    world.any_endpoint |= {"token": token, "kind": "role", "row_id": waits.roles[0].id, "answer": "agree"}
    _arranged(world)
    _voices(world)
    _table(world, other)
    _taught(world, other)
    _released(world, other)
    _reported(world)
    world.any_endpoint |= {
        "account_id": waits.id,
        "role_id": waits.roles[0].id,
        "line_id": _first_line(),
        "number": 1,
        "key": "home",
        "slug": world.wave.slug,
        "filename": "css/young.css",
    }
    world.by_endpoint["consultations.blank"] = {"edition_id": world.wave.main.id, "step": "q-home"}
    _safety(world)
    _compared(world, other)
    _unsent(world, other)
    _words(world, other)
    _on_paper(world, other)
    _locked(world, other)
    _together(world)
    _prepared(world)
    _complaints(world, other)
    _invited(world, other)
    _unasked(world, other)
    _building(world, other)
    _meetings(world)
    _programs(world)
    db.session.commit()
    with world.app.test_request_context():  # its end forgets what was not stored
        told = handing_over.write(handing_over.Note(Role.ADVOCATE, "tell:good-news"))
        world.by_endpoint["free_views.with_somebody"] = {"note": told}
        world.any_endpoint["note"] = handing_over.write(handing_over.Note(Role.ADVOCATE, world.wave.slug))
    return world


def _arranged(world: World) -> None:
    """Two rungs, a post and a day to come."""
    levels = [GovernanceLevel(position=at, name=f"Rung {at}", purpose="To decide.") for at in (1, 2)]
    day = LocalHoliday(on=clock.today() + timedelta(days=30), name="Fair day", source="The council's list")
    db.session.add_all([*levels, day])
    db.session.flush()
    post = place.post()
    world.any_endpoint |= {
        "level_id": levels[0].id,
        "way": "up",
        "organisation_id": post.organisation_id,
        "post_id": post.id,
        "holiday_id": day.id,
    }


def _programs(world: World) -> None:
    """A token of the council's."""
    token, _text = programs.make_token(by=world.accounts[LEAD])
    world.any_endpoint["token_id"] = token.id


def _voices(world: World) -> None:
    world.wave = consultations.make_consultation(slug="now", questions=consultations.with_files())
    received = consultations.make_submission(
        world.wave, sharing=(Purpose.BOARD, Purpose.QUOTE), home="good", easier=["money"], hope=7, change=CODE_TEXT
    )
    world.thread = received.contribution
    unshared = consultations.make_submission(world.wave, hope=3, change=SECRET).contribution
    consultations.make_submission(world.wave, identity=Identity.NAMED, name="Robin", change=NAMED_SECRET)
    world.by_endpoint |= {
        "consultations.add": {"key": "drawing"},
        "consultations.file": {"name": uuid4()},
        "lifeline.file": {"which": media.hang_on(world.thread)},
        "reading_staff.file": {"which": media.hang_on(unshared)},
        "reading_staff.describe": {"which": media.hang_on(unshared)},
    }
    world.any_endpoint |= {
        "contribution_id": unshared.id,
        "words_id": _words_id(world.thread),
    }


def _taught(world: World, other: Account) -> None:
    """A pack that waits with one passage in it, another that is approved, and what else may be put in."""
    pack = training.make_pack(by=other)
    passage = training.tell(pack, by=other)
    ready = training.make_pack("Before a move", by=other)
    training.tell(ready, training.make_allowed("They moved me on my birthday."), told="A move on a bad day", by=other)
    training.approve(ready)
    more = training.make_allowed("Nobody knocks at my door. Ask me first, not after.", Purpose.QUOTE)
    quote = board.make_quote(more, by=other)
    one = {"pack_id": pack.id, "passage_id": passage.id, "words_id": _words_id(more), "ask_id": quote.id}
    names = ("pack", "change", "tell", "quote", "take_out", "approve")
    world.by_endpoint |= {f"training_staff.{name}": dict(one) for name in names}
    world.by_endpoint["training_staff.file"] = {"pack_id": ready.id, "kind": "csv"}


def _table(world: World, other: Account) -> None:
    """Themes, asks in each state, actions, promises, stories; all of them the council's."""
    theme = themes.make_theme("Family time", by=other)
    retired = themes.make_theme("Buses", by=other)
    theme_operations.retire(retired, why="Nobody says it now", by=other)
    part = theme_operations.split(theme, themes.definition("Part of it"), why="Two things", by=other)
    themes.put_under(world.thread, theme, by=other)
    _coded_apart(world, theme, part, other)
    ask = board.make_ask(by=other, theme_id=theme.id)
    answered = answers.make_ask(theme)
    quote = board.make_quote(by=other, checked=False)
    board.make_quote(by=other)
    planned = board.make_action(ask=ask)
    claimed = board.make_claim(board.make_action(ask=answered))
    draft = answers.make_feedback(answered, published=False, told=Told.NOT_YET)
    story = answers.make_feedback(answered, told=Told.NOT_YET)
    promise = commitments.make_commitment()
    commitments.make_commitment("Somewhere to live", organisation="NHS")
    rule = commitments.make_rule(promise)
    measure = measures.make_measure(commitment=promise)
    reading = measures.make_reading(measure, by=other)
    plan = plans.make_plan()
    plans.make_objective(plans.make_plan(published=True), measure=measure, action=planned)
    area = plans.make_area(plan)
    plans.make_statement(area, by=other)
    world.any_endpoint |= {"plan_id": plan.id, "objective_id": plans.make_objective(plan).id, "area_id": area.id}
    entitlement_operations.answer({promise.id: Got.YES}, world.thread)
    world.any_endpoint |= {"rule_id": rule.id, "measure_id": measure.id, "reading_id": reading.id}
    board.make_action(commitment=promise)
    no = answers.make_ask(theme, answer=AskAnswer.NO)
    joined = board.make_ask("Answered with another", by=other)
    shaping.join(joined, ask, because="The same", by=other)
    step = working.add_milestone(planned, title="Half of the plans", due_on=planned.due_on, by=other)
    pdf = working.Harmless(FileKind.PDF, b"%PDF-1.4 nothing in it")
    proof = working.add_proof(planned, working.NewProof("The list", file=pdf), by=other)
    world.any_endpoint |= {"what": "ask", "milestone_id": step.id, "proof_id": proof.id, "rated": "real"}
    escalation.raise_higher(ask, because="It cannot wait", by=other)
    world.by_endpoint |= {
        "board_staff.ask_once_more": {"ask_id": no.id},
        "board_staff.rate": {"ask_id": no.id},
        "board_staff.part": {"ask_id": joined.id},
        "board_staff.file": {"kind": "csv"},
        "escalation_staff.who": {"subject_id": ask.id},
        "memory_staff.file": {"kind": "csv"},
        "escalation_staff.raise_higher": {"subject_id": ask.id},
        "escalation_staff.bring_down": {"subject_id": ask.id},
    }
    world.any_endpoint |= {
        "theme_id": theme.id,
        "new_id": part.id,
        "ask_id": ask.id,
        "action_id": planned.id,
        "step": Step.NOTE.value,
        "commitment_id": promise.id,
        "feedback_id": draft.id,
    }
    world.by_endpoint |= {
        "themes_staff.bring_back": {"theme_id": retired.id},
        "themes_staff.translate": {"contribution_id": world.thread.id},
        "board_staff.check": {"ask_id": quote.id},
        "board_staff.reword": {"ask_id": quote.id},
        "board_staff.drop": {"ask_id": quote.id},
        "board_staff.say": {"action_id": claimed.id},
        "feedback_staff.write": {"ask_id": answered.id},
        "feedback.story": {"feedback_id": story.id},
        "provenance_staff.complaints_file": {"kind": "csv"},
        "provenance.story": {"feedback_id": story.id},
        "provenance_staff.story": {"feedback_id": story.id},
        "lifeline.say": {"ask_id": answered.id},
        "lifeline.rate": {"ask_id": answered.id},
        "lifeline.correct": {"piece_id": world.any_endpoint["words_id"]},
    }


def _coded_apart(world: World, theme: Theme, part: Theme, other: Account) -> None:
    """Two views two people coded differently: one waits to be settled, one is."""
    open_one, settled = (voices.make_contribution("We hardly meet. I miss them.").contribution for _ in range(2))
    for view in (open_one, settled):
        themes.code_view(view, theme, by=other)
        themes.code_view(view, part)
    coding.settle(settled, under=[theme], because="The codebook was not clear", by=other)
    world.by_endpoint |= {
        "themes_staff.settle": {"contribution_id": open_one.id},
        "themes_staff.open_again": {"contribution_id": settled.id},
    }


def _released(world: World, other: Account) -> None:
    year, _ = evidence.make_closed_wave(60, slug="year-before")  # so that a page says what changed since
    year.opens_at, year.closes_at = year.opens_at - timedelta(days=365), year.closes_at - timedelta(days=365)
    evidence.make_signed(year)
    closed, _ = evidence.make_closed_wave(60, slug="before")
    signed = evidence.make_signed(closed)
    unfrozen, _ = evidence.make_closed_wave(30, slug="earlier")
    waiting, _ = evidence.make_closed_wave(25, slug="between")
    draft = evidence_operations.freeze_wave(waiting, by=other)
    world.any_endpoint |= {"release_id": signed.id, "consultation_id": unfrozen.id}
    world.any_endpoint["sign"] = f"release-{signed.id.hex[:8]}"
    for endpoint in ("evidence_staff.sign", "evidence_staff.discard", "evidence_staff.confirm_discard"):
        world.by_endpoint[endpoint] = {"release_id": draft.id}
    waits = downloads.make_download(world.accounts[LEAD])
    waits.asked_at -= timedelta(hours=1)  # nobody makes it any more, and its page stays as it is
    ready = downloads.make_download(world.accounts[LEAD], form=Form.PDF, ready=True)
    world.any_endpoint["download_id"] = waits.id
    world.by_endpoint["downloads_staff.take"] = {"download_id": ready.id}


def _reported(world: World) -> None:
    writer, checker, signer = (world.accounts[name] for name in (OFFICER, SAFEGUARDING, LEAD))
    done = signed_reports.make_published(by=writer, checker=checker, signer=signer)
    draft = signed_reports.make_draft(by=writer)
    signed = signed_reports.make_signed(by=writer, checker=checker, signer=signer)
    checked = signed_reports.make_checked(by=writer, checker=checker)
    world.any_endpoint["report_id"] = done.id
    for name in ("signed_reports.report", "signed_reports_staff.read", "signed_reports_staff.download"):
        world.by_endpoint[name] = {"edition": "easy"}
    world.by_endpoint["signed_reports_staff.begin"] = {"kind": "quarterly"}
    pack = signed_reports.make_draft("inspection", by=writer)
    world.by_endpoint["signed_reports_staff.choose"] = {"report_id": pack.id}
    for name in ("section", "gather", "discard", "check"):
        world.by_endpoint[f"signed_reports_staff.{name}"] = {"report_id": draft.id}
    world.by_endpoint["signed_reports_staff.section"]["section_id"] = draft.sections[0].id
    for name in ("sign", "send_back"):
        world.by_endpoint[f"signed_reports_staff.{name}"] = {"report_id": checked.id}
    story = signed_reports.make_checked("annual_story", by=writer, checker=checker)
    world.by_endpoint["signed_reports_staff.remark"] = {"report_id": story.id}
    remark = signed_reports.add_remark(story, by=world.accounts[CHAMPION])
    world.by_endpoint["signed_reports_staff.take_back_remark"] = {"report_id": story.id, "remark_id": remark.id}
    world.by_endpoint["signed_reports_staff.publish"] = {"report_id": signed.id}


def _safety(world: World) -> None:
    report = Report(key=codes.new_submission_key(), locale="en", asked="What is happening?", words=DANGER, name="Robin")
    danger = safety.report(report).contribution
    raised = board.make_quotable("Handedquokka over").id
    officer = world.accounts[SAFEGUARDING]
    handed = safety.raise_concern(db.session.get_one(Contribution, raised), worry="Worried", by=officer)
    safety.see(handed, by=officer, role=Role.SAFEGUARDING_OFFICER)
    over = safety.hand_over(handed, to_whom="Duty team", how="Phone", by=officer)
    concern = safety.queries.find_concern(danger.id)
    assert concern is not None
    duty = safety.add_duty(
        account=officer,
        tier=Tier.FIRST,
        weekday=0,
        starts=time(9),
        ends=time(17),
        works_holidays=False,
        by=officer,
    )
    world.by_endpoint["safety_staff.file"] = {"which": media.hang_on(danger)}
    world.any_endpoint |= {"concern_id": concern.id, "hand_over_id": over.id, "duty_id": duty.id}


def _compared(world: World, other: Account) -> None:
    """A wave that was brought in, and a figure of another survey."""
    read = Read(people=[{"hope": 4}, {"hope": 9}])
    wave = Wave("Autumn 2020", clock.today() - timedelta(days=900), "The council", "On paper")
    made = comparisons.import_wave(db.session.get_one(Consultation, world.wave.id), wave, read, by=other)
    values, _ = figure_of(FIGURE, {"home": ("Good",)})
    comparisons.add_figures([values], by=other)
    world.by_endpoint |= {
        "comparisons_staff.template": {"consultation_id": world.wave.id, "sheet": "answers"},
        "comparisons_staff.import_wave": {"consultation_id": world.wave.id},
        "comparisons_staff.take_out": {"consultation_id": made.consultation_id},
    }
    world.any_endpoint["figure_id"] = comparison_queries.figures()[0].id


def _unsent(world: World, other: Account) -> None:
    """A message that may have been sent."""
    outbox.put(other, once="digest:sweep", subject="A reminder", body="1 thing is late.")
    row = db.session.scalars(select(Message)).one()
    row.progress = Progress.UNSURE
    db.session.flush()
    world.by_endpoint["outbox_staff.decide"] = {"message_id": row.id, "what": "again"}


def _words(world: World, other: Account) -> None:
    word = word_list.propose("placement", say="home", because="It is where somebody lives", by=other)
    world.by_endpoint["word_list_staff.decide"] = {"word_id": word.id, "turn": "confirm"}


def _on_paper(world: World, other: Account) -> None:
    """A pile with one paper typed by the officer, and one that two typed differently."""
    officer, edition = world.accounts[OFFICER], world.wave.main
    pile = paper.begin_pile(world.wave, edition.id, place=Whereabouts.SCHOOL, came_on=clock.today(), by=other)
    for number, who, hope in ((1, officer, 4), (2, officer, 4), (2, other, 5)):
        paper.type_in(pile, number, Paper({"hope": hope}), by=who)
    ours: dict[str, object] = {"consultation_id": world.wave.id, "edition_id": edition.id}
    world.by_endpoint |= {
        "paper_staff.print_twin": ours,
        "paper_staff.pile": {"pile_id": pile.id},
        "paper_staff.type_in": {"pile_id": pile.id, "number": 3},
        "paper_staff.settle": {"pile_id": pile.id, "number": 2},
        "paper_staff.put_aside": {"pile_id": pile.id, "number": 1},
    }


def _locked(world: World, other: Account) -> None:
    """A name the officer asked for, one they may look at, and one whose owner is not told yet."""
    officer, second = world.accounts[OFFICER], world.accounts[SAFEGUARDING]

    def asked(by: Account) -> Unmasking:
        known = consultations.make_submission(world.wave, identity=Identity.TEAM, name="Lockedquokka", hope=5)
        return unmasking.ask(known.contribution, reason=Reason.SORT, because="The roof leaks", by=by)

    opened, kept = asked(officer), asked(other)
    unmasking.agree(opened, by=second)
    unmasking.agree(kept, keep_days=30, keep_because="Somebody reads their phone", by=second)
    locked = consultations.make_submission(world.wave, identity=Identity.TEAM, name="Lockedquokka", hope=5)
    world.by_endpoint |= {
        "unmasking_staff.ask": {"contribution_id": locked.contribution.id},
        "unmasking_staff.look": {"unmasking_id": opened.id},
        "unmasking_staff.decide": {"unmasking_id": asked(officer).id},
        "unmasking_staff.keep": {"unmasking_id": kept.id},
        "unmasking_staff.tell": {"unmasking_id": kept.id},
    }


def _together(world: World) -> None:
    """A group the officer recorded."""
    officer = world.accounts[OFFICER]
    group = groups.make_group(by=officer, photos=True)
    voice = group_operations.add_voice(group, "Ask us before we move", quotable=False, by=officer)
    own: dict[str, object] = {"contribution_id": group.contribution_id, "words_id": voice.id}
    for endpoint in (
        "together_staff.group",
        "together_staff.voice",
        "together_staff.art",
        "together_staff.point",
        "reading_staff.take_out",
    ):
        world.by_endpoint[endpoint] = own


def _prepared(world: World) -> None:
    """Points for a meeting, kept with a code, with one more than the sweep may take away, and a link."""
    world.preparation = preparations.begin(MeetingKind.REVIEW, None, token=secrets.token_urlsafe(32))
    preparations.take_code(world.preparation)
    preparations.add(world.preparation, "I want the wee room")
    point = preparations.add(world.preparation, "Ask me before you change the day")
    share = preparations.share(world.preparation, Reader.ADVOCATE, days=7)
    world.any_endpoint |= {"point_id": point.id, "share_id": share.share.id}
    world.by_endpoint["meeting_prep.shared"] = {"token": share.token}


def _unasked(world: World, other: Account) -> None:
    """A problem somebody has to sort, thanks to pass on, an idea to get ready, one to check and one on its page."""
    problem = voices.make_contribution("Leakquokka in the roof", matter=Matter.PROBLEM).contribution
    free_views.plan_sorting(problem, post_id=place.post().id, due_on=clock.today() + timedelta(days=30), by=other)
    thanks = voices.make_contribution("Thanksquokka", matter=Matter.THANKS, sharing=[Purpose.THANK]).contribution
    ideas = [ideas_factory.make_view(f"An idea {number} of my own") for number in range(3)]
    waits = ideas_factory.make_idea(ideas[0], by=other, publish=False)
    public = ideas_factory.make_idea(ideas[1], by=other)
    world.any_endpoint["idea_id"] = public.id
    world.by_endpoint |= {
        "free_views.complaint": {"slug": "problem"},
        "free_views_staff.sorting": {"contribution_id": problem.id},
        "free_views_staff.sorted_out": {"contribution_id": problem.id},
        "free_views_staff.thanked": {"contribution_id": thanks.id},
        "free_views_staff.prepare": {"contribution_id": ideas[2].id},
        "free_views_staff.look": {"idea_id": waits.id},
        "free_views_staff.take_down": {"idea_id": waits.id},
    }
    for name in ("tell", "identity", "sharing", "check", "keep", "whose"):
        world.by_endpoint[f"free_views.{name}"] = {"slug": "idea"}


def _complaints(world: World, officer: Account) -> None:
    """The open thread is asked whether it is a complaint; another has become one."""
    complaints.ask(world.thread, by=officer)
    made = complaints.say_yes(voices.make_contribution("Complainedquokka about").contribution)
    world.any_endpoint["complaint_id"] = made.id


def _invited(world: World, officer: Account) -> None:
    """Letters for the open wave, how many there are, and something that was tried."""
    made = invitations_factory.make_letters(world.wave, by=officer)
    invitations_factory.make_total(Group.ALL, "", 300, by=officer)
    invitations_factory.make_total(Group.HOME, "foster", 90, by=officer)
    invitations_factory.make_outreach(Group.HOME, "house", by=officer)
    world.any_endpoint |= {"batch_id": made.batch.id, "paper": "a4", "code": made.letters[0].code}
    for endpoint in ("consultation", "poster", "new", "make"):
        world.by_endpoint[f"invitations_staff.{endpoint}"] = {"consultation_id": world.wave.id}


def _meetings(world: World) -> None:
    """A meeting at each point somebody can act at, arranged by the officer, chaired by the member."""
    officer, member = world.accounts[OFFICER], world.accounts[MEMBER]
    planned = meetings_factory.make_meeting(by=officer)
    open_one = meetings_factory.make_meeting(by=officer)
    point = meetings_factory.with_points(open_one, "Quokka buses", "Own keys")[0]
    voting = meetings_factory.make_voting("Pets", "Paint", by=officer)
    ready = meetings_factory.make_set("Buses", "Rooms", by=officer)
    item = meeting_queries.items_of(ready)[0]
    recording.write_minutes(item, "We said that buses matter.", by=officer)
    decision = meetings_factory.decide(item)
    pack = packs.freeze(ready, by=officer)
    row = meeting_operations.answer(planned, Coming.YES, access="A ramp", by=officer)
    held = meetings_factory.make_held("Sleepovers", by=officer, chair=member)
    gone = people.make_account(Role.BOARD_MEMBER, name="Gone Chair", active=False)
    without_chair = meetings_factory.make_held("Lunches", by=officer, chair=gone)
    agreed = meetings_factory.make_agreed("Clubs", by=officer)
    world.any_endpoint |= {
        "meeting_id": planned.id,
        "item_id": item.id,
        "decision_id": decision.id,
        "pack_id": pack.id,
        "edition": "young",
        "attendance_id": row.id,
    }
    at = {
        open_one.id: ("suggestions", "sort", "point"),
        voting.id: ("dots", "officers_order", "close_vote"),
        ready.id: ("order", "held", "freeze", "meeting"),
        held.id: ("minutes", "agree"),
        without_chair.id: ("name_chair",),
    }
    world.by_endpoint |= {
        f"meetings_staff.{name}": {"meeting_id": meeting_id} for meeting_id, names in at.items() for name in names
    }
    world.by_endpoint |= {
        "meetings_staff.take_off": {"item_id": point.id},
        "meetings.told_one": {"meeting_id": agreed.id},
        "meetings.feed": {"token": feeds.make(officer)},
    }


def _words_id(contribution: Contribution) -> UUID:
    from portal.contributions.queries import words_of

    return words_of(contribution.id)[0].id


def _first_line() -> UUID:
    from portal.partnership.help_lines import every_line

    return every_line()[0].id


def _building(world: World, officer: Account) -> None:
    """A consultation that is being built, one that is open, one that has closed, and a question in the bank."""
    drafted = consultations.make_draft(by=officer)
    edition = drafted.editions[0]
    section = edition.sections[0]
    question = section.questions[1]
    building.set_condition(question, WHEN_GOOD, by=officer)
    row = bank.keep(NewQuestion(key="kept", kind=Kind.LONG, prompt="What else?"), by=officer)
    ours = {
        "consultation_id": drafted.id,
        "edition_id": edition.id,
        "section_id": section.id,
        "question_id": question.id,
        "bank_id": row.id,
        "what": "question",
        "key": question.key,
        "mode": "any",
        "locale": "ar",
    }
    doors = {rule.endpoint for rule in world.app.url_map.iter_rules()}
    for endpoint in doors:
        if endpoint.startswith("consultations_staff."):
            world.by_endpoint[endpoint] = dict(ours)
    world.by_endpoint["consultations_staff.closing"]["consultation_id"] = world.wave.id
    world.by_endpoint["consultations_staff.next_version"]["edition_id"] = world.wave.main.id
    world.by_endpoint["consultations_staff.reported"]["consultation_id"] = world.any_endpoint["consultation_id"]
    world.any_endpoint |= {"bank_id": row.id, "question_id": question.id}
