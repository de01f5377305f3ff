"""Setting up a real partnership on the terminal."""

import pytest
from sqlalchemy import delete

from portal.core import db
from portal.partnership import cli, queries
from portal.partnership.models import HelpLine, LocalHoliday, Locality, Organisation, Partnership, Post, Team


@pytest.fixture
def bare(app):
    for table in (Team, Post, Organisation, Locality, HelpLine, LocalHoliday, Partnership):
        db.session.execute(delete(table))
    db.session.commit()


def test_a_real_partnership_has_its_own_name_and_nobody_invented(bare):
    said = cli.load(name="Somewhere partnership")
    here = queries.partnership()
    assert (here.name, here.invented) == ("Somewhere partnership", False)
    assert all(one.statutory and "invented" not in one.name for one in queries.organisations())
    assert "wait for a check" in said


def test_loading_again_keeps_what_is_there_and_brings_the_holidays(bare):
    cli.load(name="Somewhere partnership")
    db.session.execute(delete(LocalHoliday))
    db.session.commit()
    assert "stays as it is" in cli.load(name="Somewhere else")
    assert queries.partnership().name == "Somewhere partnership"
    assert queries.holidays()
