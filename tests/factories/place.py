"""A small partnership."""

from datetime import date

from sqlalchemy import select

from portal.core import db
from portal.partnership.models import HelpLine, Locality, Organisation, Partnership, Post, Team


def make_partnership() -> Partnership:
    """A partnership with a council and a health board, posts, teams, two localities and two help lines."""
    partnership = Partnership(
        name="Test partnership",
        area="Testshire",
        voice_name="Listen2Us",
        board_name="Champions Board",
        reading_hours="Monday to Friday, 9 to 5",
        reply_working_days=10,
        invented=True,
    )
    db.session.add(partnership)
    for position, (name, short) in enumerate((("Testshire Council", "Council"), ("NHS Testshire", "NHS")), start=1):
        organisation = Organisation(
            name=name,
            short_name=short,
            statutory=True,
            schedule4="a local authority",
            local=True,
            position=position,
        )
        db.session.add(organisation)
        db.session.flush()
        db.session.add(Post(organisation_id=organisation.id, title=f"Head of {short}"))
        db.session.add(Team(organisation_id=organisation.id, name=f"{short} team"))
    for position, name in enumerate(("Northside", "Southside"), start=1):
        db.session.add(Locality(name=name, position=position))
    for position, (name, phone) in enumerate((("Police, fire, ambulance", "999"), ("Childline", "0800 1111"))):
        db.session.add(
            HelpLine(
                name=name,
                phone=phone,
                when_open="Any time",
                always_open=True,
                source="test",
                checked_on=date(2026, 1, 5),
                checked_by="Tester",
                verified=True,
                position=position,
            )
        )
    db.session.flush()
    return partnership


def organisation(short_name: str = "Council") -> Organisation:
    """One of the two partners."""
    return db.session.scalars(select(Organisation).where(Organisation.short_name == short_name)).one()


def champions_group() -> Organisation:
    """The young people's own group, which owes nobody an answer."""
    found = db.session.scalar(select(Organisation).where(Organisation.short_name == "Own group"))
    if found is None:
        found = Organisation(
            name="Champions’ own group",
            short_name="Own group",
            statutory=False,
            schedule4=None,
            local=False,
            position=9,
        )
        db.session.add(found)
        db.session.flush()
    return found


def post(short_name: str = "Council") -> Post:
    """The post that answers for a partner."""
    return db.session.scalars(select(Post).where(Post.organisation_id == organisation(short_name).id)).one()


def team(short_name: str = "Council") -> Team:
    """A partner's team."""
    return db.session.scalars(select(Team).where(Team.organisation_id == organisation(short_name).id)).one()
