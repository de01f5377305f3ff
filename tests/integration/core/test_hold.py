"""Holding rows: as they are now, in one order, and not there once they are gone."""

import pytest
from sqlalchemy import delete, event, update

from portal.board.models import Ask
from portal.core import db
from portal.core.errors import NotFound
from tests.factories import board


def test_several_rows_are_seen_as_they_are_now_in_the_order_of_their_ids(app):
    asks = sorted((board.make_ask(f"Ask {number}") for number in range(3)), key=lambda one: one.id, reverse=True)
    db.session.execute(update(Ask).values(summary="Changed").execution_options(synchronize_session=False))
    held = []

    def note(target, _context, _attributes):
        held.append(target.id)

    event.listen(Ask, "refresh", note)
    try:
        db.hold(*asks, asks[0])
    finally:
        event.remove(Ask, "refresh", note)
    assert {one.summary for one in asks} == {"Changed"}
    assert held == sorted(one.id for one in asks)


def test_a_row_that_is_gone_is_not_found(app):
    ask = board.make_ask()
    db.session.execute(delete(Ask).where(Ask.id == ask.id).execution_options(synchronize_session=False))
    with pytest.raises(NotFound):
        db.hold(ask)
