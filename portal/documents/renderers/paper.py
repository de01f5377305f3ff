"""A questionnaire as a tagged PDF (PDF/UA-1) to answer with a pen.

Words are handed over as data, never as code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from portal.documents.document import printable

_TEMPLATE = Path(__file__).with_name("paper.typ")


@dataclass(frozen=True)
class Answering:
    """How a question is answered with a pen: `kind` names the drawing in the template, the rest is its words."""

    kind: str
    options: Sequence[str] = ()
    places: Sequence[str] = ()
    low: str = ""
    high: str = ""
    unit: str = ""
    words: str = ""
    count: int = 0


@dataclass(frozen=True)
class Section:
    """A heading over questions."""

    title: str
    intro: str
    kind: str = "section"


@dataclass(frozen=True)
class Question:
    """One question. `id` is what a typist looks for, `key` the same question in every wave, in small print."""

    id: str
    key: str
    prompt: str
    help: str
    why: str
    when: str
    answer: Answering
    level: int = 2
    long: bool = False
    kind: str = "question"


@dataclass(frozen=True)
class Labelled:
    """A choice to tick, and who reads what was said if it is."""

    label: str
    who: str


@dataclass(frozen=True)
class Sharing:
    """Who else may use it."""

    title: str
    lead: str
    choices: Sequence[Labelled]


@dataclass(frozen=True)
class Safe:
    """A box for whoever is not safe, and numbers to ring."""

    title: str
    tick: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Strip:
    """The part that is torn off and kept: where the code is written."""

    title: str
    tick: str
    words: str


@dataclass(frozen=True)
class PaperForm:
    """A whole questionnaire. `draft` stands on top while it is not launched."""

    title: str
    lead: str
    language: str
    dated: date
    points: Sequence[str]
    parts: Sequence[Section | Question]
    sharing: Sharing
    safe: Safe
    strip: Strip
    footer: str
    draft: str = field(default="")


def render(form: PaperForm) -> bytes:
    """One PDF."""
    import typst

    words = {"paper": json.dumps(_data(form))}
    return bytes(typst.compile(str(_TEMPLATE), sys_inputs=words, pdf_standards=["ua-1"]) or b"")


def _data(form: PaperForm) -> object:
    language, _, region = form.language.partition("-")
    data = asdict(form) | {"lang": language, "region": region}
    data["day"] = [form.dated.year, form.dated.month, form.dated.day]
    del data["dated"], data["language"]
    return _printable(data)


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value
