"""Board packs: one frozen snapshot, two editions. Quotes stay with their owner: they are asked for each time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import operations as audit
from portal.board import queries as board
from portal.board.labels import STATES as ACTION_STATES
from portal.board.models import ActionState, Ask, Wording
from portal.core import clock, db
from portal.core.access import Role
from portal.core.errors import RuleError, Unreadable
from portal.core.i18n import day, moment
from portal.documents.document import Bullets, Column, Document, Heading, Kind, Note, Paragraph, Part, Table
from portal.meetings import queries, rules
from portal.meetings.labels import CHOSEN, EDITIONS, KINDS, SOURCES
from portal.meetings.models import AgendaItem, BoardPack, Decision, ItemSource, Meeting, MeetingType
from portal.meetings.rules import Chosen

Facts = dict[str, Any]
_THEIRS = frozenset({Chosen.YOUNG, Chosen.DIFFERENT})


@dataclass(frozen=True)
class Snapshot:
    """What was frozen, checked against its digest."""

    meeting: Facts
    items: list[Facts]
    last_time: list[Facts]


def freeze(meeting: Meeting, *, by: Account) -> BoardPack:
    """A new pack of this meeting as it stands now; older ones stay. Where nothing has changed, the newest one."""
    if meeting.state not in rules.COUNTED:
        raise RuleError("A pack is made once the agenda is set.")
    if queries.needs_explaining(meeting):
        raise RuleError("Say first why the order is not the one young people chose.")
    text = json.dumps(_snapshot(meeting), sort_keys=True, ensure_ascii=False)
    mine = select(BoardPack).where(BoardPack.meeting_id == meeting.id).order_by(BoardPack.number.desc())
    newest, digest = db.session.scalar(mine.limit(1)), rules.digest_of([text])
    if newest is not None and newest.digest == digest:
        return newest
    pack = BoardPack(
        meeting_id=meeting.id,
        number=newest.number + 1 if newest else 1,
        snapshot=text,
        digest=digest,
        frozen_at=clock.now(),
        frozen_by_id=by.id,
    )
    db.session.add(pack)
    db.session.flush()
    audit.record("pack.frozen", by=by.id, subject=("board_pack", pack.id), facts={"digest": pack.digest})
    return pack


def note_download(pack: BoardPack, *, edition: str, form: str, by: Account, role: Role | None) -> None:
    """A pack was taken away as a file."""
    audit.record(
        "pack.downloaded",
        by=by.id,
        role=role.value if role else None,
        subject=("board_pack", pack.id),
        facts={"edition": edition, "form": form},
    )


def opened(pack: BoardPack) -> Snapshot:
    """What was frozen; Unreadable if somebody changed it past the application."""
    if rules.digest_of([pack.snapshot]) != pack.digest:
        raise Unreadable("This pack is not the one that was frozen.")
    return Snapshot(**json.loads(pack.snapshot))


def document(pack: BoardPack, edition: str, *, hidden: Collection[UUID], footer: str = "") -> Document:
    """One edition for one reader; `hidden` are items with a conflict of interest of theirs."""
    found = opened(pack)
    kept = {str(one) for one in hidden}
    words = _live_words(found.items)
    parts = _young(found, kept, words) if edition == "young" else _officers(found, kept, words)
    return Document(
        title=str(KINDS[MeetingType(found.meeting["kind"])]),
        subtitle=f"{moment(datetime.fromisoformat(found.meeting['starts_at']))} · {EDITIONS[edition]}",
        language=str(get_locale() or "en_GB").replace("_", "-"),
        dated=clock.day_of(pack.frozen_at),
        parts=list(parts),
        footer=footer,
    )


def live_words(pack: BoardPack) -> tuple[str, ...]:
    """Young people's own words in a pack, as their owners allow at this moment."""
    found = _live_words(opened(pack).items)
    return tuple(found[key] for key in sorted(found))


