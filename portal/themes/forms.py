"""What an officer fills in for a theme, and the boxes that put a view under one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core.forms import MIDDLE_TEXT, SHORT_TEXT, AtMost, BaseForm, Required, clean, text
from portal.partnership.models import Organisation
from portal.themes import queries
from portal.themes.coding import Found, found_in
from portal.themes.labels import SHANARRI, UNCRC
from portal.themes.models import CodedView, Theme
from portal.themes.operations import Definition
from portal.themes.passages import named
from portal.themes.shown import Passage

_NO_TAG = SelectChoice("", _l("No tag"))


class ThemeForm(BaseForm):
    """One theme."""

    name = StringField(_l("Name of the theme"), [Required(_l("Give the theme a name.")), AtMost(80)], filters=[clean])
    young_word = StringField(
        _l("Young people’s own word for it"),
        [Required(_l("Write the word young people use.")), AtMost(80)],
        filters=[clean],
    )
    counts = TextAreaField(
        _l("What counts"), [Required(_l("Say what belongs here.")), AtMost(3 * SHORT_TEXT)], filters=[clean]
    )
    counts_not = TextAreaField(
        _l("What does not count"),
        [Required(_l("Say what does not belong here.")), AtMost(3 * SHORT_TEXT)],
        filters=[clean],
    )
    shanarri = SelectField(
        _l("Wellbeing word"), choices=[_NO_TAG, *(SelectChoice(key, label) for key, label in SHANARRI.items())]
    )
    uncrc = SelectField(
        _l("Right of the child (UN convention)"),
        choices=[_NO_TAG, *(SelectChoice(key, label) for key, label in UNCRC.items())],
    )
    organisation_ids = SelectMultipleField(_l("Who answers for it"))

    def offer(self, organisations: Sequence[Organisation], theme: Theme | None = None) -> None:
        """The organisations that may answer, and the theme that may keep its own name."""
        self.organisation_ids.choices = [SelectChoice(str(one.id), one.name) for one in organisations]
        if theme and not self.is_submitted():
            self.organisation_ids.data = [str(one.id) for one in theme.organisations]
        self.theme = theme

    def validate_name(self, field: StringField) -> None:
        """Two themes with one name would make one figure out of two."""
        same = queries.find_theme(text(field))
        if same is not None and same is not self.theme:
            raise ValidationError(_l("There is a theme with this name already. Choose another name."))

    @property
    def definition(self) -> Definition:
        """What was filled in."""
        return Definition(
            name=text(self.name),
            young_word=text(self.young_word),
            counts=text(self.counts),
            counts_not=text(self.counts_not),
            shanarri=self.shanarri.data or None,
            uncrc=self.uncrc.data or None,
            organisation_ids=[UUID(chosen) for chosen in self.organisation_ids.data or []],
        )


class WhyForm(BaseForm):
    """Why something is done to the codebook: whoever reads a figure in two years has to understand it."""

    why = TextAreaField(_l("Why?"), [Required(_l("Say why.")), AtMost(MIDDLE_TEXT)], filters=[clean])


class RewordForm(ThemeForm, WhyForm):
    """A theme worded anew."""

    why = TextAreaField(
        _l("Why does it change?"), [Required(_l("Say why it changes.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )


class SplitForm(RewordForm):
    """A second theme out of a part of one."""

    why = TextAreaField(
        _l("Why are these two things?"), [Required(_l("Say why.")), AtMost(MIDDLE_TEXT)], filters=[clean]
    )


class MergeForm(WhyForm):
    """Into which theme another goes."""

    into = SelectField(_l("Into which theme?"), [Required(_l("Choose a theme."))])

    def offer(self, theme: Theme, themes: Sequence[Theme]) -> None:
        """Every theme in use but this one."""
        self.offered = {str(one.id): one for one in themes if one.id != theme.id}
        named = (SelectChoice(key, one.name) for key, one in self.offered.items())
        self.into.choices = [SelectChoice("", _l("Choose a theme")), *named]

    @property
    def chosen(self) -> Theme:
        """The theme it goes into."""
        return self.offered[self.into.data]


class SortOutForm(BaseForm):
    """Where a view belongs after a split."""

    where = RadioField(
        _l("Where does this view belong?"),
        [Required(_l("Choose one."))],
        choices=[SelectChoice("stays", ""), SelectChoice("moves", ""), SelectChoice("both", _l("Both"))],
    )

    def offer(self, old: Theme, new: Theme) -> None:
        """The two themes by name."""
        self.choices = {"stays": [old], "moves": [new], "both": [old, new]}
        self.where.choices = [
            # Said at once: a text that waits is taken for markup, and these hold a name somebody typed.
            SelectChoice("stays", _("It stays under “%(name)s”", name=old.name)),
            SelectChoice("moves", _("It moves to “%(name)s”", name=new.name)),
            SelectChoice("both", _l("It belongs to both")),
        ]

    @property
    def under(self) -> list[Theme]:
        """The themes it stands under from now on."""
        return self.choices[self.where.data]


class ThemingForm(BaseForm):
    """The themes one view stands under."""

    themes = SelectMultipleField(_l("Themes this view belongs to"))

    def offer(self, themes: Sequence[Theme], chosen: Sequence[Theme]) -> None:
        """The boxes, ticked where the view stands already."""
        self.offered = {str(theme.id): theme for theme in themes}
        self.themes.choices = [SelectChoice(key, theme.name) for key, theme in self.offered.items()]
        if not self.is_submitted():
            self.themes.data = [str(theme.id) for theme in chosen]

    @property
    def chosen(self) -> list[Theme]:
        """The themes that were ticked."""
        return [self.offered[key] for key in self.themes.data or []]


class CodingForm(BaseForm):
    """One person's coding of one view: sentences and themes to put together, and what they put together before."""

    sentences = SelectMultipleField(_l("Sentences"))
    themes = SelectMultipleField(_l("Themes"))
    typed = StringField(_l("Or begin to type a theme"), [AtMost(SHORT_TEXT)], filters=[clean])
    earlier = SelectMultipleField(_l("What you found so far"))
    then = StringField()

    def offer(self, themes: Sequence[Theme], passages: Sequence[Passage], coded: CodedView | None) -> None:
        """Every theme in use, every sentence, and this coder's earlier marks, ticked."""
        self.offered, self.passages = {str(theme.id): theme for theme in themes}, passages
        self.before = {str(mark.id): mark for mark in coded.marks} if coded else {}
        self.themes.choices = [SelectChoice(key, theme.name) for key, theme in self.offered.items()]
        self.sentences.choices = [SelectChoice(key, "") for one in passages for key in one.sentences]
        self.earlier.choices = [SelectChoice(key, mark.theme.name) for key, mark in self.before.items()]
        if not self.is_submitted():
            self.earlier.data = list(self.before)

    def validate_typed(self, field: StringField) -> None:
        """What was typed has to begin one theme, and no other."""
        fitting = self._fitting()
        if text(field) and not fitting:
            raise ValidationError(_l("No theme begins like this."))
        if len(fitting) > 1:
            names = ", ".join(self.offered[key].name for key in fitting[:5])
            raise ValidationError(_("More than one theme begins like this: %(names)s. Type more.", names=names))

    def validate_themes(self, field: SelectMultipleField) -> None:
        """Ticked sentences belong to something."""
        if self.sentences.data and not field.data and not text(self.typed):
            raise ValidationError(_l("Choose a theme for the sentences you ticked."))

    @property
    def stays(self) -> bool:
        """Whether there is more to find in this view."""
        return text(self.then) == "more"

    @property
    def found(self) -> list[Found]:
        """What was kept from before, and each chosen theme in each chosen passage, or in the whole view."""
        kept = [found_in(self.before[key]) for key in self.earlier.data or []]
        chosen = dict.fromkeys([*(self.themes.data or []), *self._fitting()])
        where = [(one.words_id, run) for one in self.passages for run in one.chosen(self.sentences.data or [])]
        theme_ids = [self.offered[key].id for key in chosen]
        if not where:
            return [*kept, *(Found(theme_id) for theme_id in theme_ids)]
        return [*kept, *(Found(one, words_id, run.starts, run.ends) for one in theme_ids for words_id, run in where)]

    def _fitting(self) -> list[str]:
        return named(text(self.typed), {key: (one.name, one.young_word) for key, one in self.offered.items()})


class SettleForm(ThemingForm):
    """What coders who differed agreed on, and why."""

    because = TextAreaField(_l("Why do these fit?"), [Required(_l("Say why.")), AtMost(MIDDLE_TEXT)], filters=[clean])


class SearchForm(BaseForm):
    """Words to look for."""

    wanted = StringField(
        _l("Words to look for"), [Required(_l("Type a word to look for.")), AtMost(SHORT_TEXT)], filters=[clean]
    )
