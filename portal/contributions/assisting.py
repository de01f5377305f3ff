"""Writing together with an adult: what a draft keeps of it, and how it is told to readers.

The young person answers for the sharing choices alone, and the code is theirs (security guide, section 3, note 1).
"""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.contributions.drafts import Draft
from portal.contributions.models import Assistance, InWhoseWords, TypedBy, Whereabouts
from portal.contributions.operations import Assisted
from portal.core.access import Role

#: Roles that may help, and what they are called in the middle of a sentence.
HELPERS: dict[Role, LazyString] = {
    Role.ADVOCATE: _l("an advocate"),
    Role.WORKER: _l("a worker"),
    Role.PARTICIPATION_OFFICER: _l("a participation officer"),
}
TYPED: dict[TypedBy, LazyString] = {
    TypedBy.YOUNG: _l("The young person"),
    TypedBy.ADULT: _l("The adult"),
    TypedBy.BOTH: _l("Both, in turns"),
}
PLACES: dict[Whereabouts, LazyString] = {
    Whereabouts.HOME: _l("Where I live"),
    Whereabouts.SCHOOL: _l("At school"),
    Whereabouts.OFFICE: _l("In an office"),
    Whereabouts.OUTDOORS: _l("Out and about"),
    Whereabouts.ONLINE: _l("Online"),
}
WORDS: dict[InWhoseWords, LazyString] = {
    InWhoseWords.OWN: _l("My own words"),
    InWhoseWords.AGREED: _l("The adult’s words, and I agree with them"),
}
_CONFIRMED = "confirmed"


def begin(draft: Draft, helper: Role, typed_by: TypedBy, place: Whereabouts, whose_words: InWhoseWords) -> None:
    """From now on this draft is written together."""
    draft.together = {"helper": helper.value, "typed_by": typed_by, "place": place, "whose_words": whose_words}


def confirm(draft: Draft, *, own: bool) -> None:
    """Keep whether the young person said that the sharing choices are theirs."""
    draft.together = {key: value for key, value in draft.together.items() if key != _CONFIRMED}
    if own:
        draft.together[_CONFIRMED] = "yes"


def is_unconfirmed(draft: Draft | None) -> bool:
    """Whether somebody helped and the young person has not yet said that the sharing choices are theirs."""
    return bool(draft and draft.together) and not (draft and draft.together.get(_CONFIRMED))


def helper_of(draft: Draft | None) -> str:
    """“an advocate”; empty where nobody helps."""
    return str(HELPERS[Role(draft.together["helper"])]) if draft and draft.together else ""


def assisted(draft: Draft) -> Assisted | None:
    """What is sent along with it."""
    if not draft.together:
        return None
    return Assisted(
        helper=Role(draft.together["helper"]),
        typed_by=TypedBy(draft.together["typed_by"]),
        place=Whereabouts(draft.together["place"]),
        whose_words=InWhoseWords(draft.together["whose_words"]),
        confirmed=not is_unconfirmed(draft),
    )


def told(how: Assistance) -> str:
    """One sentence for readers."""
    typed = {
        TypedBy.YOUNG: _("typed by the young person"),
        TypedBy.ADULT: _("typed by the adult"),
        TypedBy.BOTH: _("typed by both, in turns"),
    }
    places = {
        Whereabouts.HOME: _("where they live"),
        Whereabouts.SCHOOL: _("at school"),
        Whereabouts.OFFICE: _("in an office"),
        Whereabouts.OUTDOORS: _("out and about"),
        Whereabouts.ONLINE: _("online"),
    }
    words = {
        InWhoseWords.OWN: _("in the young person’s own words"),
        InWhoseWords.AGREED: _("in the adult’s words, agreed by the young person"),
    }
    sentence: str = _(
        "Written together with %(helper)s %(place)s: %(typed)s, %(words)s.",
        helper=HELPERS[Role(how.helper)],
        place=places[how.place],
        typed=typed[how.typed_by],
        words=words[how.whose_words],
    )
    return sentence
