"""What an officer fills in for a promise, and for whom it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from portal.commitments import queries
from portal.commitments.labels import CARE, DUTIES, HOMES, LIVES_IN, RESPONSIBLE
from portal.commitments.models import Care, Commitment, Duty, EligibilityRule
from portal.commitments.operations import Promise
from portal.commitments.rules import Conditions
from portal.contributions.models import HomeType, LivesIn, Responsible
from portal.core import clock
from portal.core.forms import MIDDLE_TEXT, SHORT_TEXT, AtMost, BaseForm, HowMany, Required, clean, text
from portal.partnership.models import Organisation, Post


class CommitmentForm(BaseForm):
    """One promise."""

    name = StringField(_l("The promise"), [Required(_l("Give it a name.")), AtMost(120)], filters=[clean])
    what = TextAreaField(
        _l("What it is"), [Required(_l("Say what is promised.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )
    who_for = TextAreaField(
        _l("Who it is for"), [Required(_l("Say who it is for.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )
    how_to_get = TextAreaField(
        _l("How to get it"), [Required(_l("Say how somebody gets it.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )
    owner = SelectField(_l("Who answers for it"), [Required(_l("Choose who answers for it."))])
    duty = SelectField(
        _l("Which duty it is about"),
        choices=[SelectChoice(duty.value, label) for duty, label in DUTIES.items()],
    )
    source = StringField(
        _l("Where the promise was made"), [Required(_l("Say where it was made.")), AtMost(300)], filters=[clean]
    )
    last_checked_on = DateField(_l("Last checked on"), [Optional()])

    def offer(
        self, organisations: Sequence[Organisation], posts: Sequence[Post], commitment: Commitment | None = None
    ) -> None:
        """Organisations and their posts, and the promise that may keep its own name."""
        self.commitment = commitment
        self.posts = {str(post.id): post for post in posts}
        self.owner.choices = [SelectChoice("", _l("Choose who"))]
        for organisation in organisations:
            self.owner.choices.append(SelectChoice(f"o{organisation.id}", organisation.name))
            self.owner.choices += [
                SelectChoice(f"p{post.id}", f"{organisation.short_name}: {post.title}")
                for post in posts
                if post.organisation_id == organisation.id
            ]
        if commitment and not self.is_submitted():
            post, organisation_id = commitment.post_id, commitment.organisation_id
            self.owner.data = f"p{post}" if post else f"o{organisation_id}"
            self.duty.data = commitment.duty.value

    def validate_name(self, field: StringField) -> None:
        """Each promise once."""
        same = queries.find_commitment(text(field))
        if same is not None and same is not self.commitment:
            raise ValidationError(_l("There is a commitment with this name already."))

    def validate_last_checked_on(self, field: DateField) -> None:
        """Nobody checked tomorrow."""
        if field.data and field.data > clock.today():
            raise ValidationError(_l("Choose today or an earlier day."))

    @property
    def promise(self) -> Promise:
        """What was filled in."""
        kind, chosen = self.owner.data[0], self.owner.data[1:]
        post = self.posts[chosen] if kind == "p" else None
        return Promise(
            name=text(self.name),
            what=text(self.what),
            who_for=text(self.who_for),
            how_to_get=text(self.how_to_get),
            organisation_id=post.organisation_id if post else UUID(chosen),
            post_id=post.id if post else None,
            duty=Duty(self.duty.data),
            source=text(self.source),
            last_checked_on=self.last_checked_on.data,
        )


_AGE = NumberRange(0, 120, _l("Type an age in years."))
_YES, _NO = "yes", "no"


def _any_or(label: object, choices: Mapping[Any, object]) -> SelectField:
    listed = [SelectChoice(str(key), said) for key, said in choices.items()]
    return SelectField(label, [Optional()], choices=[SelectChoice("", _l("Any")), *listed], filters=[clean])


class FindForm(BaseForm):
    """Words to look for among the promises."""

    words = StringField(_l("Find a promise by a word"), [AtMost(SHORT_TEXT)], [clean])


class RuleForm(BaseForm):
    """Somebody a promise is for, and from which day until which. What is left out asks nothing."""

    from_on = DateField(_l("From"), [Required(_l("Give the day this rule starts."))])
    until_on = DateField(_l("Until, that day included"), [Optional()])
    age_from = HowMany(_l("Age from"), [Optional(), _AGE])
    age_to = HowMany(_l("Age to, that age included"), [Optional(), _AGE])
    care = _any_or(_l("In care"), CARE)
    left_at_least = HowMany(_l("Was at least this old on leaving care"), [Optional(), _AGE])
    homes = SelectMultipleField(
        _l("Kind of home"), choices=[SelectChoice(home.value, said) for home, said in HOMES.items()]
    )
    kinship_order = _any_or(_l("Kinship care order"), {_YES: _l("There is one"), _NO: _l("There is none")})
    lives_in = _any_or(_l("Lives"), LIVES_IN)
    responsible = _any_or(_l("Looked after by"), RESPONSIBLE)
    source = StringField(
        _l("Where the rule stands"), [Required(_l("Say where the rule stands.")), AtMost(300)], filters=[clean]
    )

    def fill(self, rule: EligibilityRule) -> None:
        """Show a rule that stands, unless somebody just typed another."""
        if self.is_submitted():
            return
        self.homes.data = [one for one in rule.homes.split(",") if one]
        self.kinship_order.data = "" if rule.kinship_order is None else _YES if rule.kinship_order else _NO
        for field in (self.care, self.lives_in, self.responsible):
            field.data = getattr(rule, field.name) or ""

    def validate_until_on(self, field: DateField) -> None:
        """The last day is not before the first."""
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(_l("The last day lies before the first."))

    def validate_age_to(self, field: HowMany) -> None:
        """The highest age is not below the lowest."""
        if field.data is not None and self.age_from.data is not None and field.data < self.age_from.data:
            raise ValidationError(_l("The highest age lies below the lowest."))

    def validate_left_at_least(self, field: HowMany) -> None:
        """Only somebody who left care has an age at which they left."""
        if field.data is not None and self.care.data != Care.LEFT:
            raise ValidationError(_l("This goes only with “Moved on from care”."))

    @property
    def asked(self) -> Conditions:
        """What was filled in."""
        return Conditions(
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            care=Care(self.care.data) if self.care.data else None,
            left_at_least=self.left_at_least.data,
            homes=frozenset(map(HomeType, self.homes.data or ())),
            kinship_order=self.kinship_order.data == _YES if self.kinship_order.data else None,
            lives_in=LivesIn(self.lives_in.data) if self.lives_in.data else None,
            responsible=Responsible(self.responsible.data) if self.responsible.data else None,
        )
