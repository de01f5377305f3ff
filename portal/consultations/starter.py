"""A consultation from a questionnaire written as a file, such as `partnership/starter/listen2us.toml`.

`[[questions]]` come in order; `section` names one of `[[sections]]`, `for` the editions it stands in (all by default).
A text for one edition only is written as `prompt_8_11`. A condition is
`{ all = [{ question = …, is = …, values = [] }] }`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.consultations import conditions, operations
from portal.consultations.models import About, Audience, Consultation, Kind
from portal.consultations.planned import NewConsultation, NewEdition, NewOption, NewQuestion, NewSection
from portal.core import db
from portal.core.errors import RuleError
from portal.partnership import queries as partnership
from portal.partnership.starter import FOLDER

LISTEN2US = FOLDER / "listen2us.toml"
AFTER_A_MEETING = FOLDER / "after_a_meeting.toml"
LEAVING_CARE = FOLDER / "leaving_care.toml"
_NEEDED = ("title", "intro", "can_change", "decides", "known_already", "minutes")
_WORDED = ("prompt", "help", "why", "low", "high")
_OWN = ("key", "needed_because", "settings", "shanarri", "uncrc", "section_58", "promise")
_WHOLE: Mapping[str, Any] = {"key": "all"}


def load_questionnaire(
    path: Path,
    *,
    slug: str,
    wave: str,
    opens_at: datetime,
    closes_at: datetime,
    report_back_on: date,
    by: Account | None = None,
) -> Consultation:
    """Plan a wave of this questionnaire; one that is there under the same slug is left as it is."""
    found = db.session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is not None:
        return found
    new = questionnaire(
        path, slug=slug, wave=wave, opens_at=opens_at, closes_at=closes_at, report_back_on=report_back_on
    )
    return operations.plan(new, by=by)


def questionnaire(
    path: Path, *, slug: str, wave: str, opens_at: datetime, closes_at: datetime, report_back_on: date
) -> NewConsultation:
    """What a file describes, not stored; RuleError if it names a place that is not here."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    own = content["consultation"]
    return NewConsultation(
        slug=slug,
        wave=wave,
        opens_at=opens_at,
        closes_at=closes_at,
        report_back_on=report_back_on,
        asks_whom=own.get("asks_whom", ""),
        two_way=[(key, About(band)) for key, band in own.get("two_way", ())],
        editions=[_edition(content, Audience(one)) for one in own.get("audiences", [Audience.ALL])],
        **{name: own[name] for name in _NEEDED},
    )


def _edition(content: Mapping[str, Any], audience: Audience) -> NewEdition:
    asked = [one for one in content["questions"] if audience in one.get("for", [audience])]
    sections = []
    for section in content.get("sections", [_WHOLE]):
        here = [_question(one, audience) for one in asked if one.get("section", _WHOLE["key"]) == section["key"]]
        if here:
            sections.append(
                NewSection(
                    key=section["key"],
                    title=section.get("title", ""),
                    intro=section.get("intro", ""),
                    condition=conditions.from_json(section.get("condition")),
                    questions=here,
                )
            )
    return NewEdition(audience=audience, sections=sections)


def _question(one: Mapping[str, Any], audience: Audience) -> NewQuestion:
    about = About(one["about"]) if "about" in one else None
    worded = {name: one.get(f"{name}_{audience.value}", one.get(name)) for name in _WORDED}
    options = one.get("options", ())
    return NewQuestion(
        kind=Kind(one["kind"]),
        about=about,
        condition=conditions.from_json(one.get("condition")),
        options=_places(options) if about is About.LOCALITY else [NewOption(**o) for o in options],
        **worded,
        **{name: one[name] for name in _OWN if name in one},
    )


def _places(options: Sequence[Mapping[str, str]]) -> list[NewOption]:
    """A place is stored under the id of its locality; the file names it in words."""
    ids = {place.name: str(place.id) for place in partnership.localities()}
    if missing := [option["label"] for option in options if option["label"] not in ids]:
        raise RuleError("The partnership has no locality called " + ", ".join(missing) + ".")
    return [NewOption(key=ids[option["label"]], label=option["label"]) for option in options]
