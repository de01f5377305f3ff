"""An edition as a workbook in the XLSForm format (https://xlsform.org), for ODK, Kobo and others."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from portal.consultations.conditions import Condition
from portal.consultations.kinds import KINDS
from portal.consultations.models import Kind
from portal.consultations.planned import NewEdition, NewOption, NewQuestion, NewSection
from portal.consultations.questionnaire import Asked, Edition, Part
from portal.consultations.xlsform import relevant
from portal.consultations.xlsform.columns import APPEARANCES, LISTED, OWN, TAGS, TEXTS, TYPES, UNITS, Finding, Place

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: What ODK takes as a name, as we write keys: a letter first.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_FIELDS = ("key", "kind", "about", "condition", "bank_id", "prompt", "help", *TEXTS, *TAGS)

_Line = dict[str, str]


@dataclass(frozen=True)
class Written:
    """The file, and what other programs will not show or ask as we do: it comes back to us all the same."""

    content: bytes
    lost: tuple[Finding, ...]


@dataclass
class _Sheets:
    survey: list[_Line] = field(default_factory=list)
    choices: list[_Line] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)

    def lose(self, key: str, text: str) -> None:
        """Note what does not go over, at the row that is written next."""
        self.lost.append(Finding(Place("survey", len(self.survey) + 2, key), text))


def planned(edition: Edition) -> NewEdition:
    """An edition that was stored, as it would be planned again."""
    sections = [_section(part, [one for one in edition.questions if one.section == part]) for part in edition.parts]
    return NewEdition(sections=sections, audience=edition.audience, wordings=edition.wordings)


def write(edition: NewEdition, *, title: str, form_id: str, version: str) -> Written:
    """One edition as `.xlsx`; `version` tells one export from another."""
    sheets = _Sheets()
    several = {one.key for section in edition.sections for one in section.questions if one.kind is Kind.SEVERAL}
    questions = {one.key for section in edition.sections for one in section.questions}
    for section in edition.sections:
        _write_section(sheets, section, _group(section.key, questions), edition.wordings, several)
    settings = {"form_title": title, "form_id": form_id, "version": version, f"{OWN}audience": edition.audience.value}
    content = _book({"survey": sheets.survey, "choices": sheets.choices, "settings": [settings]})
    return Written(content, tuple(sheets.lost))


def _section(part: Part, questions: Sequence[Asked]) -> NewSection:
    return NewSection(
        key=part.key,
        title=part.title,
        intro=part.intro,
        condition=part.condition,
        questions=[
            NewQuestion(
                **{name: getattr(one, name) for name in _FIELDS},
                settings=dict(one.settings),
                options=[NewOption(key=choice.key, label=choice.label, face=choice.face) for choice in one.choices],
            )
            for one in questions
        ],
    )


def _group(key: str, taken: set[str]) -> str:
    """A name for a section that no question has."""
    name = f"section_{key}"
    while name in taken:
        name += "_"
    return name


def _write_section(
    sheets: _Sheets, section: NewSection, name: str, wordings: Mapping[str, Mapping[str, str]], several: set[str]
) -> None:
    line = {"type": "begin group", "name": name, f"{OWN}key": section.key}
    line |= {"label": section.title, f"{OWN}intro": section.intro}
    slots = {"title": "label", "intro": f"{OWN}intro"}
    line |= _translated(wordings, {f"s.{section.key}.{slot}": column for slot, column in slots.items()})
    _relevant(sheets, line, section.key, section.condition, several)
    if section.intro:
        sheets.lose(name, _("The words at the start of a section are shown by this portal only."))
    sheets.survey.append(line)
    for question in section.questions:
        _write_question(sheets, _with_options(question), wordings, several)
    sheets.survey.append({"type": "end group"})


def _with_options(question: NewQuestion) -> NewQuestion:
    """A question with the usual options of its kind where it brings none."""
    usual = KINDS[question.kind].usual_options() if question.kind in KINDS else ()
    options = question.options or [NewOption(key=key, label=label, face=face) for key, label, face in usual]
    return replace(question, options=options)


def _write_question(
    sheets: _Sheets, question: NewQuestion, wordings: Mapping[str, Mapping[str, str]], several: set[str]
) -> None:
    kind = TYPES[question.kind]
    line = {"type": f"{kind} {question.key}" if kind in LISTED else kind, "name": question.key}
    line |= {
        "label": question.prompt,
        "hint": question.help or "",
        "required": "yes" if question.needed_because else "",
    }
    line |= {"appearance": APPEARANCES.get(question.kind, ""), f"{OWN}kind": question.kind.value}
    line |= {f"{OWN}{name}": getattr(question, name) or "" for name in (*TEXTS, *TAGS)}
    line |= {f"{OWN}about": question.about.value if question.about else ""}
    line |= {f"{OWN}settings": json.dumps(dict(question.settings), ensure_ascii=False) if question.settings else ""}
    line |= _measured(question)
    columns = {"prompt": "label", "help": "hint", **{name: f"{OWN}{name}" for name in (*TEXTS, *UNITS)}}
    line |= _translated(wordings, {f"q.{question.key}.{slot}": column for slot, column in columns.items()})
    _relevant(sheets, line, question.key, question.condition, several)
    for text in _not_shown(question):
        sheets.lose(question.key, text)
    sheets.survey.append(line)
    sheets.choices += _choices(question, wordings)
    if question.kind is Kind.TILES:
        sheets.survey += _tiles(question)
        sheets.choices += [
            {"list_name": f"{question.key}.place", "name": str(at), "label": word} for at, word in _ends(question)
        ]


def _measured(question: NewQuestion) -> _Line:
    if question.kind is Kind.LADDER:
        return {"parameters": "start=0 end=10 step=1"}
    if question.kind is Kind.NUMBER:
        low, high = question.settings.get("min", 0), question.settings.get("max", 100)
        return {"constraint": f". >= {low} and . <= {high}"}
    if question.kind is Kind.SEVERAL and "most" in question.settings:
        return {"constraint": f"count-selected(.) <= {question.settings['most']}"}
    return {}


def _not_shown(question: NewQuestion) -> Iterator[str]:
    if not _NAME.fullmatch(question.key):
        yield _("Other programs may refuse this name.")
    if any(option.face for option in question.options):
        yield _("Faces and pictures are shown by this portal only.")
    if question.why:
        yield _("“Why we ask” is shown by this portal only.")
    if question.kind is Kind.LADDER:
        yield _("The words at both ends of a ladder are shown by this portal only.")
    if question.kind is Kind.NUMBER and question.settings.keys() & {"unit", "unit_one", "stretches"}:
        yield _("The unit of a number, and how it is counted, are known to this portal only.")
    if question.bank_id:
        yield _("Where it stands in the question bank is not carried over. Its name stays the same.")
    if question.about:
        yield _("Other programs keep this answer as any other, not as a group.")


def _ends(question: NewQuestion) -> list[tuple[int, str]]:
    return [(0, question.low or _("Not happy")), (1, _("Okay")), (2, question.high or _("Happy"))]


def _tiles(question: NewQuestion) -> list[_Line]:
    """Each tile as a question of its own: only we read them back as one."""
    asked = [
        {"type": f"select_one {question.key}.place", "name": f"{question.key}.{option.key}", "label": option.label}
        for option in question.options
    ]
    return [
        *({**line, f"{OWN}tile": question.key} for line in asked),
        {"type": "end group", f"{OWN}tile": question.key},
    ]


def _choices(question: NewQuestion, wordings: Mapping[str, Mapping[str, str]]) -> list[_Line]:
    return [
        {"list_name": question.key, "name": one.key, "label": one.label, f"{OWN}face": one.face or ""}
        | _translated(wordings, {f"o.{question.key}.{one.key}.label": "label"})
        for one in question.options
    ]


def _translated(wordings: Mapping[str, Mapping[str, str]], columns: Mapping[str, str]) -> _Line:
    """Texts in other languages, in columns such as `label::Welsh (cy)`."""
    return {
        f"{column}::{_language(locale)}": texts[slot]
        for locale, texts in sorted(wordings.items())
        for slot, column in columns.items()
        if slot in texts
    }


def _language(locale: str) -> str:
    code = locale.replace("_", "-")
    return f"{code} ({code})"


def _relevant(sheets: _Sheets, line: _Line, key: str, condition: Condition | None, several: set[str]) -> None:
    if condition is None:
        return
    try:
        line["relevant"] = relevant.write(condition, several.__contains__)
    except relevant.NotUnderstood:
        sheets.lose(key, _("When this is shown can’t be written in this format: it would be shown to everybody."))


def _book(sheets: Mapping[str, Sequence[_Line]]) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {**_OPTIONS, "in_memory": True})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        needed = {"survey": ("type", "name", "label"), "choices": ("list_name", "name", "label")}.get(name, ())
        filled = [column for line in lines for column, text in line.items() if text]
        columns = list(dict.fromkeys((*needed, *filled)))
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column)
            for row, line in enumerate(lines, start=1):
                if line.get(column):
                    sheet.write_string(row, at, line[column])
    book.close()
    return buffer.getvalue()
