"""How old somebody is, where that chooses between versions of the questions; and what an officer fills in to build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, Regexp, ValidationError

from portal.accounts.models import Account
from portal.consultations import ages, building, rules
from portal.consultations.building import Plan, Worded
from portal.consultations.conditions import BARE, MEASURES, Comparison, Operator
from portal.consultations.kinds import KINDS, kind_of
from portal.consultations.labels import (
    AUDIENCES,
    KIND_NAMES,
    OPERATORS,
    PROMISE,
    SECTION_58,
    SHANARRI,
)
from portal.consultations.models import Audience, Consultation, Edition, Kind, Question
from portal.consultations.planned import NewConsultation, NewEdition, NewSection
from portal.consultations.questionnaire import Asked
from portal.consultations.starter import AFTER_A_MEETING, LEAVING_CARE, LISTEN2US, questionnaire
from portal.contributions import identities
from portal.contributions.models import AgeBand
from portal.core import clock
from portal.core.forms import SHORT_TEXT, AtMost, BaseForm, HowMany, Required, clean, text

_NO_TAG = SelectChoice("", _l("No tag"))
_TEMPLATES: dict[str, tuple[Path, object]] = {
    "general": (LISTEN2US, _l("Template: Listen2Us, about life in general")),
    "meeting": (AFTER_A_MEETING, _l("Template: after a review or a Hearing")),
    "leaving": (LEAVING_CARE, _l("Template: leaving care")),
}
_LONG = 2_000
_HOUR = _l("Type a time, such as 09:00.")


def _tags(names: dict[str, Any]) -> list[SelectChoice]:
    return [_NO_TAG, *(SelectChoice(key, label) for key, label in names.items())]


class AgeForm(BaseForm):
    """The band an age is in. It may be skipped."""

    age = RadioField(
        ages.ASKED,
        choices=[SelectChoice(band.value, words) for band, words in ages.BANDS.items()],
        validate_choice=False,
    )

    def validate_age(self, field: RadioField) -> None:
        """One of the bands, or nothing."""
        if field.data and field.data not in set(AgeBand):
            raise ValidationError(_l("Choose from what is on this page."))

    @property
    def band(self) -> AgeBand | None:
        """The band; None where nothing was chosen."""
        return AgeBand(self.age.data) if self.age.data else None


def _moment(day: DateField, hour: TimeField) -> datetime | None:
    """The moment two fields name together; None where one is empty or the clock never shows it, or shows it twice."""
    if not isinstance(day.data, date) or not isinstance(hour.data, time):
        return None
    return rules.moment_at(day.data, hour.data)


def _check_moment(day: DateField, hour: TimeField) -> None:
    if day.data and hour.data and _moment(day, hour) is None:
        raise ValidationError(
            _l("The clocks change that night: this time comes twice, or not at all. Choose a time before 1 or after 2.")
        )


class NewForm(BaseForm):
    """What a new consultation is called, when it runs, and what it begins with."""

    title = StringField(_l("Title"), [Required(_l("Give it a title.")), AtMost(SHORT_TEXT)], [clean])
    wave = StringField(_l("Wave"), [Required(_l("Say which wave it is, such as “Spring 2027”.")), AtMost(60)], [clean])
    begins = SelectField(_l("Begin with"))
    opens_on = DateField(_l("Opens on, at 9 in the morning"), [Required(_l("Say when it opens."))])
    closes_on = DateField(_l("Closes on, at 5 in the afternoon"), [Required(_l("Say when it closes."))])
    report_back_on = DateField(_l("People hear back by"), [Required(_l("Say by when people hear what came of it."))])

    def offer(self, earlier: Sequence[Consultation]) -> None:
        """Blank, the templates, and what was asked before."""
        copies = [
            SelectChoice(str(one.id), f"{one.title} ({one.wave})", optgroup=str(_l("Next wave of"))) for one in earlier
        ]
        self.earlier = {str(one.id): one for one in earlier}
        self.begins.choices = [
            SelectChoice("blank", _l("Nothing: a blank page")),
            *(SelectChoice(key, label) for key, (_path, label) in _TEMPLATES.items()),
            *copies,
        ]

    def validate_report_back_on(self, field: DateField) -> None:
        """In order."""
        if self.opens_on.data and self.closes_on.data and not self.opens_on.data < self.closes_on.data < field.data:
            raise ValidationError(_l("It opens first, then it closes, then people hear back."))

    def begin(self, *, by: Account) -> Consultation:
        """Store it. RuleError where the template names a place that is not here."""
        new = self._new()
        if self.begins.data in self.earlier:
            return building.copy_of(self.earlier[self.begins.data], new, by=by)
        return building.begin(new, by=by)

    def when(self) -> dict[str, Any]:
        """Its name in addresses, its wave and its days, as a plan wants them."""
        return {
            "slug": building.slug_for(text(self.title), text(self.wave)),
            "wave": text(self.wave),
            "opens_at": datetime.combine(self.opens_on.data, time(9), clock.UK),
            "closes_at": datetime.combine(self.closes_on.data, time(17), clock.UK),
            "report_back_on": self.report_back_on.data,
        }

    def _new(self) -> NewConsultation:
        title, when = text(self.title), self.when()
        if self.begins.data in _TEMPLATES:
            found = questionnaire(_TEMPLATES[self.begins.data][0], **when)
            return NewConsultation(**{**vars(found), "title": title})
        before = self.earlier.get(self.begins.data)
        names = ("intro", "can_change", "decides", "known_already", "asks_whom")
        words: dict[str, Any] = {name: getattr(before, name) if before else "" for name in names}
        blank = [NewEdition(audience=Audience.ALL, sections=[NewSection(key="all", questions=[])])]
        return NewConsultation(title=title, minutes=before.minutes if before else 5, editions=blank, **when, **words)


class FormFileForm(NewForm):
    """An XLSForm, and what a new consultation needs beside it."""

    begins = None
    file = FileField(_l("The form (.xlsx)"))
    carried = HiddenField()
    sure = BooleanField(_l("It is all right that these are left behind"))

    def fits(self, *, lost: bool) -> bool:
        """Whether it can be made; what was left behind has to be looked at first."""
        good = self.validate()
        if lost and not self.sure.data:
            self.sure.errors = [str(_l("Look at what would be left behind, and tick this."))]
            return False
        return bool(good)

    def begin_with(self, edition: NewEdition, *, by: Account) -> Consultation:
        """Store a draft that asks what the form asks."""
        words: dict[str, Any] = dict.fromkeys(("intro", "can_change", "decides", "known_already", "asks_whom"), "")
        new = NewConsultation(title=text(self.title), minutes=5, editions=[edition], **self.when(), **words)
        return building.begin(new, by=by)


class PlanForm(BaseForm):
    """What stands before the first question; may be left empty until the launch."""

    title = StringField(_l("Title"), [Required(_l("Give it a title.")), AtMost(SHORT_TEXT)], [clean])
    wave = StringField(_l("Wave"), [Required(_l("Say which wave it is.")), AtMost(60)], [clean])
    intro = TextAreaField(_l("What it is about"), [AtMost(_LONG)], [clean])
    can_change = TextAreaField(_l("What can change, and what cannot"), [AtMost(_LONG)], [clean])
    decides = TextAreaField(_l("Who decides"), [AtMost(_LONG)], [clean])
    known_already = TextAreaField(_l("What is already known"), [AtMost(_LONG)], [clean])
    asks_whom = StringField(_l("Asks whom"), [AtMost(SHORT_TEXT)], [clean])
    minutes = HowMany(
        _l("Minutes it takes"),
        [Required(_l("Say how many minutes it takes.")), NumberRange(1, 120, _l("From 1 to 120 minutes."))],
    )
    opens_on = DateField(_l("Opens on"), [Required(_l("Say when it opens."))])
    opens = TimeField(_l("Opens at"), [Required(_HOUR)])
    closes_on = DateField(_l("Closes on"), [Required(_l("Say when it closes."))])
    closes = TimeField(_l("Closes at"), [Required(_HOUR)])
    report_back_on = DateField(_l("People hear back by"), [Required(_l("Say by when people hear what came of it."))])

    def validate_opens(self, field: TimeField) -> None:
        """An hour that the clock shows once."""
        _check_moment(self.opens_on, field)

    def validate_closes(self, field: TimeField) -> None:
        """An hour that the clock shows once."""
        _check_moment(self.closes_on, field)

    def plan(self) -> Plan:
        """What was typed."""
        names = ("title", "wave", "intro", "can_change", "decides", "known_already", "asks_whom")
        words = {name: text(self[name]) for name in names}
        opens_at, closes_at = _moment(self.opens_on, self.opens), _moment(self.closes_on, self.closes)
        if opens_at is None or closes_at is None:
            raise ValueError("ask validate() first")
        return Plan(
            minutes=self.minutes.data,
            opens_at=opens_at,
            closes_at=closes_at,
            report_back_on=self.report_back_on.data,
            **words,
        )


class OfferForm(BaseForm):
    """How people may be known."""

    identities = SelectMultipleField(
        _l("How people may be known"),
        choices=[SelectChoice(one.value, way.label) for one, way in identities.WAYS.items()],
    )


class LookForm(BaseForm):
    """That somebody looked."""

    looked = BooleanField(_l("I looked at what these young people were asked in the last twelve months"))


class ClosingForm(BaseForm):
    """When it closes instead, and why."""

    closes_on = DateField(_l("Closes on"), [Required(_l("Say when it closes."))])
    closes = TimeField(_l("Closes at"), [Required(_HOUR)])
    because = StringField(_l("Why"), [Required(_l("Say why. People can read it.")), AtMost(SHORT_TEXT)], [clean])

    def validate_closes(self, field: TimeField) -> None:
        """An hour that the clock shows once."""
        _check_moment(self.closes_on, field)

    @property
    def moment(self) -> datetime | None:
        """When it closes."""
        return _moment(self.closes_on, self.closes)


class SectionForm(BaseForm):
    """What stands above questions that belong together."""

    title = StringField(_l("Title"), [AtMost(SHORT_TEXT)], [clean])
    intro = TextAreaField(_l("A few words before its first question"), [AtMost(_LONG)], [clean])


class NewQuestionForm(BaseForm):
    """The kind of a question, which stays, and its words, which may change."""

    kind = SelectField(_l("How it is answered"), choices=[SelectChoice(kind.value, KIND_NAMES[kind]) for kind in KINDS])
    prompt = StringField(_l("Question"), [Required(_l("Write the question.")), AtMost(SHORT_TEXT)], [clean])

    @property
    def chosen(self) -> Kind:
        """The kind."""
        return Kind(self.kind.data)


class QuestionForm(BaseForm):
    """Everything about one question; `fit` takes out what its kind has no use for."""

    prompt = StringField(_l("Question"), [Required(_l("Write the question.")), AtMost(SHORT_TEXT)], [clean])
    help = TextAreaField(_l("Help below it"), [AtMost(_LONG)], [clean])
    why = TextAreaField(_l("Why we ask"), [AtMost(_LONG)], [clean])
    labels = TextAreaField(_l("Answers, one on each line"), [AtMost(_LONG)], [clean])
    low = StringField(_l("Words at the lower end"), [AtMost(80)], [clean])
    high = StringField(_l("Words at the upper end"), [AtMost(80)], [clean])
    set_most = HowMany(_l("How many may be ticked at most"), [Optional(), NumberRange(1, 100)])
    set_min = HowMany(_l("Smallest number"), [Optional(), NumberRange(-1_000_000, 1_000_000)])
    set_max = HowMany(_l("Largest number"), [Optional(), NumberRange(-1_000_000, 1_000_000)])
    set_unit = StringField(_l("Of what, such as “days”"), [AtMost(40)], [clean])
    set_unit_one = StringField(_l("Of what when it is one, such as “day”"), [AtMost(40)], [clean])
    needed_because = StringField(_l("Why it cannot be skipped"), [AtMost(SHORT_TEXT)], [clean])
    shanarri = SelectField(_l("Wellbeing word"), choices=_tags(SHANARRI))
    uncrc = StringField(
        _l("Rights of the child: numbers of articles"),
        [AtMost(40), Regexp(r"^[0-9, ]*$", message=_l("Type numbers with commas, such as 12, 20."))],
        [clean],
    )
    section_58 = SelectField(_l("Duty in section 58"), choices=_tags(SECTION_58))
    promise = SelectField(_l("Foundation of The Promise"), choices=_tags(PROMISE))

    @staticmethod
    def shown(row: Question) -> dict[str, Any]:
        """What the fields hold for a question that is there."""
        own = {name: getattr(row, name) or "" for name in vars(Worded(prompt="")) if name not in ("labels", "settings")}
        settings = {f"set_{name}": value for name, value in row.settings.items()}
        return own | settings | {"labels": "\n".join(one.label for one in row.options)}

    def fit(self, row: Question) -> None:
        """Only the fields that its kind, and what it is about, have a use for."""
        kind = KINDS[row.kind]
        useless = [f"set_{name}" for name in ("most", "min", "max", "unit", "unit_one") if name not in kind.sets]
        useless += [] if kind.has_ends else ["low", "high"]
        useless += [] if kind.fewest_options or row.options else ["labels"]
        useless += [] if row.about is None else ["labels"]
        useless += [] if kind.asks else ["why", "needed_because"]
        for name in dict.fromkeys(useless):
            del self[name]
        for name, choices in (("shanarri", SHANARRI), ("section_58", SECTION_58), ("promise", PROMISE)):
            before = getattr(row, name)
            if before and before not in choices:
                self[name].choices = [*_tags(choices), SelectChoice(before, before)]

    def worded(self, row: Question) -> Worded:
        """What was typed; what has no field stays as it was."""
        settings = dict(row.settings)
        values: dict[str, Any] = {}
        for name in vars(Worded(prompt="")):
            if name in self and name != "labels":
                values[name] = self[name].data or ("" if name in ("low", "high") else None)
            elif name not in ("labels", "settings"):
                values[name] = getattr(row, name)
        for field in self:
            if field.name.startswith("set_"):
                name = field.name.removeprefix("set_")
                settings.pop(name, None)
                if field.data not in (None, ""):
                    settings[name] = field.data
        typed = text(self.labels).split("\n") if "labels" in self else [one.label for one in row.options]
        labels = [line.strip() for line in typed if line.strip()]
        return Worded(settings=settings, labels=labels, **values)


class SearchForm(BaseForm):
    """What to look for in the question bank."""

    words = StringField(_l("Words"), [AtMost(SHORT_TEXT)], [clean])
    shanarri = SelectField(_l("Wellbeing word"), choices=_tags(SHANARRI), validate_choice=False)
    promise = SelectField(_l("Foundation of The Promise"), choices=_tags(PROMISE), validate_choice=False)


class ConditionForm(BaseForm):
    """One comparison with an earlier answer: which question first, then how and with what."""

    on = SelectField(_l("The answer to"))
    operator = SelectField(_l("Comparison"), validate_choice=False)
    values = SelectMultipleField(_l("Answers"), validate_choice=False)
    number = HowMany(_l("Number"), [Optional(), NumberRange(-1_000_000, 1_000_000)])
    asked: Asked | None = None

    def offer(self, before: Sequence[Asked]) -> None:
        """The questions before, and for the one that was picked its comparisons and answers."""
        self.on.choices = [SelectChoice(one.key, one.prompt) for one in before]
        self.asked = next((one for one in before if one.key == self.on.data), None)
        fitting = kind_of(self.asked).operators if self.asked else frozenset()
        # "is" and "is any of" ask the same of the ticks below: the second of each pair is enough.
        self.operator.choices = [
            SelectChoice(one.value, OPERATORS[one])
            for one in Operator
            if one in fitting and one not in (Operator.IS, Operator.IS_NOT)
        ]
        self.values.choices = [SelectChoice(one.key, one.label) for one in (self.asked.choices if self.asked else ())]

    def validate_operator(self, field: SelectField) -> None:
        """One that fits, with what it needs."""
        if field.data not in [one.value for one in field.choices or ()]:
            raise ValidationError(_l("Choose from what is on this page."))
        operator = Operator(field.data)
        if operator in MEASURES and self.number.data is None:
            raise ValidationError(_l("Type the number to compare with."))
        known = {one.value for one in self.values.choices or ()}
        if operator not in BARE | MEASURES and (not self.values.data or not set(self.values.data) <= known):
            raise ValidationError(_l("Tick the answers to compare with."))

    @property
    def test(self) -> Comparison | None:
        """What was picked."""
        if self.asked is None:
            return None
        operator = Operator(self.operator.data)
        values = () if operator in BARE else (str(self.number.data),) if operator in MEASURES else self.values.data
        return Comparison(self.asked.key, operator, tuple(values or ()))


class AudienceForm(BaseForm):
    """For which age, and from what."""

    audience = SelectField(
        _l("For which age"), choices=[SelectChoice(one.value, words) for one, words in AUDIENCES.items()]
    )
    source = SelectField(_l("Begin with the questions for"))

    def offer(self, editions: Sequence[Edition]) -> None:
        """The versions that are there."""
        self.source.choices = [SelectChoice(str(one.id), AUDIENCES[one.audience]) for one in editions]

    @property
    def chosen(self) -> Audience:
        """The audience."""
        return Audience(self.audience.data)
