"""Signed reports read back by other programs: every table, figure and sentence of what was frozen, in every form.

What is expected comes from the rows of the report itself, so that a mistake between them and a file is seen.
"""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from portal.board.models import ActionState, AskAnswer, ReasonClass
from portal.commitments.models import Duty
from portal.consultations import editions
from portal.consultations.models import Consultation
from portal.core import clock, db
from portal.core.access import Role
from portal.documents.document import Table
from portal.documents.formats import FORMATS, Form
from portal.evidence import operations as freezing
from portal.evidence.models import ReleaseKind
from portal.signed_reports import building, listing, operations, queries
from portal.signed_reports.gathering import Kind, Scope
from portal.signed_reports.kinds import KINDS
from portal.signed_reports.models import Edition, SignedReport
from tests.factories import (
    board,
    commitments,
    consultations,
    evidence,
    measures,
    meetings,
    people,
    plans,
    signed_reports,
    themes,
    waves,
)
from tests.support import tables
from tests.support.tables import squeezed, words_in
from tests.unit.documents import read_back

PAGES = (Form.PDF, Form.DOCX, Form.HTML)
_SIGN = re.compile("\ue000[0-9a-f-]{36}\ue001")


@pytest.fixture
def year(app):
    """A partnership in which everything that reports tell of has happened."""
    with app.app_context(), clock.pretend(clock.now() - timedelta(days=30)):
        officer = people.make_account(Role.PARTICIPATION_OFFICER)
        theme = themes.make_theme("Seeing family")
        theme.uncrc = "9"
        _waves(theme, officer)
        promise = commitments.make_commitment(duty=Duty.PROMOTE)
        ask = board.make_ask("Let us see our sisters", duty=Duty.ACCESS, theme_id=theme.id)
        refused = board.make_ask("A dog in each house; cats too", organisation="NHS")
        refused.answer, refused.reason = AskAnswer.NO, ReasonClass.MONEY
        refused.because, refused.answered_at = "The vet costs too much.", clock.now()
        ask.answer, ask.because, ask.answered_at = AskAnswer.YES, "From May on.", clock.now()
        board.make_quote()
        agreed = board.in_state(board.make_action(ask=ask, title="Ask before family time"), ActionState.AGREED)
        agreed.settled_on = clock.today()
        board.make_claim(
            board.make_action(ask=ask, organisation="NHS", title="=Write it in each plan", duty=Duty.IMPROVE)
        )
        board.make_action(
            ask=ask, title="Hire 1,250 workers", due_on=clock.today() - timedelta(days=9), duty=Duty.ALERT
        )
        board.in_state(board.make_action(ask=None, commitment=promise, title="An advocate"), ActionState.STUCK)
        measure = measures.make_measure(commitment=promise)
        day = clock.today() - timedelta(days=10)
        measures.make_reading(measure, starts_on=day - timedelta(days=90), ends_on=day, approved=True)
        plan = plans.make_plan(published=True)
        plans.make_objective(plan, action=agreed, measure=measure)
        plans.make_statement(plans.make_area(plan), by=officer)
        meetings.make_dealt(ask)
        _verdicts(ask.id, refused.id)
        db.session.commit()


def _waves(theme, officer):
    """Two waves, the second of them themed and with a question under a right and a foundation."""
    for name, weeks, seed in (("May 2024", 60, 1), ("May 2025", 8, 2)):
        row = waves.make_wave(name, weeks)
        for edition in row.editions:
            for section in edition.sections:
                for question in section.questions:
                    question.uncrc = "12" if question.key == "home" else None
        db.session.flush()
        editions.forget()
        ids = evidence.make_answers(consultations.queries.get_consultation(row.id), 146, seed=seed)
        for one in ids[:40]:
            themes.put_under(db.session.get_one(evidence.Contribution, one), theme, by=officer)
        evidence.make_signed(db.session.get_one(Consultation, row.id), by=officer)


