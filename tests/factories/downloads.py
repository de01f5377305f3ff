"""Files somebody asked for, in each state."""

from portal.accounts.models import Account
from portal.core import db
from portal.core.access import Role
from portal.documents.formats import Form
from portal.downloads import operations
from portal.downloads.models import Download
from portal.reports.files import ORGANISATION
from tests.factories import people

LEAD = Role.CORPORATE_LEAD


def make_download(account: Account | None = None, *, form: Form = Form.CSV, ready: bool = False) -> Download:
    """The page of a lead's own organisation, waiting to be made or ready to be saved."""
    account = account or people.make_account(LEAD)
    facts = {"organisation": str(account.organisation_id)}
    row = operations.ask(ORGANISATION, facts, form=form, title="What we owe", language="en_GB", by=account, role=LEAD)
    db.session.commit()
    if ready:
        assert operations.claim(row.id) is not None
        operations.keep(row.id, row.attempts, b"a file", name="what we owe", words=())
        db.session.commit()
    return row
