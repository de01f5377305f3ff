"""Words, short and long. They are sealed with the thread, never counted and never looked into by a condition."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import Field, StringField, TextAreaField

from portal.consultations.conditions import Said
from portal.consultations.kinds.base import Chosen, QuestionKind, Typed
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given
from portal.core.forms import LONG_TEXT, SHORT_TEXT, AtMost, clean


class Long(QuestionKind):
    """As much as somebody wants to write."""

    kind = Kind.LONG
    control = "long"
    is_words = True

    def field(self, question: Asked) -> Field | None:
        """A large box."""
        return TextAreaField(question.prompt, filters=[clean], validators=[AtMost(LONG_TEXT)])

    def shown(self, question: Asked, given: Given | None) -> object:
        """The words."""
        return given if isinstance(given, str) else None

    def given(self, question: Asked, data: Typed) -> Given | None:
        """The words."""
        return str(data) if data else None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """No row: words are passages of the thread."""
        return []

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """Nothing, since no row holds words."""
        return []

    def words(self, question: Asked, given: Given | None) -> list[str]:
        """What was written."""
        return [given] if isinstance(given, str) and given else []

    def said(self, question: Asked, given: Given | None) -> Said | None:
        """Only that something was written."""
        return Said() if self.words(question, given) else None


class Short(Long):
    """One line."""

    kind = Kind.SHORT
    control = "short"

    def field(self, question: Asked) -> Field | None:
        """One line to type into."""
        return StringField(question.prompt, filters=[clean], validators=[AtMost(SHORT_TEXT)])
