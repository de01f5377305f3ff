"""A thread as one reader may see it: words through the board, numbers from signed releases, nothing counted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.board import queries as board
from portal.board.marks import Mark, marks_of_action
from portal.board.models import ActionState, Ask, Wording
from portal.board.stories import ActionLine, AskStory
from portal.core import clock, db
from portal.core.i18n import day
from portal.disclosure.figures import Figure, Showing
from portal.disclosure.thresholds import Audience
from portal.evidence import queries as evidence
from portal.evidence import reading
from portal.evidence.queries import ThemeFigure
from portal.feedback import queries as feedback
from portal.feedback.labels import THEY_SAY, ending
from portal.feedback.queries import Story
from portal.provenance.rules import Hop, Line, Stop
from portal.themes import queries as themes
from portal.themes.labels import act_text
from portal.themes.models import Theme

#: As many asks of one theme as a page and a file show, the newest.
MOST_ASKS = 100
#: As many waves, and as many changes of the codebook.
MOST_WAVES, MOST_CHANGES = 8, 8


@dataclass(frozen=True)
class Reader:
    """Who a thread is for: which figures they may know, and whether names of people at work stand in it."""

    audience: Audience
    named: bool = True


@dataclass(frozen=True)
class Thread:
    """A theme, or one story, with its stops in the order in which things happened; `asks` there are in all."""

    stops: tuple[Stop, ...]
    asks: int

    @property
    def cut(self) -> bool:
        """Whether there are more asks than are shown."""
        return self.asks > MOST_ASKS

    @property
    def quotes(self) -> tuple[str, ...]:
        """Young people's own words in it: these are theirs to take back."""
        lines = (line.words for stop in self.stops for line in stop.lines if line.words)
        return tuple(words.text for words in lines if words.kind is Wording.QUOTE)


@dataclass(frozen=True)
class Listed:
    """A theme in the list of threads, with its newest signed figure and how many asks came of it."""

    theme: Theme
    released: ThemeFigure | None
    asks: int


def listed(audience: Audience) -> list[Listed]:
    """Every theme in use, by name."""
    found = themes.open_themes()
    released = evidence.theme_figures([one.id for one in found], audience)
    counted = select(Ask.theme_id, func.count()).where(board.shown(), Ask.theme_id.is_not(None)).group_by(Ask.theme_id)
    asks = dict(db.session.execute(counted.order_by(Ask.theme_id)).all())
    return [Listed(one, released.get(one.id), asks.get(one.id, 0)) for one in found]


def thread_of_theme(theme: Theme, reader: Reader) -> Thread:
    """Everything that came of a theme."""
    about = (Ask.theme_id == theme.id) & board.shown()
    total = db.session.scalar(select(func.count()).select_from(Ask).where(about)) or 0
    newest = select(Ask).where(about).order_by(Ask.created_at.desc(), Ask.id).limit(MOST_ASKS)
    stories = board.stories(db.session.scalars(newest).all())
    return Thread((_views(theme, reader), _theme(theme), *_after(stories, reader)), total)


def thread_of_story(story: Story, reader: Reader) -> Thread:
    """What one published story came from, the story last. To the public a theme is known by signed figures alone."""
    theme = themes.get_theme(story.ask.theme_id) if story.ask.theme_id else None
    views = _views(theme, reader) if theme else Stop(Hop.VIEWS)
    after = {stop.hop: stop for stop in _after((story.ask,), reader)}
    known = _theme(theme) if theme and reader.named else _public_theme(theme)
    own = Stop(Hop.STORIES, (_told(story),))
    return Thread((views, known, after[Hop.ASKS], after[Hop.ANSWERS], after[Hop.ACTIONS], own), 1)


def _views(theme: Theme, reader: Reader) -> Stop:
    """One line for each wave that counted the theme, the newest first."""
    found = evidence.theme_history(theme.id, reader.audience, most=MOST_WAVES)
    lines = tuple(_wave(one, reader) for one in found)
    return Stop(Hop.VIEWS, lines, hidden=bool(found) and found[0].figure.hidden)


def _wave(one: ThemeFigure, reader: Reader) -> Line:
    """What one wave counted, on the days on which it could be answered; when that was signed is said beside it."""
    release = one.release
    number = reading.count_text(one.figure)
    on = day(clock.day_of(release.signed_at)) if release.signed_at else ""
    signed = _("Signed by two people, %(day)s.", day=on)
    if reader.named and release.signed_by:
        both = {"first": release.frozen_by.name, "second": release.signed_by.name, "day": on}
        signed = _("Counted by %(first)s, signed by %(second)s, %(day)s.", **both)
    text = _people(one.figure) if not one.figure.hidden else _("Hidden to protect people: %(figure)s", figure=number)
    wave = release.consultation
    first, last = (clock.day_of(at) for at in (wave.opens_at, wave.closes_at)) if wave else (None, None)
    return Line(text, release.title, last, first, because=signed, release_id=release.id)


