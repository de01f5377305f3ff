"""What an unasked view brings to the pages that every sending ends with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from portal.complaints.models import Wish
from portal.contributions import young
from portal.contributions.drafts import Draft
from portal.contributions.flow import Line, Page, Row
from portal.contributions.models import Identity, Matter
from portal.contributions.operations import Incoming, Passage
from portal.free_views import operations
from portal.free_views.kinds import Kind
from portal.free_views.labels import WISHES

_WISH = "wish"


@dataclass(frozen=True)
class Telling:
    """One kind of unasked view, as a `contributions.flow.Sending`; it is open at all times."""

    kind: Kind
    closes_at: datetime | None = None
    is_open: bool = True

    @property
    def about(self) -> str:
        """A name no consultation can have."""
        return f"tell:{self.kind.slug}"

    @property
    def matter(self) -> Matter:
        """What it is said as."""
        return self.kind.matter

    @property
    def identities(self) -> Collection[Identity]:
        """All three."""
        return tuple(Identity)

    @property
    def draft(self) -> Draft | None:
        """What this phone has at hand."""
        return young.current().drafts.get(self.about)

    @property
    def after_words(self) -> str:
        """A problem may become a complaint; everything else goes on to who may know."""
        if self.matter is Matter.PROBLEM:
            return url_for("free_views.complaint", slug=self.kind.slug)
        return self.address(Page.IDENTITY)

    def address(self, page: Page, *, check: bool = False) -> str:
        """One page holds all the words; a problem has one more before “who”."""
        slug = self.kind.slug
        if page in (Page.START, Page.FIRST, Page.RESUME):
            return url_for("free_views.tell", slug=slug)
        if page is Page.WORDS:
            name = "complaint" if self.matter is Matter.PROBLEM else "tell"
            return url_for(f"free_views.{name}", slug=slug)
        return url_for(f"free_views.{page}", slug=slug, check=1 if check else None)

    def rows(self, draft: Draft) -> list[Row]:
        """Every box with what stands in it, and the complaint."""
        words, change = said(draft), url_for("free_views.tell", slug=self.kind.slug, check=1)
        rows = [Row(str(one.prompt), words.get(one.key) or _("Left out"), change) for one in self.kind.asked]
        if self.matter is Matter.PROBLEM:
            where = url_for("free_views.complaint", slug=self.kind.slug, check=1)
            rows.append(Row(_("Is it a complaint?"), str(WISHES.get(wish_of(draft), _("Not said"))), where))
        return rows

    def missing(self, draft: Draft) -> Row | None:
        """The first box that has to hold something and does not."""
        words = said(draft)
        lacks = (one for one in self.kind.asked if one.needed and not words.get(one.key))
        first = next(lacks, None)
        if first is None:
            return None
        return Row(str(first.prompt), str(first.needed), url_for("free_views.tell", slug=self.kind.slug, check=1))

    def says_something(self, draft: Draft) -> bool:
        """Whether anything was written."""
        return any(said(draft).values())

    def has_words(self, draft: Draft) -> bool:
        """All of it is words."""
        return self.says_something(draft)

    def keeps_time(self, draft: Draft) -> bool:
        """A complaint has dates by which it is answered."""
        return wish_of(draft) is Wish.YES

    def line(self, draft: Draft | None, page: Page) -> Line | None:
        """No page of these is kept on a phone without signal."""
        return None

    def send(self, draft: Draft, incoming: Incoming) -> None:
        """Store it once, what was left out left out."""
        words = said(draft)
        passages = [
            Passage(asked=str(one.prompt), text=words[one.key]) for one in self.kind.asked if words.get(one.key)
        ]
        operations.send(replace(incoming, passages=passages), wish_of(draft))


def said(draft: Draft | None) -> dict[str, str]:
    """What was written so far, by box."""
    return {key: value for key, value in draft.answers.items() if isinstance(value, str)} if draft else {}


def wish_of(draft: Draft | None) -> Wish:
    """Whether it is to be a complaint, as far as was said."""
    wish = draft.bands.get(_WISH) if draft else None
    return Wish(wish) if wish in set(Wish) else Wish.NOT_ASKED


def keep_wish(draft: Draft, wish: Wish) -> None:
    """Keep what they chose."""
    draft.bands[_WISH] = wish.value
