"""A plan with its objectives, and areas for improvement with what was said of each over time."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.commitments.models import Duty
from portal.core.db import Base, Identified
from portal.measures.models import Measure
from portal.partnership.models import Organisation


class Plan(Identified, Base):
    """A plan for a time; without an organisation it is everybody's. The Act fixes no length, three years are usual."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="lasts"),)

    title: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    begun_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_on: Mapped[date | None]
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    objectives: Mapped[list[Objective]] = relationship(order_by="Objective.position, Objective.id")
    areas: Mapped[list[ImprovementArea]] = relationship(order_by="ImprovementArea.position, ImprovementArea.id")


class Objective(Identified, Base):
    """What the plan wants to reach, in plain words."""

    __tablename__ = "objective"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    why: Mapped[str]
    duty: Mapped[Duty | None]
    plan: Mapped[Plan] = relationship(back_populates="objectives", overlaps="objectives")
    measures: Mapped[list[Measure]] = relationship(secondary="objective_measure", order_by="Measure.name")


class ObjectiveAction(Base):
    """An action that serves an objective."""

    __tablename__ = "objective_action"

    objective_id: Mapped[UUID] = mapped_column(ForeignKey("objective.id", ondelete="CASCADE"), primary_key=True)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), primary_key=True, index=True)


class ObjectiveMeasure(Base):
    """A measure that shows whether an objective is reached."""

    __tablename__ = "objective_measure"

    objective_id: Mapped[UUID] = mapped_column(ForeignKey("objective.id", ondelete="CASCADE"), primary_key=True)
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True, index=True)


class ImprovementArea(Identified, Base):
    """What an inspection or young people said has to get better, and the objective of the same plan that answers it."""

    __tablename__ = "improvement_area"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    source: Mapped[str]
    objective_id: Mapped[UUID | None] = mapped_column(ForeignKey("objective.id", ondelete="SET NULL"), index=True)
    plan: Mapped[Plan] = relationship(back_populates="areas", overlaps="areas")
    objective: Mapped[Objective | None] = relationship()
    statements: Mapped[list[PositionStatement]] = relationship(
        order_by="PositionStatement.at.desc(), PositionStatement.id", lazy="selectin"
    )


class PositionStatement(Identified, Base):
    """Where an area stands, with the evidence for it; the newest counts, the earlier ones stay."""

    __tablename__ = "position_statement"

    area_id: Mapped[UUID] = mapped_column(ForeignKey("improvement_area.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    evidence: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
