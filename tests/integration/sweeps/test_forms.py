"""What forms may set, and what comes out again of what was put in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.core import crypto, db, limits
from tests.factories import evidence
from tests.integration.sweeps.policy import DOORS
from tests.integration.sweeps.test_access import address, rules_of, token_for
from tests.integration.sweeps.test_fuzz import alive, forms_of
from tests.integration.sweeps.world import EVERYBODY, World
from tests.support import canary, fuzz
from tests.support.phone import FormSeen, Page, Pairs

#: Acts so plain that a form filled in at random must have reached them, or this test proves nothing.
MUST_WRITE = frozenset(
    {
        "accounts_staff.people",
        "board_staff.add_ask",
        "board_staff.answer",
        "board_staff.take_step",
        "commitments_staff.edit",
        "consultations.answer",
        "feedback_staff.change",
        "lifeline.sharing",
        "lifeline.write",
        "partnership_staff.line",
        "safety.start",
        "reading_staff.sort",
        "themes_staff.create",
        "themes_staff.edit",
    }
)
#: Acts that a form filled in at random cannot reach: they ask for a password, a code, or another state of things.
NEVER_WRITE = frozenset(
    {
        "accounts_staff.account",
        "accounts_staff.enrol",
        "board_staff.add_proof",  # an address that is one, or a file
        "comparisons_staff.add_figure",  # a share up to 100, an address that is one
        "comparisons_staff.import_figures",  # a file
        "comparisons_staff.import_wave",  # a file
        "comparisons_staff.template",  # hands over a file, and stores nothing
        "complaints.decide",
        "consultations_staff.add_edition",
        "consultations_staff.create",
        "consultations_staff.form_in",
        "consultations_staff.page",
        "consultations_staff.question",
        "contributions.carry_on",
        "commitments.index",  # looks, and stores nothing
        "commitments_staff.rule",  # days and ages in order, and an age on leaving only of who left
        "commitments_staff.rules",
        "entitlements.answer",  # a code
        "entitlements.owed",  # looks, and stores nothing
        "escalation_staff.bring_down",  # a day that lies ahead
        "feedback_staff.freeze_verdicts",
        "feedback_staff.publish",
        "free_views.support",
        "invitations.letter",
        "invitations.typed",
        "invitations_staff.new",
        "keyring.enter",
        "keyring.make",
        "lifeline.enter",
        "lifeline.rate",
        "lifeline.say",
        "meetings_staff.decide",  # a day after the meeting
        "meetings_staff.dots",  # no more than somebody has
        "meetings_staff.download",
        "meetings_staff.held",  # numbers of people
        "meetings_staff.officers_order",  # each number once
        "measures_staff.define",  # shares up to 100
        "measures_staff.edit",
        "measures_staff.enter",  # the days of one whole period
        "measures_staff.many",  # lines with a known measure
        "plans_staff.begin",  # days in order
        "reports_staff.download",  # a form, and an edition
        "reports_staff.download_organisation",
        "signed_reports_staff.begin",  # days in order
        "signed_reports_staff.download",
        "reports_staff.download_partner",
        "reports_staff.download_scorecard",
        "reports_staff.download_theme",
        "safety_staff.close",
        "safety_staff.hand_over",
        "paper_staff.type_in",  # a number that stands on the paper
        "unmasking_staff.ask",  # one of the reasons, and words
        "unmasking_staff.decide",
        "together_staff.art",  # a picture
        "together_staff.point",  # no more agree than were there
        "together_staff.record",  # a day that is over, and a number that is a group
    }
)
#: How many more fields a form carries at once: all that there are, in few sendings.
EACH_SENDING = 400
#: Forms that read a field they do not always show, and refuse the whole when it makes no sense.
REFUSE_THE_WHOLE = frozenset(
    {"accounts_staff.role", "meeting_prep.start", "partnership_staff.line", "signed_reports_staff.begin"}
)
_FORGED_ID = uuid4()
_FORGED = {
    "text": "FORGEDquokka",
    "date": "1987-06-05",
    "moment": "1987-06-05T04:03",
    "number": "7654321",
    "id": str(_FORGED_ID),
    "yes": "1",
}


@dataclass
class Outcome:
    """What one sending would have stored: statements with what they set, and every value they carried."""

    shapes: frozenset[str]
    values: str


def forged_fields(form: FormSeen) -> Iterator[Pairs]:
    """The name of every column and relation as an extra field, with a value that stands out; never one the form has."""
    extra = {column.name: _forged(column) for table in db.Base.metadata.sorted_tables for column in table.columns}
    for mapper in db.Base.registry.mappers:
        extra |= {name: str(_FORGED_ID) for name in mapper.relationships.keys() if name not in extra}  # noqa: SIM118
    pairs = [(name, value) for name, value in extra.items() if name not in form.controls]
    for start in range(0, len(pairs), EACH_SENDING):
        yield pairs[start : start + EACH_SENDING]


def _forged(column: sa.Column[object]) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (sa.Uuid, "id"),
        (sa.Boolean, "yes"),
        (sa.Integer, "number"),
        (sa.Date, "date"),
        (sa.DateTime, "moment"),
    )
    if isinstance(column.type, sa.Enum):
        return column.type.enums[-1]
    wanted = getattr(column.type, "impl_instance", column.type)
    return next((_FORGED[name] for kind, name in kinds if isinstance(wanted, kind)), _FORGED["text"])


@pytest.fixture
def outcome(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Outcome | None]]:
    """`outcome(client, form, pairs)` sends a form, listens to what it stores, and takes it back."""
    heard: list[tuple[str, list[object]]] = []
    kept: list[Outcome] = []
    engine = db.session.get_bind()
    words = {value for t in db.Base.metadata.sorted_tables for c in t.columns for value in getattr(c.type, "enums", ())}

    def hear(connection: object, cursor: object, statement: str, parameters: object, *rest: object) -> None:
        verb, table = statement.replace('"', "").split(None, 3)[0].upper(), statement.split(None, 3)[1:3]
        if verb in ("INSERT", "UPDATE", "DELETE") and "work_session" not in table:
            heard.append((statement, list(_flat(parameters))))

    def told(value: object) -> str:
        """Flags, choices and blanks are kept; everything else differs by chance."""
        return repr(value) if value is None or value in (True, False) or value in words else "…"

    def commit() -> None:
        db.session.flush()
        shapes = frozenset(f"{statement} {[told(one) for one in values]}" for statement, values in heard)
        kept.append(Outcome(shapes, repr(heard)))

    def send(client: FlaskClient, form: FormSeen, pairs: Pairs) -> Outcome | None:
        heard.clear(), kept.clear()
        limits.counters().reset()  # so that no try waits for the tries before it
        status = fuzz.post(client, form.action, pairs).status_code
        db.session.rollback()
        assert status < 500, f"{form.action}: {status}"
        return kept[-1] if kept else None

    monkeypatch.setattr(db.session, "commit", commit)
    event.listen(engine, "after_cursor_execute", hear)
    yield send
    event.remove(engine, "after_cursor_execute", hear)


def _flat(parameters: object) -> Iterator[object]:
    if isinstance(parameters, dict):
        yield from parameters.values()
    elif isinstance(parameters, list | tuple):
        for one in parameters:
            yield from _flat(one) if isinstance(one, list | tuple | dict) else [one]


def test_a_form_sets_what_it_shows_and_nothing_else(world: World, outcome: Callable[..., Outcome | None]) -> None:
    tried, done, wrote, wrong = set(), set(), set(), []
    for who in EVERYBODY:
        client = world.client(who)
        for target, form in forms_of(world, who):
            kind = (target, tuple(sorted(form.controls)))
            if kind in done:
                continue
            plain = [("csrf_token", token_for(client, form.action)), *_without_token(fuzz.fill(form))]
            honest = outcome(client, form, plain)
            for extra in forged_fields(form):
                plain[0] = ("csrf_token", token_for(client, form.action))
                forged = outcome(client, form, [*plain, *extra])
                wrong += [f"{who} {target}: {why}" for why in _difference(target, honest, forged)]
            client.tokens.clear()
            tried.add(kind)
            if honest:
                done.add(kind)
                wrote.add(target)
    assert wrong == [], "\n".join(wrong)
    assert {kind[0] for kind in tried - done} <= NEVER_WRITE
    assert wrote >= MUST_WRITE, MUST_WRITE - wrote


def _without_token(pairs: Pairs) -> Pairs:
    return [(name, value) for name, value in pairs if name != "csrf_token"]


def _difference(target: str, honest: Outcome | None, forged: Outcome | None) -> Iterator[str]:
    if forged is None:
        if honest is not None and target not in REFUSE_THE_WHOLE:
            yield "was not taken with more fields, so nothing is shown"
        return
    marks = [_FORGED["text"], _FORGED["date"], "1987, 6, 5", _FORGED["number"], str(_FORGED_ID), _FORGED_ID.hex]
    yield from (f"stored the forged {mark}" for mark in marks if mark in forged.values)
    if honest is None:
        yield "wrote only when it was forged"
    elif forged.shapes != honest.shapes:
        yield f"stored something else: {sorted(forged.shapes ^ honest.shapes)}"


#: Every way out of text that ever worked somewhere: of an element, an attribute, a script, a style, an address.
PAYLOAD = (
    "<xss-quokka></textarea></title></script></style>--><xss-quokka a=1>"
    "<img src=x onerror=alert(1)><svg/onload=alert(1)>\" onfocus=alert(1) autofocus x=\"' onblur=alert(1) y='"
    "`${alert(1)}`{{7*7}}{%raw%}&lt;xss-quokka&gt;&#60;xss-quokka&#62;\\u003cxss-quokka\\u003e"
)
LINK = "javascript:alert('quokka')"
#: Text that is a name for the machine: another value would not be the same row any more.
NAMES = frozenset(
    {
        "slug", "key", "locale", "submission_hash", "code_hash", "token_hash", "chain", "facts", "values", "digest",
        "figures", "wording_version", "action", "actor_role", "subject", "password_hash", "face", "shanarri", "uncrc",
        "scopes",
    }
)  # fmt: skip
#: A column as the payload names it.
_NAMED = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
#: The names in signed figures are held to their digest; a release frozen afterwards has poisoned ones.
_KEPT_TABLES = frozenset({"audit_event", "daily_count", "work_session", "alembic_version", "released_theme"})


def poison(app: Flask) -> set[str]:
    """Put the payload into every text column and every sealed text; the columns, as they are named in a page."""
    done = set()
    with db.session.get_bind().begin() as connection:
        for table in db.Base.metadata.sorted_tables:
            if table.name not in _KEPT_TABLES:
                done |= {f"{table.name}.{column.name}" for column in _texts(table)}
                _poison_rows(connection, table)
    db.session.remove()
    _poison_sealed(done)
    canary.forget()
    return done


def _texts(table: sa.Table) -> list[sa.Column[object]]:
    plain = [c for c in table.columns if isinstance(c.type, sa.Text) and not isinstance(c.type, sa.Enum)]
    return [c for c in plain if c.name not in NAMES and not c.foreign_keys]


def _poison_rows(connection: sa.Connection, table: sa.Table) -> None:
    keys = list(table.primary_key.columns)
    for number, row in enumerate(connection.execute(sa.select(table)).mappings().all()):
        values = {
            column.name: _as_stored(column.name, f"{table.name}.{column.name}.{number} {PAYLOAD}")
            for column in _texts(table)
            if row[column.name] is not None
        }
        values |= {name: LINK for name in ("address", "url", "website") if name in values}
        if values:
            same = sa.and_(*(key == row[key.name] for key in keys))
            connection.execute(sa.update(table).where(same).values(**values))


def _as_stored(name: str, text: str) -> str:
    """Names to sign in with are kept in small letters, and an email holds an @."""
    small = text.lower() if name in ("email", "username") else text
    return f"{small} x@example.org" if name == "email" else small


def _poison_sealed(done: set[str]) -> None:
    for mapper in db.Base.registry.mappers:
        sealed = [c.name for c in mapper.local_table.columns if c.name.endswith("_sealed")]
        sealed = [name for name in sealed if name not in ("state_sealed", "totp_secret_sealed")]
        for row in db.session.scalars(sa.select(mapper.class_)) if sealed else ():
            for name in sealed:
                if getattr(row, name) is not None:
                    field = name.removesuffix("_sealed")
                    crypto.seal(row, field, f"{row.__tablename__}.{field} {PAYLOAD}")
                    done.add(f"{row.__tablename__}.{field}")
    db.session.commit()


def test_no_stored_text_is_ever_markup(app: Flask, world: World) -> None:
    wave, _ = evidence.make_closed_wave(60, slug="poisoned")
    db.session.commit()
    done = poison(app)
    officer, second = world.accounts["officer"], world.accounts["safeguarding"]
    release = evidence.make_signed(wave, by=officer, signer=second)
    db.session.commit()
    world.by_endpoint["evidence_staff.release"] = {"release_id": release.id}
    wrong, shown = [], set()
    for who in EVERYBODY:
        client = world.client(who)
        doors = [address(world, rule) for rule in rules_of(app, "GET") if who in DOORS[rule.endpoint]]
        for path in doors:
            response = client.get(path)
            if response.mimetype != "text/html":
                response.close()
                continue
            wrong += [f"{who} {path}: {live}" for live in [*alive(response), *_strangers(response.text)]]
            shown |= done.intersection(_NAMED.findall(response.text))
    assert wrong == [], "\n".join(wrong)
    assert len(shown) >= 40, f"the payload was hardly seen: {sorted(shown)}"


def _strangers(html: str) -> list[str]:
    return [f"<{tag}>" for tag, given in Page(html).elements if "quokka" in tag or "autofocus" in given]
