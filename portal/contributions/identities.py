"""The three ways to be known, in words: they say exactly this much and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.contributions.drafts import LIVES_IN, RESPONSIBLE, Draft
from portal.contributions.models import Identity


@dataclass(frozen=True)
class Known:
    """A way to be known, and what it means."""

    label: LazyString
    meaning: LazyString


WAYS: dict[Identity, Known] = {
    Identity.NOBODY: Known(
        _l("No one knows who I am"),
        _l(
            "We keep no name, nothing about your phone, and no exact time: only the week."
            " We can answer you only through your code. We can’t come and help."
        ),
    ),
    Identity.TEAM: Known(
        _l("Only the team knows my name"),
        _l(
            "Your name is kept locked, apart from your words. It opens only if two people agree and say why."
            " If that happens, your code shows you. They tell no one else, except your worker if you say so on"
            " the next page."
        ),
    ),
    Identity.NAMED: Known(
        _l("My name goes with what I say"),
        _l(
            "Your name stands beside your words for the team and for the people you choose on the next page."
            " It is never in a number, a summary or anything public."
        ),
    ),
}

#: The limit that holds in every mode.
LIMIT = _l(
    "If we think you or someone else is being hurt or might be, we have to tell people whose job is to keep you safe."
    " We will try to tell you first."
)

#: What a letter may have told about whoever opened it.
LETTER_TELLS = {
    "age_band": _l("your age group"),
    "home": _l("your kind of home"),
    "locality": _l("your part of the area"),
    RESPONSIBLE: _l("which council looks after you"),
    LIVES_IN: _l("whose area you live in"),
}
#: Who came with a letter is never told that nobody knows anything.
_NO_NAME = Known(
    _l("I give no name"),
    _l(
        "We keep no name, nothing about your phone, and no exact time: only the week. We know what your letter told us."
        " We can answer you only through your code. We can’t come and help."
    ),
)


def ways(draft: Draft) -> Mapping[Identity, Known]:
    """The ways to be known, as they are true for this draft."""
    return WAYS | {Identity.NOBODY: _NO_NAME} if draft.invited else WAYS


def told_by_letter(draft: Draft) -> list[str]:
    """What the letter of a draft told us, in words: `your age group`, `your kind of home`."""
    return [str(words) for name, words in LETTER_TELLS.items() if name in draft.fixed]
