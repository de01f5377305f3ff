"""As many answers as somebody likes, or at most so many."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError

from portal.consultations.kinds.base import Chosen, Countable, Typed, count
from portal.consultations.kinds.fields import Offered
from portal.consultations.kinds.one_of import Single, by_choice, offered
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given
from portal.core.forms import BaseForm


class AtMostSoMany:
    """No more choices than the question allows."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: BaseForm, field: Field) -> None:
        if len(field.data or ()) > self.most:
            raise ValidationError(
                ngettext("Choose %(num)s at most.", "Choose %(num)s at most. Take some ticks away.", self.most)
            )


class Several(Single):
    """Tick boxes. `settings["most"]` limits how many."""

    kind = Kind.SEVERAL
    control = "checks"
    sets = ("most",)

    def field(self, question: Asked) -> Field | None:
        """Tick boxes."""
        return SelectMultipleField(
            question.prompt,
            choices=offered(question),
            validate_choice=False,
            validators=[Offered(), AtMostSoMany(_most(question))],
        )

    def shown(self, question: Asked, given: Given | None) -> object:
        """The keys that are ticked."""
        return given if isinstance(given, list) else None

    def given(self, question: Asked, data: Typed) -> Given | None:
        """The keys that are ticked."""
        return [str(one) for one in data or () if one] or None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """Each that is offered, once, in the question's order."""
        keys = set(given) if isinstance(given, list) else set()
        return [Chosen(option=one.key) for one in question.choices if one.key in keys][: _most(question)]

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """People by choice; one person may stand in several."""
        return (by_choice(question, multiple=True),)

    def problems(self, question: Asked) -> list[str]:
        """A limit must leave something to choose."""
        return [] if _most(question) > 0 else [_("It allows no choice at all: the most to choose must be 1 or more.")]


def _most(question: Asked) -> int:
    return count(question.settings, "most", len(question.choices))
