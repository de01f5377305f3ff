"""A form whose words go out to young people: the first press may bring advice, the second sends it as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from wtforms import BooleanField

from portal.core.forms import BaseForm, text
from portal.plain_words import queries
from portal.plain_words.queries import Advice


class PlainForm(BaseForm):
    """Say in `PLAIN` which fields young people will read."""

    PLAIN: ClassVar[Sequence[str]] = ("text",)
    anyway = BooleanField()
    advice: Advice | None = None

    def is_plain(self) -> bool:
        """Whether it may go: nothing to say about its words, or it was said and they send it anyway."""
        if self.anyway.data:
            return True
        self.advice = queries.advice(*(text(self[name]) for name in self.PLAIN))
        return self.advice is None
