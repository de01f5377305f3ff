"""What is filled in for a plan, an objective, an area for improvement, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.commitments.labels import DUTIES
from portal.commitments.models import Duty
from portal.core.forms import MIDDLE_TEXT, NOTE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.measures.models import Measure
from portal.partnership.models import Organisation
from portal.plans import rules
from portal.plans.models import ImprovementArea, Objective
from portal.plans.operations import Aim, Frame


class PlanForm(BaseForm):
    """Whose plan, what it is called, for how long."""

    title = StringField(_l("Title"), [Required(_l("Give it a title.")), AtMost(SHORT_TEXT)], [clean])
    organisation_id = SelectField(_l("Whose plan it is"), [Optional()], filters=[clean])
    starts_on = DateField(_l("First day"), [Required(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), [Required(_l("Give the last day."))])

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """One organisation, or everybody together."""
        named = (SelectChoice(str(one.id), one.name) for one in organisations)
        self.organisation_id.choices = [SelectChoice("", _l("All of us together")), *named]

    def validate_ends_on(self, field: DateField) -> None:
        """After the first day."""
        if self.starts_on.data and field.data and not rules.in_order(self.starts_on.data, field.data):
            raise ValidationError(_l("The last day has to come after the first."))

    @property
    def frame(self) -> Frame:
        """What was filled in."""
        return Frame(
            title=text(self.title),
            organisation_id=UUID(self.organisation_id.data) if self.organisation_id.data else None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class ObjectiveForm(BaseForm):
    """What the plan wants to reach."""

    title = StringField(_l("What we want to reach"), [Required(_l("Say what.")), AtMost(SHORT_TEXT)], [clean])
    why = TextAreaField(_l("Why it matters"), [Required(_l("Say why.")), AtMost(MIDDLE_TEXT)], [clean])
    duty = SelectField(_l("Which duty it is about"), [Optional()], filters=[clean])
    measured_by = SelectMultipleField(_l("What shows whether we reach it"))
    find = StringField(_l("Only measures whose name holds"), [AtMost(SHORT_TEXT)], [clean])

    def ticked(self, objective: Objective | None) -> set[UUID]:
        """The measures that are ticked: as sent, or as it stands where nothing was sent."""
        if not self.is_submitted():
            return {one.id for one in objective.measures} if objective else set()
        return {found for one in self.measured_by.data or () if (found := as_uuid(one))}

    def offer(self, measures: Sequence[Measure]) -> None:
        """The measures to choose from."""
        self._measures = {str(one.id): one for one in measures}
        self.duty.choices = [SelectChoice("", _l("Not said")), *(SelectChoice(k.value, v) for k, v in DUTIES.items())]
        self.measured_by.choices = [SelectChoice(key, one.name) for key, one in self._measures.items()]

    def fill(self, objective: Objective) -> None:
        """As it stands, where nothing was sent."""
        self.title.data, self.why.data = objective.title, objective.why
        self.duty.data = objective.duty.value if objective.duty else ""
        self.measured_by.data = [str(one.id) for one in objective.measures]

    @property
    def aim(self) -> Aim:
        """What was filled in."""
        return Aim(
            title=text(self.title),
            why=text(self.why),
            duty=Duty(self.duty.data) if self.duty.data else None,
            measures=[self._measures[key] for key in dict.fromkeys(self.measured_by.data or ())],
        )


class AreaForm(BaseForm):
    """What has to get better."""

    title = StringField(_l("What has to get better"), [Required(_l("Say what.")), AtMost(SHORT_TEXT)], [clean])
    source = StringField(_l("Who said so, and when"), [Required(_l("Say who said so.")), AtMost(SHORT_TEXT)], [clean])


class AnswerForm(BaseForm):
    """Which objective answers an area for improvement."""

    objective_id = SelectField(_l("Which objective answers it"), [Optional()], filters=[clean])

    def offer(self, area: ImprovementArea) -> None:
        """The objectives of its plan, or none."""
        self._objectives = {str(one.id): one for one in area.plan.objectives}
        named = (SelectChoice(key, one.title) for key, one in self._objectives.items())
        self.objective_id.choices = [SelectChoice("", _l("None yet")), *named]
        if not self.is_submitted():
            self.objective_id.data = str(area.objective_id or "")

    @property
    def chosen(self) -> Objective | None:
        """What was chosen."""
        return self._objectives.get(self.objective_id.data)


class StatementForm(BaseForm):
    """Where an area stands."""

    said = TextAreaField(_l("Where it stands"), [Required(_l("Say where it stands.")), AtMost(NOTE_TEXT)], [clean])
    evidence = TextAreaField(_l("How you know"), [Required(_l("Say how you know.")), AtMost(MIDDLE_TEXT)], [clean])


class TieForm(BaseForm):
    """Which objectives an action serves."""

    serves = SelectMultipleField(_l("What it helps to reach"))

    def offer(self, objectives: Sequence[Objective], now: Collection[UUID]) -> None:
        """The objectives of the plans that hold, with those it serves already ticked."""
        self._objectives = {str(one.id): one for one in objectives}
        self.serves.choices = [
            SelectChoice(key, f"{one.title} ({one.plan.title})") for key, one in self._objectives.items()
        ]
        if not self.is_submitted():
            self.serves.data = [str(key) for key in now]

    @property
    def chosen(self) -> list[Objective]:
        """What was ticked."""
        return [self._objectives[key] for key in dict.fromkeys(self.serves.data or ())]


def as_uuid(text: str) -> UUID | None:
    """The id that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