def _verdicts(*asks):
    """What sixty, twenty-five and thirty-five people say of each answer, signed."""
    raw = evidence.raw_verdicts(60, 25, 35, asks=[one.hex for one in asks])
    keyed = []
    for key, table in zip([f"verdicts:{one.hex}" for one in asks], raw.tables, strict=True):
        keyed.append(replace(table, key=key, dimensions=(replace(table.dimensions[0], key=key),)))
    officer, signer = people.make_account(Role.PARTICIPATION_OFFICER), people.make_account(Role.SAFEGUARDING_OFFICER)
    counted = replace(raw, tables=tuple(keyed))
    freezing.sign(freezing.freeze(ReleaseKind.VERDICTS, "What young people say", counted, by=officer), by=signer)


def published(kind: Kind) -> SignedReport:
    """A report of these days, with a sentence on each of its figures, signed and published."""
    frame = operations.Frame(
        kind=kind,
        title="A report",
        first_day=clock.today() - timedelta(days=300),
        last_day=clock.today() - timedelta(days=1),
        chosen=tuple(one.key for one in kind.choices()),
    )
    report = operations.begin(frame, by=people.make_account(Role.PARTICIPATION_OFFICER))
    for one in report.sections:
        named = "; ".join(f"{{{number}}}" for number in json.loads(one.figures))
        operations.write(one, f"In this chapter. {named}", turn=0, by=report.begun_by)
    return signed_reports.publish(report)


