"""The words of the wellbeing indicators and of the rights a theme or a question is tagged with."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.themes.agreement import Strength
from portal.themes.models import Act, CodebookChange
from portal.themes.rare import Rare
from portal.themes.suggest import Hint

SHANARRI = {
    "safe": _l("Safe"),
    "healthy": _l("Healthy"),
    "achieving": _l("Achieving"),
    "nurtured": _l("Nurtured"),
    "active": _l("Active"),
    "respected": _l("Respected"),
    "responsible": _l("Responsible"),
    "included": _l("Included"),
}
UNCRC = {
    "2": _l("2: no discrimination"),
    "3": _l("3: what is best for the child"),
    "9": _l("9: keeping in touch with family"),
    "12": _l("12: being heard"),
    "13": _l("13: saying what you think"),
    "15": _l("15: meeting others"),
    "16": _l("16: privacy"),
    "17": _l("17: getting information"),
    "19": _l("19: being protected"),
    "20": _l("20: not living with family"),
    "22": _l("22: refugees"),
    "23": _l("23: disability"),
    "24": _l("24: health"),
    "25": _l("25: checking on care"),
    "27": _l("27: a good enough standard of living"),
    "28": _l("28: education"),
    "30": _l("30: own language and culture"),
    "31": _l("31: rest, play and leisure"),
    "34": _l("34: sexual exploitation"),
    "39": _l("39: recovering"),
}
ACTS = {
    Act.REWORDED: _l("Worded anew"),
    Act.MERGED: _l("Merged"),
    Act.SPLIT: _l("Split"),
    Act.RETIRED: _l("Retired"),
    Act.BROUGHT_BACK: _l("Used again"),
}
STRENGTHS = {
    Strength.POOR: _l("Worse than chance"),
    Strength.SLIGHT: _l("Slight"),
    Strength.FAIR: _l("Fair"),
    Strength.MODERATE: _l("Moderate"),
    Strength.SUBSTANTIAL: _l("Substantial"),
    Strength.ALMOST_PERFECT: _l("Almost perfect"),
}
RARE = {
    Rare.NAME: _l("May be a name"),
    Rare.SCHOOL: _l("May be a school"),
    Rare.PLACE: _l("May be a place"),
    Rare.FAMILY: _l("The shape of a family"),
    Rare.DATE: _l("A date or an age"),
}


def act_text(change: CodebookChange) -> str:
    """What was done in the codebook, with the name of the other theme where there were two."""
    names = {"name": change.theme.name, "other": change.other.name if change.other else ""}
    match change.act:
        case Act.MERGED:
            return str(_("“%(name)s” was merged into “%(other)s”", **names))
        case Act.SPLIT:
            return str(_("“%(other)s” was split off from “%(name)s”", **names))
        case _:
            return str(ACTS[change.act])


def reason_text(hint: Hint) -> str:
    """Why a theme is offered, with the words it is offered for."""
    words = ", ".join(f"“{word}”" for word in hint.words)
    if hint.from_passages:
        return str(_("shares %(words)s with a passage that was put under it", words=words))
    return str(_("shares %(words)s with what the codebook says of it", words=words))


def tag_text(shanarri: str | None, uncrc: str | None) -> str:
    """`Safe · UNCRC 19`, or nothing where neither is said."""
    word = SHANARRI.get((shanarri or "").lower())
    article = _("UNCRC %(articles)s", articles=uncrc) if uncrc else None
    return " · ".join(str(part) for part in (word, article) if part)