def hidden_in(pack: BoardPack, account: Account, role: Role | None) -> frozenset[UUID]:
    """The items of a pack that this person may not read: of those that were frozen, whatever took place since."""
    found = opened(pack)
    ids = {one["id"] for one in found.items} | {one["item_id"] for one in found.last_time if one.get("item_id")}
    items = select(AgendaItem).where(AgendaItem.id.in_([UUID(one) for one in ids])).order_by(AgendaItem.id)
    return queries.hidden_from(db.session.scalars(items).unique().all(), account, role)


def _snapshot(meeting: Meeting) -> Facts:
    items = queries.items_of(meeting)
    named = queries.texts(items)
    last = queries.last_board_before(meeting)
    before = queries.decisions_of([last.id]) if last is not None else ()
    return {
        "meeting": {
            "kind": meeting.kind.value,
            "starts_at": meeting.starts_at.isoformat(),
            "ends_at": meeting.ends_at.isoformat(),
            "place": meeting.place,
            "how_to_join": meeting.how_to_join,
            "difference": meeting.difference,
            "chosen": queries.chosen_by(meeting).value,
        },
        "items": [_item(one, named[one.id], with_dots=queries.dots_shown(meeting)) for one in items],
        "last_time": [_decision(one) for one in before],
    }


def _item(item: AgendaItem, text: queries.ItemText, *, with_dots: bool) -> Facts:
    """A quote is never copied: its owner may take it back, and the pack then shows that they did."""
    row = item.action or item.ask or (item.review.decision if item.review else None)
    return {
        "id": str(item.id),
        "source": item.source.value,
        "ask_id": str(item.ask_id) if text.kind is Wording.QUOTE else None,
        "text": None if text.kind is Wording.QUOTE else text.text,
        "label": text.label,
        "reason": item.reason,
        "organisation": row.organisation.short_name if row else None,
        "post": row.post.title if row else None,
        "due_on": item.action.due_on.isoformat() if item.action else None,
        "state": item.action.state.value if item.action else None,
        "dots": item.dots if with_dots else None,
        "officers_place": item.officers_place,
        "minutes": item.minutes,
        "decisions": [_decision(one) for one in item.decisions],
    }


def _decision(one: Decision) -> Facts:
    return {
        "what": one.what,
        "why": one.why,
        "organisation": one.organisation.short_name,
        "post": one.post.title,
        "review_on": one.review_on.isoformat(),
        "item_id": str(one.item_id),
    }


def _live_words(items: Sequence[Facts]) -> dict[str, str]:
    ids = [UUID(one["ask_id"]) for one in items if one["ask_id"]]
    asks = db.session.scalars(select(Ask).where(Ask.id.in_(ids)).order_by(Ask.id)).all() if ids else ()
    return {str(ask_id): found.text for ask_id, found in board.ask_texts(asks).items()}


def _text(item: Facts, words: dict[str, str]) -> str:
    if item["ask_id"]:
        return words.get(item["ask_id"]) or str(_("These words were taken back."))
    return str(item["text"])


def _young(found: Snapshot, hidden: Collection[str], words: dict[str, str]) -> Iterator[Part]:
    yield Heading(str(_("Where and how")))
    yield Paragraph(found.meeting["place"])
    yield Paragraph(found.meeting["how_to_join"])
    yield Heading(str(_("What we talk about")))
    chosen = _chosen(found)
    yield Paragraph(str(_("Young people chose this order with their dots.") if chosen in _THEIRS else CHOSEN[chosen]))
    if found.meeting["difference"]:
        yield Note(found.meeting["difference"], title=str(_("Why the order is a little different:")))
    for place, item in enumerate(found.items, start=1):
        yield from _young_item(place, item, item["id"] in hidden, words)
    yield from _last_time(found, hidden)
    yield Heading(str(_("Your notes")))
    yield Paragraph(str(_("What do you want to say or ask?")))


