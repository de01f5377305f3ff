"""Who decides about a word, and when it is decided. Pure."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from portal.word_list.models import Standing, Turn

#: So many champions have to say it; whoever proposed the word is none of them.
ENOUGH = 2
MOST_FORMS = 12

_DECIDED_IN = {Standing.PROPOSED: Turn.CONFIRM, Standing.IN_FORCE: Turn.RETIRE}
_LEADS_TO = {Turn.CONFIRM: Standing.IN_FORCE, Turn.RETIRE: Standing.RETIRED}


def may_decide(
    standing: Standing, turn: Turn, *, account_id: UUID, proposed_by: UUID | None, voted: Collection[UUID]
) -> bool:
    """Whether this champion may say it now: in the turn that is open, once, and never about their own proposal."""
    own = turn is Turn.CONFIRM and account_id == proposed_by
    return _DECIDED_IN.get(standing) is turn and not own and account_id not in voted


def decided(standing: Standing, turn: Turn, voted: Collection[UUID]) -> Standing:
    """Where a word stands after these champions have said it."""
    return _LEADS_TO[turn] if len(set(voted)) >= ENOUGH else standing


def forms_of(typed: str) -> tuple[str, ...]:
    """The forms somebody typed, one a line or by comma, each once, without blanks at their ends."""
    parts = (" ".join(part.split()) for line in typed.splitlines() for part in line.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
