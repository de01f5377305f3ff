"""The form of one question: made once for each question, since an edition in use never changes."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import Field

from portal.consultations.kinds import kind_of
from portal.consultations.questionnaire import Asked, Edition
from portal.contributions.drafts import Given
from portal.core.forms import BaseForm

#: So many forms a process keeps in mind.
KEPT = 512

_kept: OrderedDict[tuple[UUID, str, str], type[AnswerForm]] = OrderedDict()


class AnswerForm(BaseForm):
    """A page with one question, `answer`; a page that only tells has none."""

    answer: Field | None = None
    asked: Asked

    def given(self) -> Given | None:
        """What was answered; None where it was left empty."""
        return kind_of(self.asked).given(self.asked, self.answer.data) if self.answer is not None else None

    def needs(self) -> bool:
        """Whether this page cannot be left empty, and was; its field says why."""
        if not self.asked.needed_because or self.given() is not None or self.answer is None:
            return False
        self.answer.errors = [*self.answer.errors, self.asked.needed_because]
        return True


def answer_form(
    edition: Edition,
    question: Asked,
    typed: MultiDict[str, str] | None,
    before: Given | None,
    language: str = "",
    *,
    proven: bool = False,
) -> AnswerForm:
    """The form for a question, with what was typed or else what was answered before.

    `proven` needs no token: a packet carries its own proof.
    """
    form_class, meta = _form_class(edition, question, language), {"csrf": False} if proven else None
    return form_class(formdata=typed, answer=kind_of(question).shown(question, before), meta=meta)


def _form_class(edition: Edition, question: Asked, language: str) -> type[AnswerForm]:
    key = (edition.stamp, question.key, language)
    found = _kept.get(key)
    if found is None:
        field = kind_of(question).field(question)
        own = {"asked": question} if field is None else {"asked": question, "answer": field}
        found = _kept[key] = type("AnswerForm", (AnswerForm,), own)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
