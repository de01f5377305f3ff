"""Every kind of question in one register. Nothing else in the portal asks what kind a question is of."""

from __future__ import annotations

from portal.consultations.kinds.base import Chosen, Countable, QuestionKind
from portal.consultations.kinds.files import Photo, Voice
from portal.consultations.kinds.measures import Ladder, Number
from portal.consultations.kinds.one_of import Agree, Faces3, Faces5, HowOften, Single, YesNoUnsure
from portal.consultations.kinds.order import Order
from portal.consultations.kinds.several import Several
from portal.consultations.kinds.tell import Tell
from portal.consultations.kinds.tiles import Tiles
from portal.consultations.kinds.words import Long, Short
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked

__all__ = ["KINDS", "Chosen", "Countable", "QuestionKind", "kind_of"]

_ALL: tuple[type[QuestionKind], ...] = (
    *(Faces3, Faces5, Agree, HowOften, YesNoUnsure, Single, Several),
    *(Ladder, Number, Order, Tiles, Short, Long, Photo, Voice, Tell),
)

#: What can be asked today.
KINDS: dict[Kind, QuestionKind] = {one.kind: one() for one in _ALL}


def kind_of(question: Asked) -> QuestionKind:
    """What a question of its kind can do."""
    return KINDS[question.kind]
