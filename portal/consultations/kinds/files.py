"""A picture or drawing, and a voice note. What was given are names of files beside the draft; never counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field

from portal.consultations.conditions import Said
from portal.consultations.kinds.base import Chosen, QuestionKind, Typed, count
from portal.consultations.kinds.fields import FilesField
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given
from portal.contributions.models import Media


class Photo(QuestionKind):
    """Up to three pictures, or as many as `settings.most` says."""

    kind = Kind.PHOTO
    control = "photo"
    is_words = True  # sealed with the thread, and it can show who somebody is
    media: ClassVar[Media | None] = Media.PICTURE
    usual_most: ClassVar[int] = 3

    def most(self, question: Asked) -> int:
        """How many files fit here."""
        return count(question.settings, "most", self.usual_most)

    def field(self, question: Asked) -> Field | None:
        """What is there already; the file itself comes on the side."""
        return FilesField(question.prompt)

    def shown(self, question: Asked, given: Given | None) -> object:
        """The names of the files."""
        return self.names(given)

    def given(self, question: Asked, data: Typed) -> Given | None:
        """The names of the files."""
        return list(data) or None

    def names(self, given: Given | None) -> list[str]:
        """The names of the files of an answer."""
        return list(given) if isinstance(given, list) else []

    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """No row: files are sealed with the thread."""
        return []

    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """Nothing, since no row holds a file."""
        return []

    def words(self, question: Asked, given: Given | None) -> list[str]:
        """How many there are."""
        number = len(self.names(given))
        return [self.told(number)] if number else []

    def told(self, number: int) -> str:
        """`2 pictures`."""
        return str(ngettext("%(num)s picture", "%(num)s pictures", number))

    def said(self, question: Asked, given: Given | None) -> Said | None:
        """Only that there is something."""
        return Said() if self.names(given) else None


class Voice(Photo):
    """One voice note of at most three minutes."""

    kind = Kind.VOICE
    control = "voice"
    media = Media.SOUND
    usual_most = 1

    def told(self, number: int) -> str:
        """`A voice note`."""
        return str(_("A voice note") if number == 1 else ngettext("%(num)s voice note", "%(num)s voice notes", number))
