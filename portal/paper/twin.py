"""The printable twin of an edition: the same questions under the same ids, to be answered with a pen."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.consultations.kinds import kind_of
from portal.consultations.kinds.tiles import places
from portal.consultations.models import Kind, State
from portal.consultations.paths import condition_text
from portal.consultations.questionnaire import Asked, Edition, Questionnaire
from portal.contributions.sharing import ASKED, offered
from portal.core import clock
from portal.documents.renderers import paper
from portal.documents.renderers.paper import (
    Answering,
    Labelled,
    PaperForm,
    Question,
    Safe,
    Section,
    Sharing,
    Strip,
)
from portal.paper.rules import on_paper
from portal.partnership import queries as partnership
from portal.partnership.site import site

_LONG, _SHORT = 6, 1


def render(asked: Questionnaire, edition: Edition, *, language: str) -> bytes:
    """The PDF in one language."""
    return paper.render(_form(asked, edition.in_language(language), language))


def paper_id(asked: Questionnaire, edition: Edition) -> str:
    """What stands at the foot of each page, so that a paper is typed as what it was printed as."""
    return f"{asked.slug} · {edition.audience.value} · {edition.number}"


def number_of(question: Asked) -> str:
    """What a typist looks for: `Q7`, by the place in the edition, the same on paper and on the page to type."""
    return f"Q{question.number}"


def _form(asked: Questionnaire, edition: Edition, language: str) -> PaperForm:
    return PaperForm(
        title=asked.title,
        lead=asked.intro,
        language=language.replace("_", "-"),
        dated=clock.today(),
        points=[
            _("You don’t have to answer. Leave out any question you like."),
            _("Don’t write your name. Leave out names and anything that shows who somebody is."),
            _(
                "People in the %(voice)s team read it and type it in. They work in the daytime.",
                voice=site().voice_name,
            ),
            _("What can change: %(what)s", what=asked.can_change),
            _("Who decides: %(who)s", who=asked.decides),
            _("By %(day)s we tell everyone what we heard and what happens.", day=_date(asked.report_back_on)),
        ],
        parts=_parts(edition),
        sharing=Sharing(
            title=str(ASKED),
            lead=_("Tick what is fine with you. An empty box means no."),
            choices=[Labelled(str(one.label), str(one.who_reads)) for one in offered(known=False)],
        ),
        safe=Safe(
            title=_("Are you safe?"),
            tick=_("I am not safe. I want somebody to know today."),
            lines=[
                _("Tell the person who gave you this paper as well: nobody reads it before they hand it on."),
                *(f"{line.name}: {line.phone}" for line in partnership.numbers_always_open()),
            ],
        ),
        strip=Strip(
            title=_("Do you want to see what happens?"),
            tick=_("Yes. Write my four words here, so that I can look:"),
            words=_("________________  ________________  ________________  ________________"),
        ),
        footer=paper_id(asked, edition),
        draft="" if asked.state is State.LAUNCHED else _("DRAFT: nobody is asked yet."),
    )


def _parts(edition: Edition) -> list[Section | Question]:
    found: list[Section | Question] = []
    section = None
    shown = set(on_paper(edition))
    for question in edition.questions:
        if question.section != section:
            section = question.section
            if section.title:
                found.append(Section(section.title, section.intro))
        found.append(_question(edition, question, question in shown))
    return found


def _question(edition: Edition, question: Asked, answerable: bool) -> Question:
    when = [condition_text(edition, one) for one in question.conditions]
    return Question(
        id=number_of(question) if answerable else "",
        key=question.key,
        prompt=question.prompt,
        help=question.help or "",
        why=_("Why we ask: %(why)s", why=question.why) if question.why else "",
        when=_("Only if %(so)s.", so=_(" and ").join(when)) if when else "",
        answer=_answering(question) if answerable else _elsewhere(question),
        level=3 if question.section.title else 2,
        long=question.kind is Kind.LONG or len(question.choices) > 10,
    )


def _answering(question: Asked) -> Answering:
    labels = [choice.label for choice in question.choices]
    match question.kind:
        case Kind.LADDER:
            return Answering("ladder", low=question.low or "", high=question.high or "")
        case Kind.ORDER:
            return Answering("order", options=labels)
        case Kind.TILES:
            return Answering("tiles", options=labels, places=places(question))
        case Kind.NUMBER:
            return Answering("number", unit=str(question.settings.get("unit", "")))
        case Kind.LONG | Kind.SHORT:
            return Answering("lines", count=_LONG if question.kind is Kind.LONG else _SHORT)
    return Answering("ticks", options=labels)


def _elsewhere(question: Asked) -> Answering:
    """Pages that only tell, and what a pen cannot do."""
    if kind_of(question).media is None:
        return Answering("ask", words="")
    return Answering("ask", words=_("Not on paper: ask the person who gave you this, or use the website."))


def _date(day: date) -> str:
    return format_date(day, "d MMMM y", locale=get_locale() or "en_GB")
