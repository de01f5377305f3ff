"""Consultations with every kind of question, and answers to them."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.accounts.models import Account
from portal.consultations import counting, operations, queries
from portal.consultations.counting import WaveCounts
from portal.consultations.kinds import kind_of
from portal.consultations.models import About, Consultation, Kind
from portal.consultations.planned import NewConsultation, NewEdition, NewOption, NewQuestion, NewSection
from portal.consultations.questionnaire import Questionnaire
from portal.contributions import codes
from portal.contributions.drafts import Given
from portal.contributions.models import Identity, Matter, Purpose
from portal.contributions.operations import Assisted, Incoming, Received
from portal.core import clock, db
from portal.partnership.models import Locality


def every_kind() -> list[NewQuestion]:
    """Six questions: faces, single, several, ladder, long, and an age band; then home and place."""
    return [
        NewQuestion(
            key="home",
            kind=Kind.FACES3,
            prompt="How is life where you live just now?",
            options=[
                NewOption(key="good", label="Good", face="happy"),
                NewOption(key="okay", label="It’s okay", face="ok"),
                NewOption(key="bad", label="Not good", face="sad"),
            ],
        ),
        NewQuestion(
            key="family",
            kind=Kind.SINGLE,
            prompt="Do you get enough time with your family?",
            help="Anyone who counts as family to you.",
            options=[NewOption(key="enough", label="Enough"), NewOption(key="more", label="I want more")],
        ),
        NewQuestion(
            key="easier",
            kind=Kind.SEVERAL,
            prompt="What would make things easier?",
            options=[
                NewOption(key="money", label="Money"),
                NewOption(key="phone", label="Phone and wifi"),
                NewOption(key="talk", label="Someone to talk to"),
            ],
        ),
        NewQuestion(key="hope", kind=Kind.LADDER, prompt="How is next year?", low="Worried", high="Can’t wait"),
        NewQuestion(key="change", kind=Kind.LONG, prompt="What is one thing you want us to change?"),
        NewQuestion(
            key="age",
            kind=Kind.SINGLE,
            about=About.AGE_BAND,
            prompt="How old are you?",
            options=[NewOption(key="12_15", label="12 to 15"), NewOption(key="16_17", label="16 or 17")],
        ),
        NewQuestion(
            key="where",
            kind=Kind.SINGLE,
            about=About.HOME,
            prompt="Where do you live?",
            options=[NewOption(key="foster", label="Foster family"), NewOption(key="house", label="Children’s house")],
        ),
        NewQuestion(
            key="place",
            kind=Kind.SINGLE,
            about=About.LOCALITY,
            prompt="Which part?",
            options=[
                NewOption(key=str(place.id), label=place.name)
                for place in db.session.scalars(select(Locality).order_by(Locality.position))
            ],
        ),
    ]


def with_files() -> list[NewQuestion]:
    """The same, then a drawing and a voice note."""
    return [
        *every_kind(),
        NewQuestion(key="drawing", kind=Kind.PHOTO, prompt="Draw or show what home is like."),
        NewQuestion(key="spoken", kind=Kind.VOICE, prompt="Or tell us with your voice."),
    ]


def make_consultation(*, opened: int = 7, closes_in: int = 30, **changes: object) -> Questionnaire:
    """A consultation that opened `opened` days ago and closes in `closes_in` days (negative: it closed then)."""
    now = clock.now()
    values: dict[str, object] = {
        "slug": f"wave-{uuid4().hex[:6]}",
        "title": "Listen2Us: what’s it really like?",
        "wave": "Autumn",
        "intro": "A few questions about your life.",
        "can_change": "How we plan family time.",
        "decides": "The Champions Board.",
        "known_already": "Last time you told us about homes.",
        "minutes": 5,
        "opens_at": now - timedelta(days=opened),
        "closes_at": now + timedelta(days=closes_in),
        "report_back_on": clock.today() + timedelta(days=closes_in + 60),
    }
    if not changes.keys() & {"questions", "editions"}:
        values |= {"questions": every_kind(), "two_way": [("home", About.HOME)]}
    row = operations.plan(NewConsultation(**(values | changes)), by=None)
    return queries.get_consultation(row.id)


def make_draft(*, by: Account | None = None, **changes: object) -> Consultation:
    """A consultation that is being worked on: two sections, every kind of question in the first, one in the second."""
    now = clock.now()
    last = NewQuestion(key="else", kind=Kind.LONG, prompt="Is there anything else?")
    values: dict[str, object] = {
        "slug": f"draft-{uuid4().hex[:6]}",
        "title": "Moving on",
        "wave": "Spring",
        "intro": "A few questions about moving on.",
        "can_change": "How we help you move.",
        "decides": "The Champions Board.",
        "known_already": "Moves come too fast.",
        "minutes": 5,
        "opens_at": now + timedelta(days=7),
        "closes_at": now + timedelta(days=30),
        "report_back_on": clock.today() + timedelta(days=60),
        "editions": [
            NewEdition(
                sections=[
                    NewSection(key="life", title="Your life", questions=every_kind()),
                    NewSection(key="last", questions=[last]),
                ]
            )
        ],
    }
    return operations.draft(NewConsultation(**(values | changes)), by=by)


def answers(consultation: Questionnaire, **given: object) -> dict[str, Given]:
    """`answers(c, home="good", easier=["money"], hope=7, change="More time")` in the form a draft keeps them."""
    kept: dict[str, Given] = {}
    for key, value in given.items():
        question = consultation.by_key[key]
        if isinstance(value, str) and question.choices:
            value = [value]
        if isinstance(value, list):
            keys = {choice.label: choice.key for choice in question.choices}
            value = [keys.get(one, one) for one in value]
        assert kind_of(question).words(question, value), f"{key} takes no {value}"
        kept[key] = value
    return kept


def make_submission(
    consultation: Questionnaire,
    *,
    identity: Identity = Identity.NOBODY,
    name: str = "",
    sharing: tuple[Purpose, ...] = (Purpose.BOARD,),
    key: str = "",
    assisted: Assisted | None = None,
    **given: object,
) -> Received:
    """One person's answers, received now; allowed for the board's summary unless told otherwise."""
    return operations.submit(
        consultation,
        answers(consultation, **given),
        incoming=Incoming(
            key=key or codes.new_submission_key(),
            matter=Matter.ANSWERS,
            locale="en",
            identity=identity,
            name=name or ("Sam" if identity is not Identity.NOBODY else ""),
            sharing=sharing,
            assisted=assisted,
        ),
    )


def all_counts(consultation_id: UUID) -> WaveCounts:
    """Exact counts of all who answered, whatever they allow."""
    return counting.count_wave(queries.get_consultation(consultation_id), counting.people_of(consultation_id, None))
