"""What young people's words lend to slices below, and to every page: a check for them, and a line in the log."""

from __future__ import annotations

from flask import Flask, Response

from portal.audit import operations as audit
from portal.contributions import guessing
from portal.contributions.operations import hold_other_words
from portal.core import db
from portal.word_list import operations as word_list


def init_app(app: Flask) -> None:
    """Hold the list of words against what was written; write down each refusal to repeat somebody's words."""
    word_list.check_with(hold_other_words)
    app.after_request(_write_down)


def _write_down(response: Response) -> Response:
    """Pages answer a refusal without committing anything, so this comes after them: who and how often, no words."""
    refused = guessing.take_refused()
    if refused is not None:
        db.session.rollback()
        db.set_writing(True)
        facts: dict[str, audit.Fact] = {"times": refused.times, "compared": refused.times <= guessing.MOST}
        audit.record("own_words.refused", by=refused.account_id, facts=facts)
        db.session.commit()
    return response
