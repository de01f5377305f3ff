"""Which part of the log of complaints to see; read from the address, so it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.complaints.labels import STAGES
from portal.complaints.models import Stage
from portal.contributions.models import Matter
from portal.core.forms import BaseForm
from portal.provenance.complaint_log import State, Wanted
from portal.provenance.labels import PERIODS, STATES, TOPICS
from portal.provenance.periods import Period
from portal.themes.models import Theme

_ALL = SelectChoice("", _l("All"))
_NAMES = ("show", "stage", "topic", "theme", "period")


class LogForm(BaseForm):
    """How far, at which stage, as what it was said, about which theme, and when."""

    class Meta:
        """No token: a page can be kept as a bookmark."""

        csrf = False

    show = SelectField(
        _l("State"),
        choices=[_ALL, *(SelectChoice(one.value, label) for one, label in STATES.items())],
        validate_choice=False,
    )
    stage = SelectField(
        _l("Stage"),
        choices=[_ALL, *(SelectChoice(one.value, label) for one, label in STAGES.items())],
        validate_choice=False,
    )
    topic = SelectField(
        _l("Said as"),
        choices=[_ALL, *(SelectChoice(one.value, label) for one, label in TOPICS.items())],
        validate_choice=False,
    )
    theme = SelectField(_l("Theme"), validate_choice=False)
    period = SelectField(
        _l("When"),
        choices=[_ALL, *(SelectChoice(one.value, label) for one, label in PERIODS.items())],
        validate_choice=False,
    )

    def offer(self, found: Iterable[Theme]) -> None:
        """The themes there are."""
        self.theme.choices = [_ALL, *(SelectChoice(str(one.id), one.name) for one in found)]

    @property
    def wanted(self) -> Wanted:
        """What was asked for; whatever is no choice narrows nothing."""
        show, stage, topic, theme, period = (_offered(getattr(self, name)) for name in _NAMES)
        return Wanted(
            State(show) if show else None,
            Stage(stage) if stage else None,
            Matter(topic) if topic else None,
            UUID(theme) if theme else None,
            Period(period) if period else None,
        )

    @property
    def asked(self) -> dict[str, Any]:
        """The same for an address: only what narrows the log."""
        chosen = {name: _offered(getattr(self, name)) for name in _NAMES}
        return {name: value for name, value in chosen.items() if value}


def _offered(field: SelectField) -> str:
    """What was chosen, if it is one of what is offered."""
    return field.data if field.data and field.data in {one.value for one in field.choices} else ""
