"""A workbook in the XLSForm format as an edition: a dry run that says what would be made and what could not come along.

Nothing is stored here. With a problem there is no edition: all or nothing. What has no place in ours is listed in
`lost`, cell by cell. Text of the file is never part of a message, except names of its own columns and types, cut short.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from portal.consultations.conditions import Condition
from portal.consultations.models import About, Audience, Kind
from portal.consultations.planned import NewEdition, NewOption, NewQuestion, NewSection
from portal.consultations.xlsform import relevant
from portal.consultations.xlsform.book import Book, Row, open_book
from portal.consultations.xlsform.columns import LISTED, OWN, PLAIN, TAGS, TEXTS, TYPES, WORDED, Finding, Place

#: So many questions a form may ask, and so many findings are listed.
QUESTIONS, FINDINGS = 300, 200

_KEY = re.compile(r"[^\s{}'\"<>&]{1,60}")
_LANGUAGE = re.compile(r"(?P<column>[^:]+)::?(?P<name>[^:(]*)(?:\((?P<code>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\))?")
_BETWEEN = re.compile(r"\.\s*>=\s*(-?\d{1,7})\s+and\s+\.\s*<=\s*(-?\d{1,7})")
_MOST = re.compile(r"count-selected\(\.\)\s*<=\s*(\d{1,3})")
_ALIASES = {"select one": "select_one", "select multiple": "select_multiple", "begin_group": "begin group"}
_ALIASES |= {"end_group": "end group", "begin_repeat": "begin repeat", "end_repeat": "end repeat", "photo": "image"}
_ALIASES |= {"int": "integer", "string": "text", "select1": "select_one"}
_YES = frozenset({"yes", "true", "true()", "1"})
_SURVEY = {"type", "name", "label", "hint", "required", "relevant", "appearance", "constraint", "parameters"}
_SURVEY |= {OWN + name for name in ("kind", "about", "settings", "tile", "key", "intro", *TEXTS, *TAGS)}
_CHOICES = {"list_name", "list name", "name", "label", OWN + "face"}
_SETTINGS = {"form_title", "form_id", "version", "default_language", OWN + "audience"}


@dataclass(frozen=True)
class Read:
    """What a file comes to: an edition, or problems; and what was left behind either way."""

    title: str
    edition: NewEdition | None
    problems: tuple[Finding, ...]
    lost: tuple[Finding, ...]


@dataclass
class _Section:
    key: str
    title: str = ""
    intro: str = ""
    condition: Condition | None = None
    questions: list[NewQuestion] = field(default_factory=list)

    def planned(self) -> NewSection:
        return NewSection(
            key=self.key, title=self.title, intro=self.intro, condition=self.condition, questions=self.questions
        )


def read(content: bytes) -> Read:
    """The form in a file, in time and memory that its limits bound (see `book`)."""
    book = open_book(content)
    if book.problems:
        return Read("", None, book.problems[:FINDINGS], ())
    return _Form(book).read()


class _Form:
    """One reading of one book, from the first row to the last."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.problems: list[Finding] = []
        self.lost: list[Finding] = []
        self.settings = book.settings[0] if book.settings else Row("settings", 2, {})
        self.languages = self._languages()
        self.wordings: dict[str, dict[str, str]] = {}
        self.sections: list[_Section] = []
        self.kinds: dict[str, Kind] = {}
        self.values: dict[str, set[str]] = {}
        self.open: list[str] = []
        self.skipping = 0
        self.lists = self._lists()

    def read(self) -> Read:
        """Everything, with the conditions last looked at as they come: they may only look back."""
        self._columns()
        for row in self.book.survey:
            self._row(row)
        if self.open or self.skipping:
            self._problem(Place("survey"), _("A group is begun and never ended."))
        if not self.kinds:
            self._problem(Place("survey"), _("It asks nothing."))
        sections = [one.planned() for one in self.sections if one.questions]
        edition = NewEdition(sections=sections, audience=self._audience(), wordings=self.wordings)
        title = self.settings.get("form_title")[:200]
        return Read(
            title, None if self.problems else edition, tuple(self.problems[:FINDINGS]), tuple(self.lost[:FINDINGS])
        )

    # What the file is made of

    def _languages(self) -> dict[str, dict[str, str]]:
        """For each column without its language: the headings that hold it, by code; "" is the base language.

        The base language is the one without a name if labels have such a column, else the form's own default, else the
        first that a label has.
        """
        default = self.settings.get("default_language").strip().lower()
        headings = [heading for found in self.book.columns.values() for heading in found]
        labels = [_language(heading) for heading in headings if heading.split(":")[0].strip() == "label"]
        base = next((name for name in ("", default) if name in labels), next(iter(labels), ""))
        found: dict[str, dict[str, str]] = {}
        for heading in headings:
            match = _LANGUAGE.fullmatch(heading)
            if match and match["column"].strip() in {*WORDED.values(), OWN + "intro"}:
                code = "" if _language(heading) == base else (match["code"] or "").replace("-", "_")
                if code or _language(heading) == base:
                    found.setdefault(match["column"].strip(), {})[code] = heading
        return found

    def _lists(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.book.choices:
            name = row.get("list_name") or row.get("list name")
            same = found.setdefault(name, [])
            if not name or not _KEY.fullmatch(row.get("name")):
                self._problem(row.at("name"), _("An answer needs a list and a name without spaces."))
            elif any(row.get("name") == other.get("name") for other in same):
                self._problem(row.at("name"), _("This name stands twice in its list."))
            elif not self._text(row, "label"):
                self._problem(row.at("label"), _("An answer needs words."))
            same.append(row)
        return found

    def _columns(self) -> None:
        """Every column nothing of ours stands for, once."""
        known = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}
        worded = {heading for by_code in self.languages.values() for heading in by_code.values()}
        for sheet, headings in self.book.columns.items():
            for heading in headings:
                if heading and heading not in known[sheet] and heading not in worded:
                    self._lose(Place(sheet, 1, heading[:40]), _("This column has no place in this portal."))

    def _audience(self) -> Audience:
        given = self.settings.get(OWN + "audience")
        try:
            return Audience(given) if given else Audience.ALL
        except ValueError:
            self._problem(self.settings.at(OWN + "audience"), _("There is no such age version."))
            return Audience.ALL

    # Rows of the survey

    def _row(self, row: Row) -> None:
        typed = " ".join(row.get("type").split())
        head, _space, rest = typed.partition(" ")
        pair = _ALIASES.get(typed.lower()) or _ALIASES.get(" ".join(typed.lower().split()[:2]))
        kind = pair or _ALIASES.get(
            head.lower(), head.lower() if head.lower() not in ("begin", "end") else typed.lower()
        )
        named = typed.split()[-1] if kind in LISTED and rest else ""
        if self.skipping or kind in ("begin repeat", "end repeat"):
            self._in_repeat(row, kind)
        elif kind == "begin group" and row.get(OWN + "kind") != Kind.TILES:
            self._begin(row)
        elif kind == "end group":
            self._end(row)
        elif row.get(OWN + "tile"):
            return  # its place is with the question it is part of
        elif kind in PLAIN or kind == "begin group":
            self._question(row, kind, named)
        else:
            self._lose(row.at("type"), _("Nothing of this type can be asked here."))

    def _in_repeat(self, row: Row, kind: str) -> None:
        self.skipping += {"begin repeat": 1, "end repeat": -1}.get(kind, 0)
        if self.skipping < 0:
            self._problem(row.at("type"), _("A group is ended that was never begun."))
            self.skipping = 0
        self._lose(row.at(), _("Questions that are repeated can’t be asked here."))

    def _begin(self, row: Row) -> None:
        key = row.get(OWN + "key") or row.get("name")
        self.open.append(key)
        if len(self.open) > 1:
            self._lose(row.at(), _("A group inside a group becomes part of the outer one."))
            if row.get("relevant"):
                self._lose(row.at("relevant"), _("When it is shown is left out: its questions are shown to everybody."))
            return
        self._name(row, key, {one.key for one in self.sections})
        section = _Section(key, self._text(row, "label"), self._text(row, OWN + "intro"), self._condition(row))
        self.sections.append(section)
        self._translate(row, f"s.{key}.", {"title": "label", "intro": OWN + "intro"})

    def _end(self, row: Row) -> None:
        if row.get(OWN + "tile"):
            return
        if not self.open:
            self._problem(row.at("type"), _("A group is ended that was never begun."))
            return
        self.open.pop()

    def _here(self) -> _Section:
        """The section a question stands in; questions outside of all groups make sections without a title."""
        if self.open:
            return next(one for one in self.sections if one.key == self.open[0])
        if not self.sections or not self.sections[-1].key.startswith("part_"):
            self.sections.append(_Section(f"part_{len(self.sections) + 1}"))
        return self.sections[-1]

    def _question(self, row: Row, typed: str, listed: str) -> None:
        key = row.get("name")
        self._name(row, key, self.kinds)
        kind = self._kind(row, typed)
        condition = self._condition(row)
        options = self._options(row, kind, listed or (key if kind is Kind.TILES else ""))
        settings = self._settings(row, kind)
        own: dict[str, Any] = {name: self._text(row, OWN + name) or None for name in TEXTS}
        own |= {name: row.get(OWN + name) or None for name in TAGS}
        question = NewQuestion(
            key=key,
            kind=kind,
            prompt=self._text(row, "label"),
            about=self._about(row),
            help=self._text(row, "hint") or None,
            settings=settings,
            condition=condition,
            options=options,
            **own,
        )
        self._check(row, question)
        self._here().questions.append(self._complete(row, question))
        self._translate(row, f"q.{key}.", WORDED)
        self.kinds[key] = kind
        self.values[key] = {option.key for option in options}

    def _name(self, row: Row, key: str, taken: Sequence[str] | set[str] | Mapping[str, Any]) -> None:
        if not _KEY.fullmatch(key):
            self._problem(row.at("name"), _("It needs a name of at most 60 signs, without spaces."))
        elif key in taken:
            self._problem(row.at("name"), _("This name stands twice."))

    def _kind(self, row: Row, typed: str) -> Kind:
        own = row.get(OWN + "kind")
        if own:
            try:
                kind = Kind(own)
            except ValueError:
                self._problem(row.at(OWN + "kind"), _("There is no such kind of question."))
                return Kind.TELL
            if TYPES[kind] != typed:
                self._problem(row.at("type"), _("The type does not go with the kind beside it."))
            return kind
        if typed == "text" and "multiline" in row.get("appearance"):
            return Kind.LONG
        if row.get("appearance"):
            self._lose(row.at("appearance"), _("How it looks is for this portal to say."))
        return PLAIN.get(typed, Kind.TELL)

    def _about(self, row: Row) -> About | None:
        given = row.get(OWN + "about")
        try:
            return About(given) if given else None
        except ValueError:
            self._problem(row.at(OWN + "about"), _("There is no such group."))
            return None

    def _options(self, row: Row, kind: Kind, listed: str) -> list[NewOption]:
        if TYPES[kind] not in LISTED and kind is not Kind.TILES:
            return []
        found = self.lists.get(listed, [])
        if not found:
            self._problem(row.at("type"), _("There is no list of answers with this name on the sheet “choices”."))
        for one in found:
            self._translate(one, f"o.{row.get('name')}.{one.get('name')}.", {"label": "label"})
        return [
            NewOption(key=one.get("name"), label=self._text(one, "label"), face=one.get(OWN + "face") or None)
            for one in found
        ]

    def _settings(self, row: Row, kind: Kind) -> dict[str, Any]:
        if own := row.get(OWN + "settings"):
            try:
                made = json.loads(own)
            except (ValueError, RecursionError):
                made = None
            if _is_settings(made):
                return dict(made)
            self._problem(row.at(OWN + "settings"), _("These settings can’t be read."))
            return {}
        return self._constraint(row, kind) | self._parameters(row, kind)

    def _constraint(self, row: Row, kind: Kind) -> dict[str, Any]:
        text = row.get("constraint").strip()
        if kind is Kind.NUMBER and (ends := _BETWEEN.fullmatch(text)):
            low, high = int(ends[1]), int(ends[2])
            return {} if (low, high) == (0, 100) else {"min": low, "max": high}
        if kind is Kind.SEVERAL and (most := _MOST.fullmatch(text)):
            return {"most": int(most[1])}
        if text:
            self._lose(row.at("constraint"), _("What an answer must be is left out: any answer is taken."))
        return {}

    def _parameters(self, row: Row, kind: Kind) -> dict[str, Any]:
        text = row.get("parameters")
        if kind is Kind.NUMBER and (found := re.fullmatch(r"start=(-?\d{1,7}) end=(-?\d{1,7}) step=1", text)):
            return {"min": int(found[1]), "max": int(found[2])}
        if text and kind is not Kind.LADDER:
            self._lose(row.at("parameters"), _("These parameters have no place in this portal."))
        return {}

    def _check(self, row: Row, question: NewQuestion) -> None:
        if not question.prompt:
            self._problem(row.at("label"), _("A question needs words."))
        if question.kind is Kind.LADDER and not (question.low and question.high):
            self._problem(row.at(), _("A ladder needs words at its lower and its upper end."))
        if len(self.kinds) == QUESTIONS:
            self._problem(row.at(), _("There are more than %(most)s questions.", most=QUESTIONS))

    def _complete(self, row: Row, question: NewQuestion) -> NewQuestion:
        """Whoever must answer is told why: a form that gives no reason lets everybody skip it."""
        if row.get("required").lower() in _YES and not question.needed_because:
            self._lose(row.at("required"), _("Everybody may skip it here, unless you write why an answer is needed."))
        return replace(question, settings=dict(question.settings))

    def _condition(self, row: Row) -> Condition | None:
        text = row.get("relevant")
        if not text:
            return None
        try:
            condition = relevant.read(text)
        except relevant.NotUnderstood:
            self._lose(row.at("relevant"), _("When it is shown is left out: it would be shown to everybody."))
            return None
        for test in condition.tests:
            if test.question not in self.kinds:
                self._problem(row.at("relevant"), _("It depends on an answer that is not given before it."))
                return None
            values, is_measured = self.values[test.question], test.operator.value in ("at_least", "at_most")
            if not is_measured and not set(test.values) <= values:
                self._problem(row.at("relevant"), _("It compares with an answer nobody can choose."))
        return condition

    # Words

    def _text(self, row: Row, column: str) -> str:
        return row.get(column) or row.get(self.languages.get(column, {}).get("", ""))

    def _translate(self, row: Row, slot: str, columns: Mapping[str, str]) -> None:
        for name, column in columns.items():
            for code, heading in self.languages.get(column, {}).items():
                if code and heading != column and row.get(heading):
                    self.wordings.setdefault(code, {})[slot + name] = row.get(heading)

    def _problem(self, place: Place, text: str) -> None:
        self.problems.append(Finding(place, text))

    def _lose(self, place: Place, text: str) -> None:
        self.lost.append(Finding(place, text))


def _language(heading: str) -> str:
    """`welsh (cy)` of `label::Welsh (cy)`, empty where a heading names none."""
    return heading.partition(":")[2].lstrip(":").strip().lower()


def _is_settings(made: object) -> bool:
    """Whole numbers, short words, and the stretches of a number: nothing else is a setting."""
    if not isinstance(made, dict):
        return False
    numbers = all(
        isinstance(made[name], int) and not isinstance(made[name], bool)
        for name in ("min", "max", "most")
        if name in made
    )
    words = all(isinstance(made[name], str) and len(made[name]) <= 60 for name in ("unit", "unit_one") if name in made)
    stretches = made.get("stretches", [])
    pairs = isinstance(stretches, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(end, int) for end in pair) for pair in stretches
    )
    return numbers and words and pairs and made.keys() <= {"min", "max", "most", "unit", "unit_one", "stretches"}