@dataclass
class Expected:
    """What a file has to say: tables with their cells, sentences and headings in their order."""

    tables: list[tuple[str, list[str], list[list[tuple[str, str, str | None]]]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def expected(report: SignedReport, edition: Edition) -> Expected:
    """From the rows of the report: what was frozen, the officers' words with their figures, and the evidence."""
    found = Expected()
    rests: dict[tuple[str, str, str], list[str]] = {}
    for one in (each for each in report.sections if each.edition is edition):
        found.headings.append(one.title)
        figures = json.loads(one.figures)
        found.said += [one.title, "In this chapter. " + "; ".join(figures.values())]
        for part in json.loads(_SIGN.sub(board.EXCERPT, one.frozen)):
            _add(found, part)
        for kind, key, label in json.loads(one.evidence):
            rests.setdefault((kind, key.replace("-", "")[:8], label), []).append(one.title)
    if edition is Edition.FULL:
        head = ["Evidence", "Kind", "What it is", "Where it stands here"]
        rows = [
            [
                (f"{kind}-{key}", "", None),
                ("*", "", None),
                (label, "", None),
                ("; ".join(dict.fromkeys(where)), "", None),
            ]
            for (kind, key, label), where in rests.items()
        ]
        found.headings += ["The evidence behind this report", "Evidence"]
        found.tables.append(("Evidence", head, rows))
    if any(caption != "Evidence" for caption, _, _ in found.tables):
        found.headings.append("What the words mean")
    return found


def _add(found: Expected, part: dict) -> None:
    if part["is"] == "table":
        kinds = [kind for _, kind, _ in part["columns"]]
        rows = [
            [
                (text, str(number) if number is not None and kind == "number" else "", day)
                for kind, (text, number, day) in zip(kinds, row, strict=True)
            ]
            for row in part["rows"]
        ]
        found.headings.append(part["caption"])
        found.tables.append((part["caption"], [label for label, _, _ in part["columns"]], rows))
        found.said += [one for one in (part["finding"], part["note"]) if one]
    elif part["is"] == "heading":
        found.headings.append(part["text"])
        found.said.append(part["text"])
    else:
        found.said += [one for one in (part.get("title"), part.get("text"), *part.get("items", ())) if one]


def cells(form: Form, rows: list) -> list[list[str]]:
    """Cells as a form has them: words on pages, numbers and days in spreadsheets."""

    def shown(text: str, number: str, day: str | None) -> str:
        return squeezed(text if form in PAGES else number or day or text)

    return [[shown(*one) for one in row] for row in rows]


def read(form: Form, content: bytes, heads: list[list[str]]) -> list[list[list[str]]]:
    """Every table of a file with squeezed cells; an apostrophe that keeps a cell from running is none of its words."""
    guard = (lambda text: text.removeprefix("'")) if form is Form.CSV else (lambda text: text)
    return [
        [[squeezed(guard(one)) for one in row] for row in table]
        for table in read_back.READERS[form.value](content, heads)
    ]


def check_tables(form: Form, content: bytes, wanted: Expected) -> None:
    found = read(form, content, [head for _, head, _ in wanted.tables])
    assert len(found) == len(wanted.tables), form
    for table, (caption, head, rows) in zip(found, wanted.tables, strict=True):
        assert table[0] == [squeezed(one) for one in head], (form, caption)
        for row, cell in zip(table[1:], cells(form, rows), strict=True):
            named = [there if one == "*" else one for one, there in zip(cell, row, strict=True)]
            assert row == named, (form, caption)


def check_order(form: Form, content: bytes, wanted: Expected) -> None:
    """Sentences stand in their order where a form is read from its beginning to its end."""
    text = words_in(tables.NAMES[form], content)
    if form is Form.PDF:
        text = squeezed(" ".join(words for tag, words in read_back.spoken(content) if tag != "/TOCI"))
    place = 0
    for one in wanted.said:
        place = text.find(squeezed(one), place if form in PAGES else 0)
        assert place >= 0, (form, one)


def headings_of(form: Form, content: bytes) -> list[str]:
    if form is Form.PDF:
        return [words for tag, words in read_back.spoken(content) if re.fullmatch(r"/H\d", tag)]
    body = read_back.part(content, "word/document.xml")
    found = []
    for line in body.iter(f"{read_back.W}p"):
        style = line.find(f"{read_back.W}pPr/{read_back.W}pStyle")
        if style is not None and style.get(f"{read_back.W}val", "").startswith("Heading"):
            found.append("".join(each.text or "" for each in line.iter(f"{read_back.W}t")))
    return found


@pytest.mark.parametrize(("kind", "edition"), [(kind.key, one) for kind in KINDS.values() for one in kind.editions])
def test_every_form_says_what_was_frozen(app, year, kind: str, edition: Edition):
    with app.app_context():
        report = queries.get(published(KINDS[kind]).id)
        assert report.digest == queries.digest_of(report)
        wanted, made = expected(report, edition), building.document(report, edition)
        assert wanted.tables or edition is Edition.EASY
        assert (
            any(json.loads(one.figures) for one in report.sections if one.edition is edition) or edition is Edition.EASY
        )
        for form in Form:
            content = FORMATS[form].render(made)
            check_tables(form, content, wanted)
            check_order(form, content, wanted)
            if form in (Form.PDF, Form.DOCX):
                found = [squeezed(one) for one in headings_of(form, content)]
                told = [one for one in map(squeezed, wanted.headings)]
                assert [one for one in found if one in told] == told, form


def gathered(kind: str, most: int, monkeypatch) -> dict[str, tuple[list, dict]]:
    """What a chapter rests on and its tables by key, where lists end after so many rows."""
    monkeypatch.setattr(listing, "MOST_ROWS", most)
    scope = Scope(
        clock.today() - timedelta(days=300),
        clock.today() - timedelta(days=1),
        chosen=tuple(one.key for one in KINDS[kind].choices()),
    )
    return {
        one.key: (list(one.evidence), {part.key: part for part in one.parts if isinstance(part, Table)})
        for one in KINDS[kind].gather(scope, Edition.FULL)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_says_where_the_rest_is_says_so_truly(app, year, kind: str, monkeypatch):
    """Each row of it is a piece of evidence of its own chapter, by the sign of its ask or by its name."""
    with app.app_context():
        cut, whole = gathered(kind, 0, monkeypatch), gathered(kind, 1000, monkeypatch)
    told = 0
    for chapter, (evidence_of, tables_of) in cut.items():
        labels, ids = [one.label for one in evidence_of], {str(one.id) for one in evidence_of}
        for key, table in tables_of.items():
            if "all of them are in the evidence" not in table.note:
                continue
            told += 1
            for row in whole[chapter][1][key].lines():
                name = row[1 if key == "moved" else 0].text
                sign = _SIGN.fullmatch(name)
                known = sign[0][1:-1] in ids if sign else any(label.startswith(name) for label in labels)
                assert known, (chapter, key, name)
    assert told > 3
