"""What a code says of a promise: a keyed hash of both, with no time, no thread and no order of arrival."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class Got(StrEnum):
    """Whether a promise reached somebody."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class Experience(Base):
    """The latest answer of one code about one promise."""

    __tablename__ = "experience"

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    got: Mapped[Got]
