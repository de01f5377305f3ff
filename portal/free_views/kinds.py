"""What somebody can say unasked: four kinds, each on one page, with its questions in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.contributions.models import Matter


@dataclass(frozen=True)
class Asked:
    """One box. `needed` says what is missing without it; a `short` one is a line."""

    key: str
    prompt: LazyString
    hint: LazyString | None = None
    needed: LazyString | None = None
    short: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of view: its name in addresses, what it is said as, and what is asked."""

    slug: str
    matter: Matter
    title: LazyString
    teaser: LazyString
    next: LazyString
    asked: tuple[Asked, ...]


KINDS = (
    Kind(
        "idea",
        Matter.IDEA,
        _l("I have an idea"),
        _l("Something that could be better for young people"),
        _l("A person reads it and answers. If you say yes later on, others can read your idea and support it."),
        (
            Asked(
                "idea",
                _l("What is your idea?"),
                _l("Please don’t write names, schools or places."),
                _l("Write your idea, or go back."),
            ),
            Asked("better", _l("What would be better then?"), _l("You can leave this out.")),
        ),
    ),
    Kind(
        "good-news",
        Matter.GOOD_NEWS,
        _l("I have good news"),
        _l("Something that went well"),
        _l("A person reads it and writes back to you. It is nice to hear."),
        (Asked("news", _l("What went well?"), None, _l("Write your good news, or go back.")),),
    ),
    Kind(
        "thanks",
        Matter.THANKS,
        _l("I want to thank someone"),
        _l("We pass it on only if you say so"),
        _l("A person reads it. On a later page you choose if we pass it on."),
        (
            Asked(
                "whom",
                _l("Who do you want to thank?"),
                _l("A name, or something like “the night worker at my house”."),
                _l("Say who you want to thank, or go back."),
                short=True,
            ),
            Asked("why", _l("What do you want to say to them?"), None, _l("Write what you want to say, or go back.")),
        ),
    ),
    Kind(
        "problem",
        Matter.PROBLEM,
        _l("I need a problem sorted"),
        _l("You see who sorts it, and by when"),
        _l("A person reads it. Then you see with your code whose job it is to sort it, and by when."),
        (
            Asked("what", _l("What is the problem?"), None, _l("Write what the problem is, or go back.")),
            Asked(
                "since",
                _l("Since when?"),
                _l("You can leave this out. “Since the summer” is fine."),
                short=True,
            ),
            Asked("help", _l("What would help?"), _l("You can leave this out.")),
        ),
    ),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
