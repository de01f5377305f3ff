"""Training packs with passages."""

from portal.accounts.models import Account
from portal.board.models import Ask
from portal.board.rules import CHECKLIST
from portal.contributions import queries as threads
from portal.contributions.models import Contribution, Purpose
from portal.core.access import Role
from portal.training import operations, queries
from portal.training.models import TrainingPack, TrainingPassage
from tests.factories import people, voices

SAID = "My worker left and nobody told me for six weeks."
TOLD = "Somebody only learnt much later that the person they relied on had gone."


def make_allowed(text: str = SAID, *also: Purpose) -> Contribution:
    """A view whose owner allows teaching."""
    return voices.make_contribution(text, sharing=[Purpose.TRAINING, *also]).contribution


def make_pack(title: str = "When a worker leaves", *, by: Account | None = None) -> TrainingPack:
    """An empty pack with two questions."""
    officer = by or people.make_account(Role.PARTICIPATION_OFFICER)
    return operations.begin(title, "What would you have noticed?\n\nWhat will you do?", by=officer)


def tell(
    pack: TrainingPack,
    view: Contribution | None = None,
    *,
    told: str = TOLD,
    rare_seen: bool = True,
    by: Account | None = None,
) -> TrainingPassage:
    """A passage of a view in other words."""
    words = threads.words_of((view or make_allowed()).id)[0]
    officer = by or people.make_account(Role.PARTICIPATION_OFFICER)
    return operations.tell(pack, words, told, looked=CHECKLIST, rare_seen=rare_seen, by=officer)


def quote(pack: TrainingPack, ask: Ask) -> TrainingPassage:
    """A checked quote put in a pack."""
    return operations.quote(pack, ask, by=people.make_account(Role.PARTICIPATION_OFFICER))


def approve(pack: TrainingPack) -> TrainingPack:
    """Read and approved by a second person."""
    second = people.make_account(Role.SAFEGUARDING_OFFICER, name="Second Person")
    operations.approve(pack, shown=queries.shown(pack).version, looked=CHECKLIST, by=second)
    return pack
