"""A summary reads what was frozen: it takes the same few statements for ten people and for thousands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core import db
from portal.disclosure.thresholds import Audience
from portal.documents.formats import FORMATS, Form
from portal.evidence.models import Release
from portal.reports.definitions import consultation
from tests.factories import evidence


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent meanwhile."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def summary(release: Release) -> list[str]:
    """The statements that making one file takes."""
    db.session.rollback()
    db.session.expire_all()
    with statements() as sent:
        FORMATS[Form.CSV].render(consultation.build(release, Audience.PARTNERS))
    return sent


@pytest.mark.parametrize("people", [1_000, 10_000])
def test_a_summary_takes_as_many_statements_for_thousands_as_for_sixty(app: Flask, people: int) -> None:
    with app.test_request_context("/work/"):
        few = evidence.make_signed(evidence.make_closed_wave(60)[0])
        many = evidence.make_signed(evidence.make_closed_wave(people)[0])
        db.session.commit()
        summary(few)  # what every process keeps, like the name of the place, is read once
        of_few, of_many = summary(few), summary(many)
        assert of_few == of_many
        assert len(of_many) <= 16
        assert not any(re.search(r"(FROM|JOIN) (answer|submission)\b", sql) for sql in of_many)
