"""What stands on posters, letters and in the mail-merge file, in plain words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from portal.consultations.questionnaire import Questionnaire
from portal.core import clock
from portal.documents.renderers import csv, sheets
from portal.documents.renderers.sheets import Paper, Sheet, Sheets
from portal.invitations.labels import BANDS
from portal.invitations.operations import Letter
from portal.invitations.rules import Band
from portal.partnership import queries as partnership
from portal.partnership.site import site


@dataclass(frozen=True)
class Addresses:
    """Full addresses: `open` is for everybody, `by_hand` where a code is typed, `letter` what a code is put behind."""

    open: str
    by_hand: str
    letter: str

    def of(self, code: str) -> str:
        """The link on one letter."""
        return f"{self.letter}{code}"


def poster(asked: Questionnaire, addresses: Addresses, paper: Paper) -> bytes:
    """A poster for a wall: what it is, until when, and the address that is open to everybody."""
    page = Sheet(
        heading=asked.title,
        lead=asked.intro,
        points=[
            _("It takes about %(minutes)s minutes. You can skip any question.", minutes=asked.minutes),
            _("You don’t need to give a name or sign up."),
            _("It is open until %(day)s.", day=_date(clock.day_of(asked.closes_at))),
            _("By %(day)s we tell everyone what we heard and what happens.", day=_date(asked.report_back_on)),
        ],
        address=addresses.open,
        shown=_shown(addresses.open),
        by_hand=_("Point the camera of a phone at the square, or type this address:"),
        qr_words=_("QR code that opens %(address)s", address=_shown(addresses.open)),
        small=[_safety(), _who_asks()],
    )
    return sheets.render(_sheets(asked, [page], paper=paper, poster=True))


def letters_pdf(asked: Questionnaire, letters: Iterable[Letter], addresses: Addresses) -> bytes:
    """A page for each letter."""
    return sheets.render(_sheets(asked, [_letter(asked, letter, addresses) for letter in letters]))


def mail_merge(letters: Iterable[Letter], addresses: Addresses, known: Mapping[Band, Mapping[str, str]]) -> bytes:
    """A line for each letter: number, code, link and what the code knows. No column is for a name."""
    head = [_("Letter"), _("Code"), _("Link"), *(str(words) for words in BANDS.values())]
    lines = [
        [
            letter.number,
            letter.code,
            addresses.of(letter.code),
            *(known[band].get(letter.bands.said.get(band, ""), _("Not said")) for band in Band),
        ]
        for letter in letters
    ]
    return csv.sheet(head, lines)


def both(
    asked: Questionnaire, letters: tuple[Letter, ...], addresses: Addresses, known: Mapping[Band, Mapping[str, str]]
) -> bytes:
    """Both as one file: codes are shown once, so there is one thing to lose and not two."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("letters.pdf", letters_pdf(asked, letters, addresses))
        file.writestr("mail-merge.csv", mail_merge(letters, addresses, known))
    return buffer.getvalue()


def reminders(numbers: Iterable[int]) -> bytes:
    """The numbers of the letters to send a reminder to."""
    return csv.sheet([_("Letter")], [[number] for number in numbers])


def _letter(asked: Questionnaire, letter: Letter, addresses: Addresses) -> Sheet:
    return Sheet(
        heading=asked.title,
        lead=asked.intro,
        points=[
            _("It takes about %(minutes)s minutes. You can skip any question.", minutes=asked.minutes),
            _("The code below is for one person and works once. Please don’t pass it on."),
            _("It is open until %(day)s.", day=_date(clock.day_of(asked.closes_at))),
            _letter_tells(letter),
        ],
        address=addresses.of(letter.code),
        shown=_shown(addresses.by_hand),
        by_hand=_("Point the camera of a phone at the square. Or go to this address and type the code:"),
        qr_words=_("QR code that opens %(address)s with the code of this letter", address=_shown(addresses.by_hand)),
        code=letter.code,
        corner=_("Letter %(number)s", number=letter.number),
        small=[_safety(), _who_asks()],
    )


def _letter_tells(letter: Letter) -> str:
    """What the code gives away, said on the letter itself."""
    told = [str(BANDS[band]).lower() for band in letter.bands.said]
    if not told:
        return str(_("The code tells us nothing about you."))
    return str(_("The code tells us: %(bands)s. It does not tell us your name.", bands=", ".join(told)))


def _safety() -> str:
    numbers = ", ".join(f"{line.name} {line.phone}" for line in partnership.numbers_always_open())
    said = str(_("This is not for emergencies: it is read in office hours."))
    return f"{said} {_('Help now, day and night:')} {numbers}." if numbers else said


def _date(value: date) -> str:
    """With its year: paper hangs on a wall for long."""
    return str(format_date(value, "d MMMM y"))


def _who_asks() -> str:
    said = str(_("%(who)s asks this.", who=site().partnership or site().voice_name))
    return f"{_('Demo: everyone here is made up.')} {said}" if site().invented else said


def _shown(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


def _sheets(asked: Questionnaire, pages: list[Sheet], *, paper: Paper = Paper.A4, poster: bool = False) -> Sheets:
    return Sheets(
        title=asked.title,
        author=site().partnership or site().voice_name,
        language=str(get_locale() or "en_GB").replace("_", "-"),
        dated=clock.today(),
        pages=pages,
        paper=paper,
        poster=poster,
    )
