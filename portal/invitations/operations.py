"""Making letters, spending their codes, and putting on record who there is and what was tried."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.consultations import rules as consultation_rules
from portal.consultations.models import Consultation
from portal.consultations.questionnaire import Questionnaire
from portal.contributions.models import AgeBand, HomeType, LivesIn, Responsible
from portal.core import clock, crypto, db
from portal.core.errors import RuleError
from portal.invitations import queries, rules
from portal.invitations.models import EligibleTotal, Group, InvitationBatch, InvitationCode, Outreach
from portal.invitations.rules import Bands

#: So long after a consultation nobody can answer it any more, and its letters are forgotten.
LETTERS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Letter:
    """A letter as it is printed: the only time its code is seen."""

    number: int
    code: str
    bands: Bands


@dataclass(frozen=True)
class Made:
    """A batch with its letters."""

    batch: InvitationBatch
    letters: tuple[Letter, ...]


def together(lines: Iterable[tuple[Bands, int]]) -> dict[Bands, int]:
    """Lines as somebody wrote them, the same combination counted once."""
    found: Counter[Bands] = Counter()
    for bands, number in lines:
        found[bands] += number
    return dict(found)


def make(consultation: Questionnaire, asked: Mapping[Bands, int], *, key: str, by: Account) -> Made:
    """Letters for so many people of each combination, coarsened; RuleError where nothing can be made.

    `key` stands for one press of the button: the same again makes nothing, since codes can be shown only once.
    """
    number = sum(asked.values())
    if number < 1:
        raise RuleError(_("Say first for whom the letters are."))
    if number > rules.MOST:
        raise RuleError(_("At most %(most)s letters can be made at once. Make two batches.", most=rules.MOST))
    if clock.now() >= consultation.closes_at:
        raise RuleError(_("This consultation has closed. Letters for it would lead nowhere."))
    batch = InvitationBatch(
        consultation_id=consultation.id,
        number=number,
        key_hash=hmac.digest(crypto.keys().derive("letters"), key.encode(), hashlib.sha256).hex(),
        made_on=clock.today(),
        made_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(batch)
            db.session.flush()
    except IntegrityError as error:
        raise RuleError(
            _(
                "These letters were made already, and their codes can’t be shown again. If the file did not arrive,"
                " call the batch back and make a new one."
            )
        ) from error
    lines = rules.coarsen(asked)
    letters = tuple(_letters(rules.sizes(lines)))
    db.session.add_all(_row(batch, letter) for letter in letters)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"letters": number, "coarsened": sum(1 for line in lines if line.dropped)}
    audit.record("letters.made", by=by.id, subject=("invitation_batch", batch.id), facts=facts)
    return Made(batch, letters)


def note_download(batch: InvitationBatch, *, by: Account) -> None:
    """The codes were handed over, as letters and for mail merge, the one time they can be."""
    audit.record("letters.downloaded", by=by.id, subject=("invitation_batch", batch.id))


def spend(code: InvitationCode) -> bool:
    """Start with a code: whether it was still good. Only the week is kept, and nothing of who or what follows."""
    statement = update(InvitationCode).where(InvitationCode.id == code.id, InvitationCode.spent_week.is_(None))
    spent = db.session.connection().execute(statement.values(spent_week=clock.this_week())).rowcount == 1
    if spent:
        db.session.expire(code, ["spent_week"])
        audit.count_young_act("letter.started")
    return spent


def call_back(batch: InvitationBatch, *, by: Account) -> None:
    """From now on none of these codes opens anything: the file was lost, or letters went to the wrong people."""
    if batch.void_on is not None:
        raise RuleError(_("This batch was called back already."))
    batch.void_on = clock.today()
    db.session.flush()
    audit.record("letters.called-back", by=by.id, subject=("invitation_batch", batch.id))


def take_reminders(batch: InvitationBatch, *, by: Account) -> list[int]:
    """The numbers of the letters to remind, once for each batch: two lists would tell who started between them."""
    if batch.void_on is not None:
        raise RuleError(_("This batch was called back."))
    if batch.listed_on is not None:
        raise RuleError(_("The list for reminders was taken already. A second one would tell who started in between."))
    batch.listed_on = clock.today()
    numbers = rules.to_remind(queries.letters_of(batch))
    db.session.flush()
    audit.record("letters.listed", by=by.id, subject=("invitation_batch", batch.id))
    return numbers


def note_total(group: Group, key: str, number: int, *, as_of: date, source: str, by: Account) -> EligibleTotal:
    """How many there were of a group on a day, by somebody who counted; what stood before stays."""
    _check_group(group, key)
    if as_of > clock.today():
        raise RuleError(_("That day is still to come. Give the day the number is about."))
    total = EligibleTotal(
        group=group,
        key=key,
        number=number,
        as_of=as_of,
        source=source,
        noted_at=clock.now(),
        noted_by_id=by.id,
    )
    db.session.add(total)
    db.session.flush()
    facts: dict[str, audit.Fact] = {"group": group.value}
    audit.record("total.noted", by=by.id, subject=("eligible_total", total.id), facts=facts)
    return total


def note_outreach(group: Group, key: str, what: str, *, tried_on: date, organisation_id: UUID, by: Account) -> Outreach:
    """What was tried to reach a group."""
    _check_group(group, key)
    if tried_on > clock.today():
        raise RuleError(_("That day is still to come. Write down what was done, not what is planned."))
    tried = Outreach(
        group=group, key=key, what=what, tried_on=tried_on, organisation_id=organisation_id, noted_by_id=by.id
    )
    db.session.add(tried)
    db.session.flush()
    audit.record("outreach.noted", by=by.id, subject=("outreach", tried.id), facts={"group": group.value})
    return tried


def forget_ended() -> int:
    """Delete the codes of consultations that closed a while ago; how many went. That a batch was made stays."""
    until = clock.now() - consultation_rules.TIME_TO_FINISH - LETTERS_KEPT
    over = select(InvitationBatch.id).join(Consultation).where(Consultation.closes_at < until)
    gone = db.session.execute(
        delete(InvitationCode).where(InvitationCode.batch_id.in_(over)).returning(InvitationCode.id)
    )
    return len(gone.all())


def _letters(sizes: Mapping[Bands, int]) -> Iterable[Letter]:
    people = (bands for bands, number in sizes.items() for _one in range(number))
    for number, bands in enumerate(people, start=1):
        yield Letter(number, rules.new_code(), bands)


def _row(batch: InvitationBatch, letter: Letter) -> InvitationCode:
    bands = letter.bands
    return InvitationCode(
        batch_id=batch.id,
        letter=letter.number,
        code_hash=queries.code_hash(letter.code),
        age_band=AgeBand(bands.age_band) if bands.age_band else None,
        home_type=HomeType(bands.home) if bands.home else None,
        locality_id=UUID(bands.locality) if bands.locality else None,
        responsible=Responsible(bands.responsible) if bands.responsible else None,
        lives_in=LivesIn(bands.lives_in) if bands.lives_in else None,
    )


def _check_group(group: Group, key: str) -> None:
    known = {
        Group.ALL: {""},
        Group.AGE_BAND: {band.value for band in AgeBand},
        Group.HOME: {home.value for home in HomeType},
        Group.LOCALITY: {place for place, _name in queries.localities()},
    }
    if key not in known[group]:
        raise RuleError(_("Choose from what is on this page."))
