"""What scopes and states of tokens are called on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.open_data.models import Scope
from portal.open_data.rules import Standing

SCOPES = {
    Scope.FIGURES_PUBLIC: _l("Figures of signed releases, as the public may know them"),
    Scope.FIGURES_PARTNERS: _l("Figures of signed releases, as partners may know them"),
    Scope.ACTIONS: _l("Actions: who does what by when"),
    Scope.COMMITMENTS: _l("Promises, and how they are measured"),
    Scope.STORIES: _l("Published stories: you said, we did"),
    Scope.REPLY_TIMES: _l("How long organisations take to answer"),
}
STANDINGS = {
    Standing.WORKS: (_l("Works"), "agreed"),
    Standing.REVOKED: (_l("Revoked"), "stopped"),
    Standing.EXPIRED: (_l("Ended"), "stopped"),
    Standing.LEFT: (_l("Does not work: whoever made it left, or has another role"), "stuck"),
}
