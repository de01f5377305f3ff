"""Asks and actions."""

from datetime import date, timedelta
from typing import TypeVar

from portal.accounts.models import Account
from portal.board import operations
from portal.board.models import Action, ActionState, Ask, Step, Wording
from portal.board.operations import FirstLook, Terms
from portal.board.rules import CHECKLIST
from portal.commitments.models import Commitment
from portal.contributions import queries as threads
from portal.contributions.models import Contribution, Purpose
from portal.core import clock, db
from portal.core.access import Role
from portal.disclosure.raw import Dimension, RawRelease, RawTable
from portal.disclosure.thresholds import Subject
from portal.evidence import operations as evidence
from portal.evidence.models import ReleaseKind
from portal.evidence.wave import THEMES_TABLE, CountedTheme
from portal.themes import queries as theme_queries
from portal.themes.models import Theme
from tests.factories import consultations, people, place, themes, voices

Row = TypeVar("Row", Ask, Action, Commitment)

SAID = "I want to see my wee brother more. Ask me first, not after."
EXCERPT = "Ask me first, not after."


def terms(organisation: str = "Council", **changes: object) -> Terms:
    """That partner's post answers within a month."""
    values: dict[str, object] = {
        "post_id": place.post(organisation).id,
        "due_on": clock.today() + timedelta(days=30),
        "to_board_on": clock.today(),
    }
    return Terms(**(values | changes))


def make_ask(
    text: str = "Let us see our brothers and sisters without asking three times",
    *,
    organisation: str = "Council",
    wording: Wording = Wording.WRITTEN,
    by: Account | None = None,
    **changes: object,
) -> Ask:
    """An ask one partner has to answer."""
    officer = by or people.make_account(Role.PARTICIPATION_OFFICER)
    return operations.ask(text, wording=wording, terms=terms(organisation, **changes), by=officer)


def make_quotable(text: str = SAID) -> Contribution:
    """A view whose owner allows quoting."""
    return voices.make_contribution(text, sharing=[Purpose.QUOTE]).contribution


def make_counted_theme(people_in_it: int = 40, *, name: str = "Being asked first") -> Theme:
    """A theme that so many of eighty people were heard on, in a signed release; made once, then found again."""
    found = theme_queries.find_theme(name)
    if found is not None:
        return found
    theme = themes.make_theme(name)
    wave = consultations.make_consultation(opened=40, closes_in=-3, questions=consultations.every_kind()[:1])
    table = RawTable(
        key=THEMES_TABLE,
        title=THEMES_TABLE,
        subject=Subject.THEMES,
        dimensions=(Dimension(THEMES_TABLE, THEMES_TABLE, (name,)),),
        cells={(name,): people_in_it},
        base=80,
        multiple=True,
    )
    release = evidence.freeze(
        ReleaseKind.WAVE,
        wave.title,
        RawRelease(wave.slug, wave.title, 80, (table,)),
        by=people.make_account(Role.PARTICIPATION_OFFICER),
        consultation_id=wave.id,
        themes=[CountedTheme(theme.id, name, theme.young_word, people_in_it)],
    )
    evidence.sign(release, by=people.make_account(Role.SAFEGUARDING_OFFICER))
    return theme


def first_look(**changes: object) -> FirstLook:
    """Said in other words, and the whole list gone through, by whoever proposes a quote."""
    values: dict[str, object] = {"paraphrase": "They want to be part of it from the start", "looked": CHECKLIST}
    values["rare_because"] = "Looked at"
    return FirstLook(**(values | changes))


def make_quote(
    contribution: Contribution | None = None, *, by: Account | None = None, checked: bool = True, excerpt: str = EXCERPT
) -> Ask:
    """An ask in somebody's own words, seen by a second person unless told otherwise."""
    chosen = contribution or make_quotable()
    officer = by or people.make_account(Role.PARTICIPATION_OFFICER)
    words = threads.words_of(chosen.id)[0]
    theme = make_counted_theme()
    themes.put_under(chosen, theme, by=officer)
    ask = operations.quote(words, excerpt, first=first_look(), terms=terms(theme_id=theme.id), by=officer)
    if checked:
        second = people.make_account(Role.SAFEGUARDING_OFFICER, name="Second Person")
        operations.check(ask, looked=CHECKLIST, by=second)
    return ask


def make_action(
    *, ask: Ask | None = None, organisation: str = "Council", due_on: date | None = None, **changes: object
) -> Action:
    """An action one partner has to do."""
    values: dict[str, object] = {
        "title": "Write family time into every plan",
        "post_id": place.post(organisation).id,
        "starts_on": clock.today() - timedelta(days=90),
        "due_on": due_on or clock.today() + timedelta(days=30),
        "by": people.make_account(Role.PARTICIPATION_OFFICER),
        "ask": ask or (None if "commitment" in changes else make_ask(organisation=organisation)),
    }
    return operations.add_action(**(values | changes))


def make_claim(action: Action | None = None, *, by: Account | None = None) -> Action:
    """An action its organisation says is done."""
    claimed = action or make_action()
    lead = by or people.make_account(Role.CORPORATE_LEAD, name="Lead Person")
    operations.take_step(claimed, Step.CLAIMED, text="Every plan says it now.", by=lead)
    return claimed


def make_champions(number: int = 2) -> list[Account]:
    """Young champions."""
    return [people.make_account(Role.CHAMPION, name=f"Champion {count}") for count in range(number)]


def in_state(action: Action, state: ActionState) -> Action:
    """Put an action straight into a state, past all rules."""
    action.state = state
    action.stuck_on = "The other partner" if state is ActionState.STUCK else None
    action.stopped_because = "Not needed" if state is ActionState.STOPPED else None
    db.session.flush()
    return action


def again(row: Row) -> Row:
    """The same row as the database has it now, after a request ended the session it was made in."""
    found = db.session.get(type(row), row.id, populate_existing=True)
    assert found is not None
    return found
