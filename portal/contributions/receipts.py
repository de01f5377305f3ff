"""The page that shows a code: at an address of its own, or in answer to the sending where a phone keeps no cookie."""

from __future__ import annotations

from flask import render_template

from portal.contributions import codes
from portal.contributions.models import Contribution, Matter
from portal.partnership import queries as partnership


def page(key: str, contribution: Contribution, *, kept: bool) -> str:
    """The four words of one sending. `kept`: this phone can show them again; else this page is the only one."""
    urgent = contribution.matter is Matter.NOT_SAFE
    return render_template(
        "contributions/receipt.html",
        words=codes.code_for(key).split(),
        which=name_of(key) if kept else "",
        contribution=contribution,
        urgent=urgent,
        help_lines=partnership.help_lines() if urgent else (),
    )


def name_of(key: str) -> str:
    """A name for a submission that opens nothing and shows in no list."""
    return codes.submission_hash(key)[:16]
