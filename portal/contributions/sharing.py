"""The four sharing choices in words. A changed word is a new version; which one somebody saw is kept with their yes."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.contributions.models import Purpose
from portal.core.i18n import TypedString
from portal.partnership.site import site


@dataclass(frozen=True)
class Choice:
    """What somebody is asked, and who will read it if they say yes."""

    purpose: Purpose
    label: LazyString
    who_reads: LazyString


#: The version of the words below, kept with each answer. A changed word is a new version: a test holds them together.
WORDING_VERSION = "2026-11.2"

ASKED = _l("Who else can use what you said?")

CHOICES = (
    Choice(
        Purpose.WORKER,
        _l("My worker can know this"),
        _l(
            "Your worker does not see this site yet. If you say yes, a person in the team passes on your words and your"
            " name. You can see when they did."
        ),
    ),
    Choice(
        Purpose.BOARD,
        TypedString(lambda: _("The %(board)s can hear about this", board=site().board_name)),
        _l(
            "Young people, councillors and managers on the board. They read numbers and short summaries of what many"
            " people said, never your own words or your name. Without your yes you are not in their numbers."
        ),
    ),
    Choice(
        Purpose.TRAINING,
        _l("You can use this to teach staff"),
        _l(
            "Workers who are learning. The team keeps a list of what it may use. It changes anything that could show it"
            " was you before anyone else sees it."
        ),
    ),
    Choice(
        Purpose.QUOTE,
        _l("You can use some of my own words"),
        _l("Anyone, but only after two people check that the words do not show who you are. You can stop it any time."),
    ),
)


def offered(*, known: bool) -> list[Choice]:
    """The choices that make sense: there is no worker to share with when nobody knows who it is."""
    return [choice for choice in CHOICES if known or choice.purpose is not Purpose.WORKER]
