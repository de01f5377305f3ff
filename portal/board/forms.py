"""What people fill in to ask, check, answer, do and say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.board import labels, rules
from portal.board.models import Action, Ask, AskAnswer, ReasonClass, Say, Step, Wording
from portal.board.operations import Terms
from portal.board.overview import Show, Wanted
from portal.board.working import Change
from portal.commitments.labels import DUTIES
from portal.commitments.models import Duty
from portal.core import clock
from portal.core.forms import MIDDLE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.partnership.models import Organisation, Post
from portal.plain_words.forms import PlainForm
from portal.themes.models import Theme

KeyT = TypeVar("KeyT", bound=str)

SHOWS = {
    Show.ALL: _l("Everything"),
    Show.MINE: _l("Mine"),
    Show.ORGANISATION: _l("My organisation’s"),
    Show.OPEN: _l("Open"),
    Show.OVERDUE: _l("Overdue"),
    Show.WAITING: _l("Waiting for young people"),
    Show.AGREED: _l("Agreed this year"),
    Show.CHANGED: _l("Changed since the last meeting"),
}


def _choices(named: Mapping[KeyT, str]) -> list[SelectChoice]:
    """Every member of an enum with its words."""
    return [SelectChoice(str(key), label) for key, label in named.items()]


def _post_choices(posts: Sequence[Post]) -> list[SelectChoice]:
    """Every post under its organisation's short name."""
    named = (SelectChoice(str(one.id), f"{one.organisation.short_name}: {one.title}") for one in posts)
    return [SelectChoice("", _l("Choose who")), *named]


def _not_before(other: str, message: str) -> Callable[[BaseForm, Field], None]:
    """A date that may not lie before another one of the same form."""

    def check(form: BaseForm, field: Field) -> None:
        first = form[other].data
        if first and field.data and field.data < first:
            raise ValidationError(message)

    return check


def _from_today(form: BaseForm, field: Field) -> None:
    """A new date has to lie ahead; one that stood there before may stay."""
    if field.data and field.data < clock.today() and field.data != field.object_data:
        raise ValidationError(_l("Choose today or a later day."))


class TermsForm(BaseForm):
    """Who answers, by when, and what stands beside the words."""

    post_id = SelectField(_l("Who has to answer"), [Required(_l("Choose who answers."))])
    due_on = DateField(_l("Answer by"), [Required(_l("Give the day the answer is due.")), _from_today])
    to_board_on = DateField(_l("When it goes to the board"), [Optional()])
    summary = TextAreaField(_l("Summary by officers"), [AtMost(MIDDLE_TEXT)], filters=[clean])
    theme_id = SelectField(_l("Theme it comes from"))
    duty = SelectField(_l("Which duty it is about"))

    def offer(self, posts: Sequence[Post], themes: Sequence[Theme], ask: Ask | None = None) -> None:
        """The posts and themes to choose from; a retired theme stays where it was chosen."""
        known = {one.id: one for one in themes}
        if ask and ask.theme:
            known.setdefault(ask.theme.id, ask.theme)
        self.post_id.choices = _post_choices(posts)
        self.theme_id.choices = [
            SelectChoice("", _l("No one theme")),
            *(SelectChoice(str(one.id), one.name) for one in known.values()),
        ]
        self.duty.choices = [SelectChoice("", _l("Not said")), *_choices(DUTIES)]

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        return Terms(
            post_id=UUID(self.post_id.data),
            due_on=self.due_on.data,
            to_board_on=self.to_board_on.data,
            summary=text(self.summary),
            theme_id=UUID(self.theme_id.data) if self.theme_id.data else None,
            duty=Duty(self.duty.data) if self.duty.data else None,
        )


