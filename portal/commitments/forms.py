"""What an officer fills in for a promise."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.commitments import queries
from portal.commitments.labels import DUTIES
from portal.commitments.models import Commitment, Duty
from portal.commitments.operations import Promise
from portal.core import clock
from portal.core.forms import MIDDLE_TEXT, AtMost, BaseForm, Required, clean, text
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