def _young_item(place: int, item: Facts, is_hidden: bool, words: dict[str, str]) -> Iterator[Part]:
    if is_hidden:
        yield _hidden(place)
        return
    yield Heading(f"{place}. {_text(item, words)}", level=2)
    if item["reason"]:
        yield Paragraph(str(_("Why it is here: %(reason)s", reason=item["reason"])))
    if item["organisation"]:
        yield Paragraph(str(_("Who has to answer: %(organisation)s", organisation=item["organisation"])))
    if item["dots"]:
        yield Paragraph(ngettext("%(num)s dot from young people", "%(num)s dots from young people", item["dots"]))
    yield from _what_came(item)


def _chosen(found: Snapshot) -> Chosen:
    """Whose the order is; a pack from before it was frozen too says what packs said then."""
    return Chosen(found.meeting.get("chosen", Chosen.YOUNG.value))


def _officers(found: Snapshot, hidden: Collection[str], words: dict[str, str]) -> Iterator[Part]:
    yield Paragraph(f"{found.meeting['place']} · {found.meeting['how_to_join']}")
    chosen = _chosen(found)
    yield Heading(str(_("Agenda, in the order young people set") if chosen in _THEIRS else _("Agenda")))
    if chosen not in _THEIRS:
        yield Paragraph(str(CHOSEN[chosen]))
    if found.meeting["difference"]:
        yield Note(found.meeting["difference"], title=str(_("Why the order is a little different:")))
    head = [_("Place"), _("Item"), _("Who answers"), _("State"), _("Dots"), _("Officers’ place")]
    numbers = {0, 4, 5}
    yield Table(
        key="agenda",
        caption=str(_("Agenda")),
        columns=[Column(str(text), Kind.NUMBER if at in numbers else Kind.TEXT) for at, text in enumerate(head)],
        rows=[_row(at, one, one["id"] in hidden, words) for at, one in enumerate(found.items, start=1)],
    )
    for place, item in enumerate(found.items, start=1):
        if item["id"] in hidden:
            continue
        yield Heading(f"{place}. {_text(item, words)}", level=2)
        source = str(SOURCES[ItemSource(item["source"])])
        yield Paragraph(" ".join(filter(None, [f"{source}.", item["label"], item["reason"]])))
        yield from _what_came(item)
    yield from _last_time(found, hidden)


def _row(place: int, item: Facts, is_hidden: bool, words: dict[str, str]) -> list[str | int]:
    if is_hidden:
        return [place, str(_("Hidden: a conflict of interest")), "–", "–", "–", "–"]
    state = str(ACTION_STATES[ActionState(item["state"])]) if item["state"] else "–"
    if item["due_on"]:
        state = str(_("%(state)s, due %(day)s", state=state, day=day(date.fromisoformat(item["due_on"]))))
    who = f"{item['organisation']}, {item['post']}" if item["organisation"] else "–"
    theirs = item["officers_place"] if item["officers_place"] is not None else "–"
    return [place, _text(item, words), who, state, "–" if item["dots"] is None else item["dots"], theirs]


def _hidden(place: int) -> Part:
    text = _("%(place)s. Hidden from you, because you have an interest of your own in it.", place=place)
    return Note(str(text))


def _what_came(item: Facts) -> Iterator[Part]:
    if item["minutes"]:
        yield Paragraph(str(_("What was said: %(minutes)s", minutes=item["minutes"])))
    if item["decisions"]:
        yield Bullets([_decision_text(one) for one in item["decisions"]])


def _last_time(found: Snapshot, hidden: Collection[str]) -> Iterator[Part]:
    yield Heading(str(_("What was promised last time")))
    seen = [one for one in found.last_time if one.get("item_id") not in hidden]
    if seen:
        yield Bullets([_decision_text(one) for one in seen])
    else:
        yield Paragraph(str(_("No decision of an earlier meeting is on record.")))


def _decision_text(one: Facts) -> str:
    return str(
        _(
            "%(what)s Who: %(organisation)s, %(post)s. Why: %(why)s We look at it again on %(day)s.",
            what=one["what"],
            organisation=one["organisation"],
            post=one["post"],
            why=one["why"],
            day=day(date.fromisoformat(one["review_on"])),
        )
    )
