"""A page that only tells: nothing to answer on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from wtforms import Field

from portal.consultations.kinds.base import Chosen, QuestionKind, Typed
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given


class Tell(QuestionKind):
    """`prompt` is its heading, `help` what it says."""

    kind = Kind.TELL
    control = "tell"
    asks = False
    operators = frozenset()

    def field(self, question: Asked) -> Field | None:
        """No field."""
        return None

    def given(self, question: Asked, data: Typed) -> Given | None:
        """Nothing."""
        return None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """Nothing."""
        return []

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """Nothing."""
        return []

    def problems(self, question: Asked) -> list[str]:
        """It has to say something."""
        return [] if question.help else [_("This page tells nothing: write its text.")]
