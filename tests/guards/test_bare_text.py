"""What a person reads goes through gettext, in every template, whether or not there is a catalogue yet."""

import pytest

from tests.support.bare_text import TEMPLATES, bare, found


def test_no_template_holds_words_that_cannot_be_translated():
    assert len(list(TEMPLATES.rglob("*.html"))) > 100
    assert found() == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Hello there</p>",
        "<td>{{ number }} people</td>",
        '<img alt="A picture" src="x">',
        "<button aria-label='Close'>{{ icon }}</button>",
        "{% if x %}yes{% endif %}",
        '<input placeholder="Your words">',
    ],
)
def test_the_scan_sees_bare_words(planted):
    assert bare(planted)


@pytest.mark.parametrize(
    "clean",
    [
        '<p class="lead">{{ _("Hello there") }}</p>',
        "{# said in a comment #}<!-- and here --><br>",
        '<a href="{{ url_for("x.y") }}" class="button">{{ label }}</a> · 3',
        "{% trans %}Hello{% endtrans %}",
    ],
)
def test_the_scan_sees_nothing_else(clean):
    assert bare(clean) == []
