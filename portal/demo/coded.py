"""Two invented officers code the same views without seeing each other's coding, and settle what they differ over."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.contributions import operations as contributions
from portal.contributions.models import Contribution
from portal.contributions.queries import words_of
from portal.core.access import Role
from portal.demo.files import read
from portal.demo.timeline import Timeline
from portal.demo.voices import Voices
from portal.reading import translations
from portal.themes import coding, desk, operations, shown
from portal.themes.coding import Found
from portal.themes.models import Theme
from portal.themes.operations import Definition

_CODED, _FIRST_DAYS_AGO, _SECOND_DAYS_AGO, _MERGED_DAYS_AGO = 24, -6, -5, -30
#: Every so many views the second coder finds one theme fewer.
_DIFFERS_EVERY = 6


class Coded:
    """Schedules it once every view stands under the themes the file says."""

    def __init__(self, people: dict[str, Account], voices: Voices, book: dict[str, Theme]) -> None:
        self.people, self.voices, self.book = people, voices, book

    def schedule(self, timeline: Timeline) -> None:
        """A theme is merged, two people code, a passage is put into English, and one difference is settled."""
        timeline.on_day(_MERGED_DAYS_AGO, self._merge, hour=10)
        timeline.on_day(_FIRST_DAYS_AGO, lambda: self._code("rowan", differs=False), hour=10)
        timeline.on_day(_SECOND_DAYS_AGO, lambda: self._code("iona", differs=True), hour=10)
        timeline.on_day(_SECOND_DAYS_AGO, self._settle, hour=15)
        timeline.on_day(_SECOND_DAYS_AGO, self._translate, hour=16)

    def _merge(self) -> None:
        record, by = read("themes")["merged"], self.people["rowan"]
        names = ("name", "young_word", "counts", "counts_not")
        made = operations.create(Definition(**{name: record[name] for name in names}), by=by)
        operations.merge(made, self.book[record["into"]], why=record["why"], by=by)

    def _code(self, who: str, *, differs: bool) -> None:
        by = self.people[who]
        for number, (view, themes) in enumerate(self._views()):
            contributions.mark_read(view, by=by, role=Role.PARTICIPATION_OFFICER)
            found = themes[:-1] if differs and number % _DIFFERS_EVERY == 1 else themes
            coding.save(view, [_found(view, theme) for theme in found], done=True, by=by)

    def _settle(self) -> None:
        view, themes = next((view, themes) for view, themes in self._views() if desk.differs(view.id))
        because = "Both belong: what counts names it in its first line"
        coding.settle(view, under=themes, because=because, by=self.people["iona"])

    def _translate(self) -> None:
        record = read("themes")["english"]
        words = words_of(self.voices.given[record["voice"]].id)
        passage = next(row for row in words if record["begins"] in shown.text_of(row))
        translations.translate(passage, record["text"], language=record["language"], by=self.people["iona"])

    def _views(self) -> list[tuple[Contribution, list[Theme]]]:
        themed = [one for one in self.voices.records.values() if one["wave"] == "closed" and one.get("themes")]
        chosen = ((self.voices.given[one["key"]], one["themes"]) for one in themed[:_CODED])
        return [(view, [self.book[key] for key in keys]) for view, keys in chosen]


def _found(view: Contribution, theme: Theme) -> Found:
    """The first sentence where there are words, else the whole view."""
    passages = [one for one in shown.passages_of(view.id) if one.sentences]
    if not passages:
        return Found(theme.id)
    span = next(iter(passages[0].sentences.values()))
    return Found(theme.id, passages[0].words_id, span.starts, span.ends)
