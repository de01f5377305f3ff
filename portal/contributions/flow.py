"""The pages that every sending ends with: who may know, who may use it, look it over, send; and keeping it for later.

A slice asks its own questions and leads here; what it brings along is a `Sending`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.audit import operations as audit
from portal.contributions import assisting, codes, drafts, queries, young
from portal.contributions.drafts import Draft
from portal.contributions.forms import IdentityForm, OwnSharingForm, SharingForm, WhoseForm
from portal.contributions.identities import LIMIT, WAYS, told_by_letter, ways
from portal.contributions.models import Identity, Matter
from portal.contributions.operations import Incoming
from portal.contributions.sharing import ASKED, CHOICES
from portal.contributions.visits import PendingCode
from portal.core import db
from portal.core.forms import text
from portal.core.i18n import language

#: What came in a packet carries its own proof and needs no token.
_PROVEN = {"csrf": False}


class Page(StrEnum):
    """The pages of a sending. `words` is the last one before “who”, `resume` where a draft is taken up again."""

    START = "start"
    FIRST = "first"
    WORDS = "words"
    IDENTITY = "identity"
    SHARING = "sharing"
    CHECK = "check"
    KEEP = "keep"
    WHOSE = "whose"
    RESUME = "resume"


@dataclass(frozen=True)
class Line:
    """What a page's script needs where signal may be lost: the `step` its answer belongs to, the address after it, the
    one before it, where packets and the phone's own page are, and the key to seal to. A page that a phone keeps stands
    under another address than it was asked for: `here`."""

    step: str
    on: str
    back: str
    packets: str
    waits: str
    key: str
    here: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the look-over page; many that were `skipped` are folded away together."""

    label: str
    value: str
    href: str
    skipped: bool = False


class Sending(Protocol):
    """What a slice says about what is being sent."""

    @property
    def about(self) -> str:
        """The name its draft goes by."""
        ...

    @property
    def matter(self) -> Matter:
        """What it is said as."""
        ...

    @property
    def closes_at(self) -> datetime | None:
        """After this it cannot be sent any more."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether it can be begun now."""
        ...

    @property
    def identities(self) -> Collection[Identity]:
        """The ways to be known that are offered."""
        ...

    def address(self, page: Page, *, check: bool = False) -> str:
        """Where a page is; with `check` it leads back to the look-over page."""
        ...

    def rows(self, draft: Draft) -> list[Row]:
        """What was said, line by line, without who may know and who may use it."""
        ...

    def missing(self, draft: Draft) -> Row | None:
        """An answer without which it cannot be sent: what is asked, why it is needed, and where."""
        ...

    def says_something(self, draft: Draft) -> bool:
        """Whether there is anything to send."""
        ...

    def has_words(self, draft: Draft) -> bool:
        """Whether something was written that could show who wrote it."""
        ...

    def send(self, draft: Draft, incoming: Incoming) -> None:
        """Store it once, with everything the slice adds to it."""
        ...

    def keeps_time(self, draft: Draft) -> bool:
        """Whether sending it keeps the day and the time, because a date hangs on it."""
        ...

    def line(self, draft: Draft | None, page: Page) -> Line | None:
        """How its page goes on without signal; None where nobody chose that."""
        ...


def identity(sending: Sending) -> ResponseReturnValue:
    """Three ways to be known, none of them chosen for anybody."""
    visit = young.current()
    draft, unsure = visit.drafts.get(sending.about), visit.unsure(sending.about)
    if unsure and request.method == "GET":
        return redirect(sending.address(Page.START), 303)
    if draft is None and not unsure:
        return gone(sending)
    shown = draft or Draft()
    form = IdentityForm(who=shown.identity or None, name=shown.name, reach=shown.reach)
    known = ways(shown)
    form.offer(sending.identities, known)
    if request.method == "POST" and form.validate():
        draft = _decide(sending, "identity")
        drafts.settle(draft, Page.IDENTITY)
        drafts.be_known(draft, form.identity, name=text(form.name), reach=text(form.reach), chosen=bool(form.who.data))
        return saved(sending, back=Page.WORDS, on=Page.SHARING)
    return _identity_page(sending, shown, form, line=sending.line(draft, Page.IDENTITY))


