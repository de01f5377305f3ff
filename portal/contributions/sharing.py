"""The sharing choices in words. A changed word is a new version; which one somebody saw is kept with their yes."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.contributions.models import Matter, Purpose
from portal.core.i18n import TypedString
from portal.partnership.site import site


@dataclass(frozen=True)
class Choice:
    """What somebody is asked, and who will read it if they say yes; `only_for` where it fits one matter alone."""

    purpose: Purpose
    label: LazyString
    who_reads: LazyString
    only_for: Matter | None = None


#: The version of the words below, kept with each answer. A changed word is a new version: a test holds them together.
WORDING_VERSION = "2026-11.5"

ASKED = _l("Who else can use what you said?")

CHOICES = (
    Choice(
        Purpose.PUBLISH,
        _l("You can put my idea on the ideas page"),
        _l(
            "Anyone can read the idea there, and young people with a code can support it. Never your name. Two people"
            " check first that it does not show who you are. You can stop it any time."
        ),
        only_for=Matter.IDEA,
    ),
    Choice(
        Purpose.THANK,
        _l("You can pass on my thanks"),
        _l(
            "A person in the team tells whoever you thank what you said. They do not say your name, but the person may"
            " guess who it was. You can see when they did."
        ),
        only_for=Matter.THANKS,
    ),
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


def offered(*, known: bool, matter: Matter = Matter.ANSWERS) -> list[Choice]:
    """The choices that make sense: there is no worker to share with when nobody knows who it is."""
    fitting = (choice for choice in CHOICES if choice.only_for in (None, matter))
    return [choice for choice in fitting if known or choice.purpose is not Purpose.WORKER]
