"""Tables a committee can read: the first rows of a list, and where a reader finds the rest."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.documents.document import Column, Part, Row, Table

#: How many rows of a list stand in a report; a list of three years is longer than anybody reads.
MOST_ROWS = 40


def listed(
    key: str, caption: str, columns: Sequence[Column], rows: Sequence[Row], *, in_evidence: bool = False
) -> list[Part]:
    """A table a committee can read: its first rows, and a note on the rest; nothing where there are no rows.

    `in_evidence` says that each row is a piece of its chapter's evidence, so that a reader finds the rest there.
    """
    if not rows:
        return []
    counts = {"most": MOST_ROWS, "all": len(rows)}
    if len(rows) <= MOST_ROWS:
        note = ""
    elif in_evidence:
        note = str(_("The first %(most)s of %(all)s stand here; all of them are in the evidence.", **counts))
    else:
        note = str(_("The first %(most)s of %(all)s stand here.", **counts))
    return [Table(key, caption, columns, rows[:MOST_ROWS], note=note)]
