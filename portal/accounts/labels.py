"""What roles are called on screens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.access import Role

ROLE_LABELS = {
    Role.CHAMPION: _l("Young champion"),
    Role.BOARD_MEMBER: _l("Board member"),
    Role.CORPORATE_LEAD: _l("Corporate parent lead"),
    Role.PARTICIPATION_OFFICER: _l("Participation officer"),
    Role.SAFEGUARDING_OFFICER: _l("Safeguarding officer"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.ADVOCATE: _l("Advocate"),
    Role.WORKER: _l("Worker"),
    Role.INSPECTOR: _l("Inspector"),
}
