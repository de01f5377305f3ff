"""The installation that is measured: ten questions, as in the comparison with other tools, and rows in bulk."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert

from portal.accounts.sessions import DatabaseSessions
from portal.board.models import Ask, Wording
from portal.consultations.conditions import Comparison, Condition, Mode, Operator
from portal.consultations.models import About, Consultation, Kind
from portal.consultations.planned import NewOption, NewQuestion
from portal.contributions.models import Words
from portal.core import clock, crypto, db
from portal.core.access import Role
from tests.factories import consultations, evidence, people
from tests.factories import place as places
from tests.support import canary
from tests.support.server import Server, free_port, installation

SLUG = "ten"
LONG = "Ask me before you move my things. " * 8 + "Thanks."
SHORT = "More time outside"
WORK_TOKEN, READER_TOKEN = "b" * 43, "r" * 43
VISITS = {WORK_TOKEN: Role.PARTICIPATION_OFFICER, READER_TOKEN: Role.BOARD_MEMBER}
_visits: dict[str, dict[str, object]] = {}
CHUNK = 5_000
#: How many questions the routed consultations have.
ROUTED = (10, 30, 100)
FIVE = ("One", "Two", "Three", "Four", "Five")


class Bare(Server):
    """The same web server with the yardstick in it."""

    def _launch(self, words: tuple[str, ...]) -> subprocess.Popen[bytes]:
        settings = "python:portal.serving.gunicorn_settings"
        return super()._launch((sys.executable, "-m", "gunicorn", "-c", settings, "tests.bench.yardstick:app"))


def routed(number: int) -> str:
    """The address of the routed consultation with so many questions."""
    return f"routed-{number}"


def ten_questions() -> list[NewQuestion]:
    """Two of one choice, three of one to five, two of several, a long text, a short one, and yes or no."""
    kinds = [Kind.SINGLE, Kind.FACES5, Kind.SEVERAL, Kind.LONG, Kind.FACES5, Kind.SINGLE, Kind.SEVERAL, Kind.FACES5]
    asked = [_question(number, kind) for number, kind in enumerate([*kinds, Kind.LONG], start=1)]
    return [*asked, _question(10, Kind.SINGLE, ("Yes", "No"))]


def routed_questions(number: int) -> list[NewQuestion]:
    """So many questions in turn of ten kinds; every third is asked only where the one before it was answered, and
    every fifth only of those who chose the second answer to the first, which nobody here does.
    """
    if_asked = {0: _when("q{before}", Operator.ANSWERED), 1: _when("q1", Operator.ANY_OF, "o1")}
    asked = []
    for place, one in enumerate((ten_questions() * (number // 10))[:number], start=1):
        way = 0 if place % 3 == 0 else 1 if place % 5 == 0 else None
        condition = None if way is None or place < 3 else if_asked[way](place - 1)
        prompt = f"Question {place}: how is it where you live just now, and why?"
        asked.append(replace(one, key=f"q{place}", prompt=prompt, condition=condition))
    return asked


def _when(key: str, operator: Operator, *values: str) -> Callable[[int], Condition]:
    return lambda before: Condition(Mode.ALL, (Comparison(key.format(before=before), operator, values),))


def _question(
    number: int, kind: Kind, labels: tuple[str, ...] = ("One", "Two", "Three", "Four", "Five")
) -> NewQuestion:
    options = [NewOption(key=f"o{place}", label=label) for place, label in enumerate(labels)]
    prompt = f"Question {number}: how is it where you live just now, and why?"
    return NewQuestion(key=f"q{number}", kind=kind, prompt=prompt, options=[] if kind is Kind.LONG else options)


def installed(folder: Path, **changes: str) -> Server:
    """A server that believes what its proxy says of addresses, so that each visitor has limits of their own."""
    bind = f"127.0.0.1:{free_port()}"
    own = {"PORTAL_BIND": bind, "PORTAL_ORIGIN": f"http://{bind}", "PORTAL_PROXY_HOPS": "1"}
    server = installation(folder, **own, **changes)
    with canary.inside(server.settings):
        places.make_partnership()
        consultations.make_consultation(slug=SLUG, questions=ten_questions())
        for number in ROUTED:
            consultations.make_consultation(slug=routed(number), questions=routed_questions(number))
        for token, role in VISITS.items():
            account = people.make_account(role, totp_confirmed=True)
            db.session.commit()
            _visits[token] = {"_user_id": str(account.id), "_fresh": True, "role": role.value}
    sign_in_again(server)
    return server


def sign_in_again(server: Server) -> None:
    """A bench takes longer than a visit may lie idle."""
    with rows_in(server):
        for token, values in _visits.items():
            DatabaseSessions().save(token, values)


def bare(folder: Path) -> Server:
    """The yardstick's server."""
    folder.mkdir()
    return Bare(installation(folder).environ, folder / "server.log")


@contextmanager
def rows_in(server: Server) -> Iterator[None]:
    """Work on the server's own database, and keep what was done."""
    with canary.inside(server.settings):
        yield
        db.session.commit()


def fill(number: int) -> None:
    """So many people's answers and words, waiting to be read."""
    wave = consultations.queries.get_consultation(SLUG)
    while number > 0:
        ids = evidence.make_answers(wave, min(CHUNK, number), seed=number)
        _add_words(ids)
        db.session.commit()
        number -= CHUNK


def _add_words(ids: list[UUID]) -> None:
    rows = []
    for one in ids:
        words = Words(contribution_id=one, position=1, asked="Why?")
        crypto.seal(words, "text", LONG)
        rows.append(
            {
                "id": words.id,
                "contribution_id": one,
                "position": 1,
                "asked": "Why?",
                "question_id": None,
                "text_sealed": words.text_sealed,
            }
        )
    db.session.execute(insert(Words), rows)


def fill_board(number: int) -> None:
    """So many asks nobody has answered."""
    officer, post = people.make_account(Role.PARTICIPATION_OFFICER), places.post()
    today = clock.today()
    for start in range(0, number, CHUNK):
        rows = [
            {
                "id": uuid4(),
                "wording": Wording.WRITTEN,
                "text": f"Ask number {start + place}",
                "organisation_id": post.organisation_id,
                "post_id": post.id,
                "created_at": clock.now(),
                "created_by_id": officer.id,
                "due_on": today,
                "quote_gone": False,
            }
            for place in range(min(CHUNK, number - start))
        ]
        db.session.execute(insert(Ask), rows)
    db.session.commit()


def closed_wave(number: int, slug: str = "closed") -> Consultation:
    """A wave of the usual questions with bands, that so many answered; closed."""
    wave = consultations.make_consultation(slug=f"{slug}-{number}")
    assert any(question.about is About.AGE_BAND for question in wave.questions)
    for start in range(0, number, CHUNK):
        evidence.make_answers(wave, min(CHUNK, number - start), seed=start + 1)
    closed = evidence.close(wave)
    db.session.commit()
    return closed
