"""The partnership as it starts, from `starter/partnership.toml`: read once; the records are edited afterwards."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from portal.core import clock
from portal.partnership import operations, queries
from portal.partnership.operations import NewHelpLine, NewOrganisation, NewPartnership
from portal.partnership.rules import HolidayKind, HolidayRule

FOLDER = Path(__file__).with_name("starter")
#: Holidays are worked out for this year and so many after it; loading again each year adds the next.
YEARS_AHEAD = 2


def load(*, by: UUID | None = None, name: str = "") -> None:
    """Set the partnership up if there is none, and add the holidays of this year and the next two.

    With a name of its own it is a real one: no page says that it is made up, and the partners the Act does not
    name, who are invented, are left out.
    """
    content = _content()
    if queries.find_partnership() is None:
        partners = [one for one in content["organisations"] if one["statutory"] or not name]
        own = {"name": name, "invented": False} if name else {}
        operations.establish(NewPartnership(**content["partnership"] | own), by=by)
        operations.add_organisations([NewOrganisation(**one) for one in partners], by=by)
        ladder = sorted(content["governance"], key=lambda level: int(level["position"]))
        operations.add_places(
            [place["name"] for place in content["localities"]],
            [(level["name"], level["purpose"]) for level in ladder],
            by=by,
        )
        operations.add_help_lines([NewHelpLine(**one) for one in content["help_lines"]], by=by)
    this_year = clock.today().year
    operations.add_holidays(holiday_rules(), range(this_year, this_year + YEARS_AHEAD + 1), by=by)


def holiday_rules() -> Sequence[HolidayRule]:
    """The yearly rules. A day the council settles anew each year is kept, and its source says to confirm it."""
    fields = HolidayRule.__dataclass_fields__.keys()
    return [
        HolidayRule(
            **{name: value for name, value in one.items() if name in fields} | {"kind": HolidayKind(one["kind"])}
        )
        for one in _content()["holidays"]
    ]


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "partnership.toml").read_text(encoding="utf-8"))