class AskForm(PlainForm, TermsForm):
    """An ask that is not a quote."""

    PLAIN = ("text", "summary")

    wording = RadioField(
        _l("Whose words are these?"),
        [Required(_l("Say whose words these are."))],
        choices=[SelectChoice(one.value, labels.WORDINGS[one]) for one in (Wording.WRITTEN, Wording.PARAPHRASE)],
        validate_choice=False,
        coerce=Wording,
    )
    text = TextAreaField(
        _l("The ask"), [Required(_l("Write what young people ask for.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )

    def validate_wording(self, field: RadioField) -> None:
        """Quotes have a form of their own, with the words they come from."""
        if field.data is Wording.QUOTE:
            raise ValidationError(_l("Start a quote from the view it stands in."))


class SpeakForm(BaseForm):
    """An ask in a champion's own words. Nobody has to know whose job it is."""

    NOT_KNOWN = "not-known"

    text = TextAreaField(
        _l("What do you ask for?"), [Required(_l("Write what you ask for.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )
    theme_id = SelectField(_l("What is it about?"))
    post_id = SelectField(
        _l("Who should answer?"), [Required(_l("Choose who should answer. “I don’t know” is fine too."))]
    )

    def offer(self, posts: Sequence[Post], themes: Sequence[Theme]) -> None:
        """The posts that can answer, and the themes in young people's own words."""
        first, *named = _post_choices(posts)
        self.post_id.choices = [first, SelectChoice(self.NOT_KNOWN, _l("I don’t know")), *named]
        self.theme_id.choices = [
            SelectChoice("", _l("Something else")),
            *(SelectChoice(str(one.id), one.young_word) for one in themes),
        ]

    @property
    def chosen_post(self) -> UUID | None:
        """Who should answer; None where the champion does not know."""
        return None if self.post_id.data == self.NOT_KNOWN else UUID(self.post_id.data)


class OursForm(BaseForm):
    """Are these our words?"""

    ours = RadioField(
        _l("Are these our words?"),
        [Required(_l("Choose yes or no."))],
        choices=[
            SelectChoice("yes", _l("Yes, we said it like this")),
            SelectChoice("no", _l("No, an adult put it into other words")),
        ],
        validate_choice=True,
    )


class QuoteForm(TermsForm):
    """A part of what somebody said, cut but not changed."""

    excerpt = TextAreaField(
        _l("The part to quote"),
        [Required(_l("Leave the words to quote.")), AtMost(MIDDLE_TEXT)],
        filters=[clean],
    )

    def quoting(self, passage: str) -> None:
        """The passage the excerpt has to stand in."""
        self.passage = passage
        if not self.is_submitted() and len(passage) <= MIDDLE_TEXT:
            self.excerpt.data = passage.strip()

    def validate_excerpt(self, field: TextAreaField) -> None:
        """Only cutting is allowed, and only between words."""
        if not rules.is_excerpt(text(field), self.passage):
            raise ValidationError(
                _l("Keep the words exactly as they were said: cut at the beginning or the end, in whole words.")
            )


class CheckForm(BaseForm):
    """The second person's list. Every point has to be ticked before the board sees the words."""

    looked = SelectMultipleField(_l("Tick each point once you have looked"), choices=_choices(labels.CHECKLIST))

    def validate_looked(self, field: SelectMultipleField) -> None:
        """All of it, every time."""
        if not rules.is_checked(field.data or []):
            raise ValidationError(_l("Go through every point. If one does not hold, use other words instead."))


class RewordForm(BaseForm):
    """Other words for a quote that could point at somebody."""

    text = TextAreaField(
        _l("In other words"), [Required(_l("Write it in other words.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )


class AnswerForm(BaseForm):
    """Yes, partly or no, and why."""

    answer = RadioField(
        _l("Your answer"),
        [Required(_l("Choose yes, partly or no."))],
        choices=_choices(labels.ANSWERS),
        validate_choice=False,
        coerce=AskAnswer,
    )
    because = TextAreaField(
        _l("Because"),
        [Required(_l("Say why, in words young people can use.")), AtMost(2 * MIDDLE_TEXT)],
        filters=[clean],
    )
    reason = SelectField(
        _l("If it is not yes: what kind of reason is it?"),
        choices=[SelectChoice("", _l("Choose a reason")), *_choices(labels.REASONS)],
    )

    def validate_reason(self, field: SelectField) -> None:
        """A no is an answer when it says why."""
        if self.answer.data in (AskAnswer.PARTLY, AskAnswer.NO) and not field.data:
            raise ValidationError(_l("Choose the kind of reason."))

    @property
    def reason_class(self) -> ReasonClass | None:
        """The reason chosen, if any."""
        return ReasonClass(self.reason.data) if self.reason.data else None


class ActionForm(BaseForm):
    """A task, the post that does it, and by when."""

    title = StringField(
        _l("What will be done"), [Required(_l("Say what will be done.")), AtMost(SHORT_TEXT)], filters=[clean]
    )
    post_id = SelectField(_l("Who does it"), [Required(_l("Choose who does it."))])
    starts_on = DateField(_l("Starts on"), [Required(_l("Give the day it starts."))])
    due_on = DateField(
        _l("Done by"),
        [
            Required(_l("Give the day it will be done by.")),
            _from_today,
            _not_before("starts_on", _l("It cannot be due before it starts.")),
        ],
    )

    duty = SelectField(_l("Which duty it is about"), default="")
    level = SelectField(_l("What it changes"), default="")

    def offer(self, posts: Sequence[Post], *, first: date) -> None:
        """The posts to choose from; it starts `first` unless told otherwise."""
        self.duty.choices = [SelectChoice("", _l("Not said")), *_choices(DUTIES)]
        self.level.choices = [SelectChoice("", _l("Not said")), *_choices(labels.LEVELS)]
        self.post_id.choices = _post_choices(posts)
        if not self.is_submitted():
            self.starts_on.data = first


class StepForm(BaseForm):
    """One line in an action's history."""

    text = TextAreaField("", [Required(_l("Say it in words.")), AtMost(MIDDLE_TEXT)], filters=[clean])

    def about(self, step: Step) -> None:
        """Ask what this step has to say."""
        self.text.label.text = labels.STEP_QUESTIONS[step]


class SayForm(BaseForm):
    """Whether it really happened."""

    say = RadioField(
        _l("Did it really happen?"),
        [Required(_l("Choose yes, partly or not yet."))],
        choices=_choices(labels.SAYS),
        validate_choice=False,
        coerce=Say,
    )
    because = TextAreaField(_l("Because (if you want to say)"), [AtMost(MIDDLE_TEXT)], filters=[clean])

    def fill(self, action: Action, account_id: UUID) -> None:
        """What this champion said a moment ago, to be put right."""
        own = next((one for one in action.says if (one.round, one.account_id) == (action.round, account_id)), None)
        if own and not self.is_submitted():
            self.say.data, self.because.data = own.say, own.because


class ShowForm(BaseForm):
    """Which part of the list to see; read from the address, so it changes nothing."""

    class Meta:
        """No token: a list can be kept as a bookmark."""

        csrf = False

    show = SelectField(_l("Show"), choices=_choices(SHOWS), validate_choice=False)
    organisation = SelectField(_l("Organisation"), validate_choice=False)
    theme = SelectField(_l("Theme"), validate_choice=False)
    duty = SelectField(_l("Duty"), validate_choice=False)

    def offer(self, organisations: Sequence[Organisation], themes: Sequence[Theme]) -> None:
        """What the list can be narrowed to."""
        every = [SelectChoice("", _l("All"))]
        self.organisation.choices = [*every, *(SelectChoice(str(one.id), one.short_name) for one in organisations)]
        self.theme.choices = [*every, *(SelectChoice(str(one.id), one.name) for one in themes)]
        self.duty.choices = [*every, *_choices(DUTIES)]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; whatever is no choice narrows nothing."""
        return Wanted(
            Show(self.show.data) if self.show.data in set(Show) else Show.ALL,
            Duty(self.duty.data) if self.duty.data in set(Duty) else None,
            _offered(self.organisation),
            _offered(self.theme),
        )

    @property
    def asked(self) -> dict[str, Any]:
        """The same for an address: only what narrows the list."""
        wanted = self.wanted
        found = {
            "show": wanted.show.value if wanted.show is not Show.ALL else None,
            "organisation": wanted.organisation_id,
            "theme": wanted.theme_id,
            "duty": wanted.duty.value if wanted.duty else None,
        }
        return {name: str(value) for name, value in found.items() if value}


def _offered(field: SelectField) -> UUID | None:
    """The row chosen, if it is one of those offered."""
    return UUID(field.data) if field.data and field.data in {one.value for one in field.choices} else None


class JoinForm(BaseForm):
    """With which ask it is answered, and why they belong together."""

    into_id = RadioField(_l("Answer it together with"), [Required(_l("Choose an ask."))], validate_choice=True)
    because = TextAreaField(
        _l("Why do they belong together?"),
        [Required(_l("Say why they belong together.")), AtMost(SHORT_TEXT)],
        filters=[clean],
    )

    def offer(self, asks: Sequence[tuple[UUID, str]]) -> None:
        """The asks it may be joined with, by id and words."""
        self.into_id.choices = [SelectChoice(str(key), words) for key, words in asks]


class SplitForm(PlainForm, TermsForm):
    """A part of an ask for a post of its own."""

    text = TextAreaField(
        _l("The part that somebody else has to answer"),
        [Required(_l("Write the part that somebody else has to answer.")), AtMost(MIDDLE_TEXT)],
        filters=[clean],
    )


class OnceMoreForm(BaseForm):
    """A champion asks again."""

    text = TextAreaField(
        _l("What do you ask now?"),
        [Required(_l("Write what you ask now.")), AtMost(MIDDLE_TEXT)],
        filters=[clean],
    )


class MilestoneForm(BaseForm):
    """A step on the way."""

    title = StringField(
        _l("What will be there then?"), [Required(_l("Say what will be there.")), AtMost(SHORT_TEXT)], filters=[clean]
    )
    due_on = DateField(_l("By"), [Required(_l("Give the day."))])


class ProofForm(BaseForm):
    """Evidence: an address or a file."""

    title = StringField(
        _l("What does it show?"), [Required(_l("Say what it shows.")), AtMost(SHORT_TEXT)], filters=[clean]
    )
    address = StringField(_l("Address that begins with https://"), [AtMost(MIDDLE_TEXT)], filters=[clean])
    file = FileField(_l("Or a file: PDF or picture, up to 5 MB"))


class ChangeManyForm(BaseForm):
    """What changes in every ask ticked."""

    asks = SelectMultipleField(_l("Asks"))
    to_board_on = DateField(_l("When they go to the board"), [Optional()])
    duty = SelectField(_l("Which duty they are about"))

    def offer(self, rows: Sequence[tuple[UUID, str]]) -> None:
        """The asks on the list, by id and words."""
        self.asks.choices = [SelectChoice(str(key), words) for key, words in rows]
        self.duty.choices = [SelectChoice("", _l("As it is")), *_choices(DUTIES)]

    def validate_asks(self, field: SelectMultipleField) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_l("Tick at least one ask."))

    @property
    def change(self) -> Change:
        """What was filled in."""
        return Change(self.to_board_on.data, Duty(self.duty.data) if self.duty.data else None)