def sharing(sending: Sending) -> ResponseReturnValue:
    """A yes or nothing for each purpose; leaving all empty is an answer too."""
    visit = young.current()
    draft, unsure = visit.drafts.get(sending.about), visit.unsure(sending.about)
    if unsure and request.method == "GET":
        return redirect(sending.address(Page.START), 303)
    if draft is None and not unsure:
        return gone(sending)
    helper = assisting.helper_of(draft)
    kind = OwnSharingForm if helper else SharingForm
    form = kind(purposes=draft.sharing if draft else [], own=bool(helper) and not assisting.is_unconfirmed(draft))
    form.offer(known=any(drafts.is_known(one) for one in visit.begun(sending.about)), matter=sending.matter)
    if request.method == "POST" and form.validate():
        draft = _decide(sending, "sharing")
        drafts.settle(draft, Page.SHARING)
        draft.sharing = form.chosen()
        if helper:
            assisting.confirm(draft, own=True)
        return saved(sending, back=Page.IDENTITY, on=Page.CHECK)
    return _sharing_page(form, line=sending.line(draft, Page.SHARING), helper=helper)


def blank(sending: Sending, page: Page, line: Line) -> str:
    """A page as somebody sees it who said nothing yet, for a phone that may lose signal."""
    if page is Page.SHARING:
        shares = SharingForm(formdata=None)
        shares.offer(known=True, matter=sending.matter)
        return _sharing_page(shares, line=line)
    if page is Page.IDENTITY:
        who = IdentityForm(formdata=None)
        who.offer(sending.identities, WAYS)
        return _identity_page(sending, Draft(), who, line=line)
    return render_template("contributions/check_unseen.html", line=line, limit=LIMIT)


def put_in(sending: Sending, draft: Draft, page: Page, typed: MultiDict[str, str], turn: int) -> bool:
    """Put what a packet says into one of the two choices; False where it is not what that page can send.

    Each page sets what is its own alone, so that the order in which packets come changes nothing.
    """
    if page is Page.IDENTITY:
        who = IdentityForm(formdata=typed, meta=_PROVEN)
        who.offer(sending.identities, ways(draft))
        if not who.validate():
            return False
        if drafts.take_turn(draft, page, turn):
            known = who.identity is not Identity.NOBODY
            draft.identity = who.identity.value if who.who.data else ""
            draft.name, draft.reach = (text(who.name), text(who.reach)) if known else ("", "")
    else:
        shares = SharingForm(formdata=typed, meta=_PROVEN)
        shares.offer(known=True, matter=sending.matter)
        if not shares.validate():
            return False
        if drafts.take_turn(draft, page, turn):
            draft.sharing = shares.chosen()
    draft.decided = sorted({*draft.decided, str(page)})
    return True


def deliver(sending: Sending, draft: Draft) -> None:
    """Store what was said, once however often it comes; the view commits."""
    incoming = Incoming(
        key=draft.key,
        matter=sending.matter,
        locale=language().lang,
        identity=drafts.identity_of(draft),
        name=draft.name,
        reach=draft.reach,
        sharing=drafts.purposes(draft, sending.matter),
        assisted=assisting.assisted(draft),
    )
    sending.send(draft, incoming)


def check(sending: Sending) -> ResponseReturnValue:
    """Everything once more, each with its way to change it; then send: once, however often it is tapped."""
    visit = young.current()
    draft = visit.drafts.get(sending.about)
    if visit.unsure(sending.about):
        return redirect(sending.address(Page.START), 303)
    if draft is None:
        return redirect(url_for("contributions.receipt"), 303) if visit.pending else gone(sending)
    has_something = sending.says_something(draft)
    missing = sending.missing(draft) or _unconfirmed(sending, draft)
    if request.method == "POST" and has_something and not missing:
        return _send(sending, draft)
    return render_template(
        "contributions/check.html",
        rows=[*sending.rows(draft), *_choices(sending, draft)],
        has_something=has_something,
        missing=missing,
        known=drafts.is_known(draft),
        line=sending.line(draft, Page.CHECK),
        writes=sending.has_words(draft),
        keeps_time=sending.keeps_time(draft),
        reply_due=queries.next_reply_due(),
        limit=LIMIT,
        keep=sending.address(Page.KEEP),
        **_letter(sending, draft),
    )


def keep(sending: Sending) -> ResponseReturnValue:
    """What keeping it means on a phone that others use; then the draft code, the same for every tap."""
    visit = young.current()
    draft = visit.drafts.get(sending.about)
    if visit.unsure(sending.about):
        return redirect(sending.address(Page.START), 303)
    if draft is None:
        return gone(sending)
    if request.method == "GET":
        on = sending.address(Page.RESUME)
        return render_template("contributions/keep.html", on=on, until=sending.closes_at)
    code = codes.draft_code_for(draft.key)
    if draft.code_hash is None:
        audit.count_young_act("draft.kept")
    draft.used, draft.place, draft.code_hash = True, sending.address(Page.START), codes.draft_code_hash(code)
    young.save()
    db.session.commit()
    return render_template(
        "contributions/kept.html",
        words=code.split(),
        whose=sending.address(Page.WHOSE),
        which=drafts.short_name([draft]),
        until=sending.closes_at,
    )


