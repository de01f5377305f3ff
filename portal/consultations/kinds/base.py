"""What every kind of question can do, and the pieces it does it with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field

from portal.consultations.conditions import BARE, Operator, Said
from portal.consultations.models import Kind
from portal.consultations.questionnaire import Asked
from portal.contributions.drafts import Given
from portal.contributions.models import Media

#: What a field holds after it was sent: its shape is the field's own affair.
Typed = Any

#: Options a kind brings along: key, words in the language of the moment, face.
Usual = tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True)
class Chosen:
    """One row of an answer, by the key of its option: a choice, a step, a number, a rank, or a tile's place (step)."""

    option: str | None = None
    step: int | None = None
    rank: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Countable:
    """One table of people an answer can be counted in; `key` is the question's, or the question's with a tile's.

    `values` are the categories with their words; `category` says in which of them a row falls, if in any. Unless
    `multiple`, each person falls in one.
    """

    key: str
    prompt: str
    multiple: bool
    values: tuple[tuple[str, str], ...]
    category: Callable[[Chosen], str | None]


class QuestionKind(ABC):
    """A kind of question. `control` names the partial page in templates/consultations/kinds that shows it.

    `has_ends`: it has words at its lower and upper end. `sets` names the settings somebody may choose for it.
    """

    kind: ClassVar[Kind]
    control: ClassVar[str]
    is_words: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    media: ClassVar[Media | None] = None
    fewest_options: ClassVar[int] = 0
    operators: ClassVar[frozenset[Operator]] = BARE
    has_ends: ClassVar[bool] = False
    sets: ClassVar[tuple[str, ...]] = ()

    def usual_options(self) -> Usual:
        """Options to use where none were written; none by default."""
        return ()

    @abstractmethod
    def field(self, question: Asked) -> Field | None:
        """The field of the page, unbound."""

    def shown(self, question: Asked, given: Given | None) -> object:
        """What the field holds for an answer given before."""
        return given

    @abstractmethod
    def given(self, question: Asked, data: Typed) -> Given | None:
        """The answer a valid field holds; None where it was left empty."""

    @abstractmethod
    def chosen(self, question: Asked, given: Given | None) -> list[Chosen]:
        """The rows to store; whatever does not fit this question becomes none."""

    @abstractmethod
    def in_words(self, question: Asked, rows: Sequence[Chosen]) -> list[str]:
        """Rows, read as somebody would say them."""

    def words(self, question: Asked, given: Given | None) -> list[str]:
        """An answer in words; none where there is nothing."""
        return self.in_words(question, self.chosen(question, given))

    def said(self, question: Asked, given: Given | None) -> Said | None:
        """What conditions see of an answer; None where it was left empty."""
        rows = self.chosen(question, given)
        sizes = [row.step if row.number is None else row.number for row in rows]
        return Said(frozenset(row.option for row in rows if row.option), sizes[0]) if rows else None

    def countables(self, question: Asked) -> tuple[Countable, ...]:
        """The tables it is counted in; none for words."""
        return ()

    def most(self, question: Asked) -> int:
        """How many files fit here; none unless it has a `media`."""
        return 0

    def names(self, given: Given | None) -> list[str]:
        """The names of the files of an answer; none unless it has a `media`."""
        return []

    def problems(self, question: Asked) -> list[str]:
        """What is missing before it can be asked, in plain words for officers."""
        return []


def count(settings: Mapping[str, Any], name: str, otherwise: int) -> int:
    """A whole number of a question's settings."""
    return int(settings.get(name, otherwise))
