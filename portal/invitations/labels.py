"""What bands, groups and their keys are called on screens and letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.consultations.ages import BANDS as AGES
from portal.contributions.models import HomeType, LivesIn, Responsible
from portal.invitations.models import Group
from portal.invitations.rules import Band, Bands

HOMES = {
    HomeType.AT_HOME: _l("At home, with a social worker"),
    HomeType.KINSHIP: _l("With relatives or friends"),
    HomeType.FOSTER: _l("With a foster family"),
    HomeType.HOUSE: _l("In a children’s house"),
    HomeType.OWN_PLACE: _l("In their own place"),
}
RESPONSIBLE = {
    Responsible.OURS: _l("Looked after by our council"),
    Responsible.OTHER: _l("Looked after by another council"),
}
LIVES_IN = {LivesIn.HERE: _l("Lives in our area"), LivesIn.ELSEWHERE: _l("Lives outside our area")}
BANDS: Mapping[Band, LazyString] = {
    Band.AGE: _l("Age"),
    Band.HOME: _l("Kind of home"),
    Band.LOCALITY: _l("Part of the area"),
    Band.RESPONSIBLE: _l("Who looks after them"),
    Band.LIVES_IN: _l("Where they live"),
}
GROUPS: Mapping[Group, LazyString] = {
    Group.ALL: _l("Everybody"),
    Group.AGE_BAND: BANDS[Band.AGE],
    Group.HOME: BANDS[Band.HOME],
    Group.LOCALITY: BANDS[Band.LOCALITY],
}


def choices(localities: Iterable[tuple[str, str]]) -> dict[Band, dict[str, str]]:
    """Every value of every band with its words; `localities` are (key, name)."""
    return {
        Band.AGE: {key.value: str(words) for key, words in AGES.items()},
        Band.HOME: {key.value: str(words) for key, words in HOMES.items()},
        Band.LOCALITY: dict(localities),
        Band.RESPONSIBLE: {key.value: str(words) for key, words in RESPONSIBLE.items()},
        Band.LIVES_IN: {key.value: str(words) for key, words in LIVES_IN.items()},
    }


def bands_text(bands: Bands, known: Mapping[Band, Mapping[str, str]]) -> str:
    """A combination in words; of one that says nothing, that it does not."""
    said = [known[band].get(value, value) for band, value in bands.said.items()]
    return " · ".join(said) or _("Nothing said")


def dropped_text(dropped: Iterable[Band]) -> str:
    """Which bands are not printed."""
    return ", ".join(str(BANDS[band]) for band in dropped)


def groups(localities: Iterable[tuple[str, str]]) -> dict[tuple[Group, str], str]:
    """Every group that is counted, by its name and key."""
    known = choices(localities)
    bands = {Group.AGE_BAND: Band.AGE, Group.HOME: Band.HOME, Group.LOCALITY: Band.LOCALITY}
    each = {(group, key): words for group, band in bands.items() for key, words in known[band].items()}
    return {(Group.ALL, ""): str(GROUPS[Group.ALL]), **each}