def whose(sending: Sending) -> ResponseReturnValue:
    """They are mine, they are not mine, or: they are mine, but not on this phone any more."""
    visit, form = young.current(), WhoseForm()
    on = sending.address(Page.START)
    known = drafts.short_name(visit.begun(sending.about))
    if known and form.which.data == known and form.validate():
        if form.whose.data == "mine":
            visit.carry_on(sending.about)
            on = sending.address(Page.RESUME)
        elif form.whose.data in ("new", "later"):
            visit.put_away(sending.about)
            on = sending.address(Page.FIRST) if form.whose.data == "new" else url_for("arrive.home")
        young.save()
        db.session.commit()
    return redirect(on, 303)


def saved(sending: Sending, *, back: Page, on: Page) -> ResponseReturnValue:
    """Store the draft and lead where the pressed button says; what came from the look-over returns there."""
    return saved_to(sending, back=sending.address(back), on=sending.address(on))


def saved_to(sending: Sending, *, back: str, on: str) -> ResponseReturnValue:
    """The same, for pages of the slice's own."""
    young.save()
    db.session.commit()
    go = request.form.get("go")
    if go == "keep":
        return redirect(sending.address(Page.KEEP), 303)
    if "check" in request.args:
        return redirect(sending.address(Page.CHECK), 303)
    return redirect(back if go == "back" else on, 303)


def gone(sending: Sending) -> ResponseReturnValue:
    """There is nothing here to go on with; why that may be."""
    return render_template("contributions/gone.html", start=sending.address(Page.START), is_open=sending.is_open)


def _identity_page(sending: Sending, draft: Draft, form: IdentityForm, *, line: Line | None) -> str:
    return render_template(
        "contributions/identity.html",
        form=form,
        meanings={mode.value: way.meaning for mode, way in ways(draft).items()},
        limit=LIMIT,
        notice=draft.notice,
        line=line,
        **_letter(sending, draft),
    )


def _sharing_page(form: SharingForm, *, line: Line | None, helper: str = "") -> str:
    readers = {choice.purpose.value: choice.who_reads for choice in CHOICES}
    return render_template("contributions/sharing.html", form=form, readers=readers, line=line, helper=helper)


def _decide(sending: Sending, page: str) -> Draft:
    draft = young.current().begin(sending.about)
    draft.notice = ""
    draft.decided = sorted({*draft.decided, page})
    return draft


def _send(sending: Sending, draft: Draft) -> ResponseReturnValue:
    deliver(sending, draft)
    visit = young.current()
    visit.show_code(PendingCode(draft.key, sending.matter.value))
    del visit.drafts[sending.about]
    young.save()
    db.session.commit()
    return redirect(url_for("contributions.receipt"), 303)


def _letter(sending: Sending, draft: Draft) -> dict[str, object]:
    """What pages say where a letter told us something; `wrong` is where somebody says that it is not so."""
    if not draft.invited:
        return {"invited": False}
    return {"invited": True, "told": told_by_letter(draft), "wrong": url_for("invitations.wrong", slug=sending.about)}


def _unconfirmed(sending: Sending, draft: Draft) -> Row | None:
    """Where an adult helps, the young person still has to say that the sharing choices are theirs."""
    if not assisting.is_unconfirmed(draft):
        return None
    why = _("Only the young person can choose this. Hand them the phone.")
    return Row(str(ASKED), why, sending.address(Page.SHARING, check=True))


def _choices(sending: Sending, draft: Draft) -> list[Row]:
    """Who may know and who may use it, as lines of the look-over page."""
    who = str(ways(draft)[drafts.identity_of(draft)].label)
    said = drafts.purposes(draft, sending.matter)
    shared = [str(choice.label) for choice in CHOICES if choice.purpose in said]
    known = "\n".join(filter(None, (who, draft.name, draft.reach)))
    return [
        Row(_("Who can know it was you?"), known, sending.address(Page.IDENTITY, check=True)),
        Row(str(ASKED), "\n".join(shared) or _("Nobody else"), sending.address(Page.SHARING, check=True)),
    ]
