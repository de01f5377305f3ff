"""What changed since the wave before, in words; never more than `changes` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import flask_babel

from portal.disclosure.change import Change
from portal.disclosure.figures import Figure
from portal.evidence.changes import AnswerChange, Match, QuestionChange, compared_count
from portal.evidence.reading import count_text, share_text


def _(text: str, **values: object) -> str:
    return str(flask_babel.gettext(text, **values))


@dataclass(frozen=True)
class Since:
    """One question: a sentence, and a table with a row for each answer: what it was, what it is, and what that means.

    No rows where nothing can be compared.
    """

    sentence: str
    rows: tuple[tuple[str, str, str, str], ...] = ()
    caption: str = ""
    head: tuple[str, ...] = ()


def since(change: QuestionChange, wave: str) -> Since:
    """A question since a wave of that name."""
    if change.match is Match.NEW:
        return Since(_("Not asked in %(wave)s.", wave=wave))
    if change.match is Match.REWORDED:
        return Since(_("Everybody could have answered differently: not the same question as in %(wave)s.", wave=wave))
    rows = tuple((one.label, _figure(one.before), _figure(one.now), change_text(one)) for one in change.answers)
    if not change.compared:
        return Since(_("Since %(wave)s: too few to compare.", wave=wave))
    caption = _("%(question)s Since %(wave)s", question=change.title, wave=wave)
    return Since(_sentence(change, wave), rows, caption, (_("Answer"), wave, _("This time"), _("Change")))


def _sentence(change: QuestionChange, wave: str) -> str:
    if not change.clear:
        return _("Since %(wave)s: no clear change.", wave=wave)
    said = "; ".join(f"“{one.label}”: {change_text(one)}" for one in change.clear)
    return _("Since %(wave)s: %(changes)s.", wave=wave, changes=said)


def change_text(one: AnswerChange) -> str:
    """`clear rise, by 4 to 27 points`; without points where a share is told in words."""
    word, low, high = _word(one.difference.change), one.difference.low, one.difference.high
    if low is None or high is None or not (_is_number(one.before) and _is_number(one.now)):
        return word
    if one.difference.change is Change.NOT_CLEAR:
        return _("%(change)s: between %(less)s points less and %(more)s more", change=word, less=-low, more=high)
    least, most = sorted((abs(low), abs(high)))
    return _("%(change)s, by %(least)s to %(most)s points", change=word, least=least, most=most)


def overview(changes: Mapping[str, QuestionChange], wave: str) -> list[str]:
    """What changed clearly, question by question; or that nothing did, or that nothing can be compared."""
    if not compared_count(changes)[1]:
        return [_("Nothing can be compared with %(wave)s: too few answered, or other questions were asked.", wave=wave)]
    clear = [
        _("%(question)s “%(answer)s”: %(change)s.", question=change.title, answer=one.label, change=change_text(one))
        for change in changes.values()
        for one in change.clear
    ]
    return clear or [_("No answer changed clearly since %(wave)s.", wave=wave)]


def plainly(changes: Mapping[str, QuestionChange], wave: str) -> list[str]:
    """The same in sentences a child can read: more or fewer, and no range; nothing where nothing changed clearly."""
    return [_plain(change.title, one, wave) for change in changes.values() for one in change.clear]


def _plain(question: str, one: AnswerChange, wave: str) -> str:
    values = {"question": question, "answer": one.label, "wave": wave}
    if one.difference.change is Change.RISE:
        return _("%(question)s More of you said “%(answer)s” than in %(wave)s.", **values)
    return _("%(question)s Fewer of you said “%(answer)s” than in %(wave)s.", **values)


def how_to_read(changes: Mapping[str, QuestionChange]) -> list[str]:
    """What stands beside the changes: how many were compared, what chance does, and what a change does not say."""
    questions, answers = compared_count(changes)
    if not answers:
        return []
    return [
        _("Questions compared: %(questions)s, with %(answers)s answers.", questions=questions, answers=answers),
        _(
            "Chance alone makes some answers look changed: of a hundred in which nothing changed, about one could."
            " So one clear change among many is a reason to ask, not proof."
        ),
        _(
            "A change is clear when neither chance nor rounding explains it. The range beside it is wide enough to hold"
            " the true change in 99 of 100 cases. Points are percentage points: from 30% to 40% is 10 points."
        ),
        _(
            "Other people may have answered this time. A change says that answers differ, not why, and not that"
            " anybody’s life changed."
        ),
        _("What people said in their own words is not compared: the themes it is put under change between waves."),
    ]


def _word(change: Change) -> str:
    return {
        Change.RISE: _("clear rise"),
        Change.FALL: _("clear fall"),
        Change.NOT_CLEAR: _("no clear change"),
        Change.TOO_FEW: _("too few to compare"),
    }[change]


def _figure(figure: Figure) -> str:
    return share_text(figure) or count_text(figure)


def _is_number(figure: Figure) -> bool:
    """Beside a share that is told in words, points would tell the number."""
    return isinstance(figure.percent, int)
