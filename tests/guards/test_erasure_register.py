"""Whatever points at a young person's thread, words or name has to say what happens to it when the thread goes."""

import importlib
from pathlib import Path

import pytest

from portal.core.db import Base
from portal.lifeline.register import ERASED, ERASED_BY, KEPT_BECAUSE

for path in sorted(Path("portal").glob("*/models.py")):
    importlib.import_module(f"portal.{path.parent.name}.models")

YOUNG = {"contribution", "words", "person"}
POINTING = {
    table.name: {key.column.table.name for key in table.foreign_keys} & YOUNG
    for table in Base.metadata.tables.values()
    if any(key.column.table.name in YOUNG for key in table.foreign_keys)
}


@pytest.mark.parametrize("table", sorted(POINTING))
def test_every_table_that_points_at_a_thread_is_on_the_register_once(table):
    places = [table in {model.__tablename__ for model in ERASED}, table in ERASED_BY, table in KEPT_BECAUSE]
    assert sum(places) == 1, f"{table}: put it in portal/lifeline/register.py, with the reason if it stays"


def test_the_register_names_nothing_that_is_not_there():
    assert {model.__tablename__ for model in ERASED} | set(ERASED_BY) | set(KEPT_BECAUSE) == set(POINTING)


def test_what_is_erased_hangs_on_the_thread_itself():
    assert [model for model in ERASED if "contribution_id" not in model.__table__.c] == []
