"""The memory of the board: a page for whoever is new, and for whoever wants to know what was asked before."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.login import me, my_role
from portal.audit import operations as audit
from portal.core import clock, db
from portal.core.access import Permission, needs
from portal.core.downloads import handed_over
from portal.core.guard import may
from portal.memory import files, queries
from portal.memory.forms import MemoryForm

bp = Blueprint("memory_staff", __name__, url_prefix="/work/board/memory")


@bp.get("")
@needs(Permission.BOARD_READ)
def index() -> ResponseReturnValue:
    """Every ask by theme, across years: the answer, what became of it, and what meetings decided."""
    form, found = _asked_for()
    ledger = queries.ledger(found, form.wanted, me(), my_role(), limit=queries.ON_ONE_PAGE)
    return render_template("memory/staff_index.html", form=form, ledger=ledger)


@bp.post("/file/<any(csv, xlsx):kind>")
@needs(Permission.BOARD_READ)
def file(kind: str) -> ResponseReturnValue:
    """What is on the screen, whole, as a file; taking it away is noted."""
    form, found = _asked_for()
    sections = queries.ledger(found, form.wanted, me(), my_role()).sections
    rows = sum(one.asks for one in sections)
    audit.record("memory.downloaded", by=me().id, facts={"form": kind, "rows": rows})
    db.session.commit()
    content = files.render(
        sections, kind, taken_by=me(), role=my_role(), with_figures=may(Permission.SUMMARIES_DOWNLOAD)
    )
    return handed_over(content, f"memory {clock.today().isoformat()}", kind)


def _asked_for() -> tuple[MemoryForm, queries.Index]:
    """What the address names, among what there is."""
    form, found = MemoryForm(request.args), queries.index()
    form.offer(found)
    return form, found