def _people(figure: Figure) -> str:
    """`40 people (50%)`: a shown number is never so small that it would be one."""
    number, share = reading.count_text(figure), reading.share_text(figure)
    if share:
        return str(_("%(number)s people (%(share)s)", number=number, share=share))
    return str(_("%(number)s people", number=number))


def _theme(theme: Theme) -> Stop:
    """What the codebook says of it now, and what was done to it since."""
    changes = themes.changes_of(theme.id)
    version = _("Wording %(number)s in the codebook: %(name)s", number=len(changes) + 1, name=theme.name)
    began = Line(theme.young_word, version, clock.day_of(theme.created_at))
    done = (Line(act_text(one), "", clock.day_of(one.at)) for one in changes[:MOST_CHANGES])
    return Stop(Hop.THEME, (began, *done))


def _public_theme(theme: Theme | None) -> Stop:
    """The same for anybody: as the newest signed release words it, and only where that release counts it openly."""
    found = evidence.theme_history(theme.id, Audience.PUBLIC, most=1) if theme else ()
    if not found or found[0].figure.showing is Showing.WITHHELD:
        return Stop(Hop.THEME)
    return Stop(Hop.THEME, (Line(found[0].young_word, found[0].name),))


def _after(stories: Sequence[AskStory], reader: Reader) -> tuple[Stop, ...]:
    """What was asked, and everything behind it; what answers several asks together stands there once."""
    wholes = board.whole_ids([one.id for one in stories])
    first = {wholes[one.id]: one for one in reversed(stories)}
    actions = {line.id: line for one in stories for line in one.actions}.values()
    return (
        Stop(Hop.ASKS, tuple(_asked(one) for one in stories)),
        Stop(Hop.ANSWERS, tuple(_answered(one) for one in reversed(first.values()) if one.answer)),
        Stop(Hop.ACTIONS, tuple(_action(one, reader) for one in actions)),
        _told_about(stories),
        _verdicts(stories, reader),
        Stop(Hop.CHANGED, tuple(_changed(one) for one in actions if one.state is ActionState.AGREED)),
    )


def _asked(story: AskStory) -> Line:
    return Line(by=story.text.label, on=story.asked_on, words=story.text, ask_id=story.id)


def _answered(story: AskStory) -> Line:
    why = " ".join(part for part in (story.because, f"({story.reason_label})" if story.reason_label else "") if part)
    return Line(story.answer_label or "", story.post, story.answered_on, because=why, words=story.text, ask_id=story.id)


def _action(line: ActionLine, reader: Reader) -> Line:
    """What is most pressing is its mark, and is late before anything else; how far it is stands beside who does it."""
    marks = marks_of_action(line, clock.today())
    if not reader.named and line.state is ActionState.CLAIMED:
        marks = tuple(_plainly(one, line) for one in marks)
    on = line.settled_on or line.claimed_on
    who = {"post": line.post, "organisation": line.organisation, "day": day(line.due_on)}
    due = _("By %(post)s, %(organisation)s, until %(day)s", **who)
    if len(marks) > 1:
        due = f"{due}. {line.state_label}"
    return Line(line.title, due, on, because=line.claim or "", mark=marks[0], action_id=line.id)


def _plainly(mark: Mark, line: ActionLine) -> Mark:
    """Who says that it is done, for readers to whom a claim is no word of theirs."""
    return Mark(str(THEY_SAY), mark.kind) if mark.kind == line.state_kind else mark


def _changed(line: ActionLine) -> Line:
    agreed = Mark(line.state_label, line.state_kind)
    return Line(line.claim or line.title, line.organisation, line.settled_on, mark=agreed, action_id=line.id)


def _told_about(stories: Sequence[AskStory]) -> Stop:
    told = feedback.told_about([one.id for one in stories])
    return Stop(Hop.STORIES, tuple(_told(story) for one in stories for story in told.get(one.id, ())))


def _told(story: Story) -> Line:
    label, kind = ending(story.told, [line.state for line in story.ask.actions])
    return Line(story.you_said, "", story.published_on, because=story.answer, mark=Mark(label, kind), story_id=story.id)


def _verdicts(stories: Sequence[AskStory], reader: Reader) -> Stop:
    """What signed figures tell of each ask they count; nobody and few read the same."""
    release = evidence.latest_verdicts()
    if release is None or release.signed_at is None:
        return Stop(Hop.VERDICTS)
    on = clock.day_of(release.signed_at)
    released = feedback.released_for([one.id for one in stories], reader.audience)
    lines, shown = [], False
    for story in stories:
        table = released[story.id].verdicts
        if table is None:
            continue
        said = reading.table_reading(table)
        shown = shown or not said.withheld
        text = " · ".join(f"{bar.label}: {bar.text}" for bar in said.bars)
        hidden = _("Hidden to protect people: too few answered")
        lines.append(Line(hidden if said.withheld else text, release.title, on, words=story.text, ask_id=story.id))
    return Stop(Hop.VERDICTS, tuple(lines), hidden=bool(lines) and not shown)
