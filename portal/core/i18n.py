"""Languages: what is offered, which was chosen, and dates as people here write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, LazyString, get_locale
from flask_babel import gettext as _
from markupsafe import escape

from config import Settings
from portal.core import clock

LANGUAGE_COOKIE = "language"


@dataclass(frozen=True)
class Language:
    """The language of a page, for its <html> element."""

    lang: str
    dir: str


class TypedString(LazyString):
    """A lazy string with something in it that somebody typed. A plain one is shown in a page as it stands, as markup;
    this one is escaped there like any other text."""

    def __html__(self) -> str:
        """The text, safe to stand in a page."""
        return escape(str(self))


def init_app(app: Flask, settings: Settings) -> None:
    """Choose the language from the reader's own choice, else the browser's, else the first offered."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(settings.translations_dir)
    app.config["BABEL_DEFAULT_LOCALE"] = settings.locales[0]

    def choose() -> str:
        if len(settings.locales) == 1 or not has_request_context():
            return settings.locales[0]
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        if chosen in settings.locales:
            return chosen
        tags = [name.replace("_", "-") for name in settings.locales]
        best = request.accept_languages.best_match(tags)
        return best.replace("-", "_") if best else settings.locales[0]

    Babel(app, locale_selector=choose)
    app.context_processor(lambda: {"locale": language()})
    app.jinja_env.filters.update(
        day=day, month=month, moment=moment, clock_time=clock_time, other_language=other_language
    )


def language() -> Language:
    """The language and direction of this page."""
    if "language" not in g:
        chosen = get_locale() or Locale("en", "GB")
        g.language = Language(str(chosen).split("_")[0], chosen.text_direction)
    found: Language = g.language
    return found


def other_language(code: str) -> str:
    """A language in words, for whoever reads this page; empty if it is the page's own."""
    if code == language().lang:
        return ""
    try:
        return str(Locale.parse(code).get_display_name(get_locale() or "en_GB"))
    except (ValueError, UnknownLocaleError):
        return code


def day(value: date | None, until: date | None = None) -> str:
    """`12 June`, with the year only when it is another one; the first day of a span `until` another has one if any."""
    if value is None:
        return ""
    years = {value.year, (until or value).year}
    pattern = "d MMMM" if years == {clock.today().year} else "d MMMM y"
    return format_date(value, pattern, locale=get_locale() or "en_GB")


def month(value: date) -> str:
    """`June 2026`."""
    return format_date(value, "MMMM y", locale=get_locale() or "en_GB")


def clock_time(value: datetime) -> str:
    """`5 pm today`, `9:30 am tomorrow` or `9 am on 12 June`: a moment to come, as people say it."""
    here = clock.local(value)
    told = format_time(here.time(), "h:mm a" if here.minute else "h a", locale=get_locale() or "en_GB")
    away = (here.date() - clock.today()).days
    if away == 0:
        return str(_("%(time)s today", time=told))
    if away == 1:
        return str(_("%(time)s tomorrow", time=told))
    return str(_("%(time)s on %(day)s", time=told, day=day(here.date())))


def moment(value: datetime | None) -> str:
    """`12 June, 14:05`, on the clock on the wall here."""
    if value is None:
        return ""
    here = clock.local(value)
    return f"{day(here.date())}, {here:%H:%M}"
