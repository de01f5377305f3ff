"""One answer of a few: faces, scales, and any list written for the question."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice

from portal.consultations.conditions import BARE, Operator
from portal.consultations.kinds.base import Chosen, Countable, QuestionKind, Typed, Usual
from portal.consultations.kinds.fields import Offered
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given

BY_KEY = BARE | {Operator.IS, Operator.IS_NOT, Operator.ANY_OF, Operator.NONE_OF}


def offered(question: Asked) -> list[SelectChoice]:
    """The choices of a page, by key."""
    return [SelectChoice(choice.key, choice.label) for choice in question.choices]


class Single(QuestionKind):
    """One choice from a list of the question's own."""

    kind = Kind.SINGLE
    control = "options"
    fewest_options = 2
    operators = BY_KEY

    def field(self, question: Asked) -> Field | None:
        """Radio buttons."""
        return RadioField(question.prompt, choices=offered(question), validate_choice=False, validators=[Offered()])

    def shown(self, question: Asked, given: Given | None) -> object:
        """The key of the choice."""
        return given[0] if isinstance(given, list) and given else None

    def given(self, question: Asked, data: Typed) -> Given | None:
        """A list of one."""
        return [str(data)] if data else None

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """The first that is offered."""
        keys = given if isinstance(given, list) else []
        return [Chosen(option=key) for key in keys if key in question.by_choice][:1]

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """Labels, in the question's order."""
        keys = {row.option for row in rows}
        return [choice.label for choice in question.choices if choice.key in keys]

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """People by choice."""
        return (by_choice(question, multiple=False),)


class Faces3(Single):
    """Three faces."""

    kind = Kind.FACES3
    control = "faces"
    fewest_options = 3

    def usual_options(self) -> Usual:
        """Good, okay, not good."""
        return (("good", _("Good"), "happy"), ("okay", _("It’s okay"), "ok"), ("bad", _("Not good"), "sad"))


class Faces5(Single):
    """Five faces."""

    kind = Kind.FACES5
    control = "faces"
    fewest_options = 5

    def usual_options(self) -> Usual:
        """From very good to very bad."""
        return (
            ("very_good", _("Very good"), "great"),
            ("good", _("Good"), "happy"),
            ("okay", _("It’s okay"), "ok"),
            ("bad", _("Not good"), "sad"),
            ("very_bad", _("Really bad"), "awful"),
        )


class Agree(Single):
    """How far somebody agrees, in five steps."""

    kind = Kind.AGREE
    fewest_options = 3

    def usual_options(self) -> Usual:
        """From yes, very much, to no, not at all: shorter words than "strongly disagree"."""
        return (
            ("agree_lots", _("Yes, very much"), None),
            ("agree", _("Yes, mostly"), None),
            ("between", _("In between"), None),
            ("disagree", _("No, not really"), None),
            ("disagree_lots", _("No, not at all"), None),
        )


class HowOften(Single):
    """How often something happens."""

    kind = Kind.HOW_OFTEN
    fewest_options = 3

    def usual_options(self) -> Usual:
        """From always to never."""
        return (
            ("always", _("Always"), None),
            ("often", _("Most of the time"), None),
            ("sometimes", _("Sometimes"), None),
            ("hardly_ever", _("Hardly ever"), None),
            ("never", _("Never"), None),
        )


class YesNoUnsure(Single):
    """Yes, no, or not sure."""

    kind = Kind.YES_NO_UNSURE

    def usual_options(self) -> Usual:
        """Not sure is as good an answer as the other two."""
        return (("yes", _("Yes"), None), ("no", _("No"), None), ("unsure", _("Not sure"), None))


def by_choice(question: Asked, *, multiple: bool) -> Countable:
    """People by the key of what they chose."""
    values = tuple((choice.key, choice.label) for choice in question.choices)
    return Countable(question.key, question.prompt, multiple, values, lambda row: row.option)
