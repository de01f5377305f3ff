"""Every page again in a language nobody speaks: longer, right to left. What is not in brackets was forgotten."""

import re

import pytest

from tests.browser.conftest import copy_of
from tests.support import pseudo
from tests.support.people import become

#: Text that is data, not a string of the portal: names, dates, numbers, what people wrote.
YOUNG = ("/", "/code", "/not-safe", "/you-said/", "/privacy", "/accessibility", "/promises", "/say/listen2us")
WORK = ("", "safety", "views", "themes/", "board", "you-said/", "evidence/", "commitments", "reports/")


@pytest.fixture(scope="module")
def strange(loaded_demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("strange")
    catalogues = pseudo.write_catalogue(folder / "translations")
    server = copy_of(loaded_demo, folder, PORTAL_LOCALES=pseudo.LOCALE, PORTAL_TRANSLATIONS=str(catalogues))
    server.start()
    yield server
    server.stop()


#: From the partnership's record, so in no catalogue.
NAMES = {"Listen2Us", "Champions Board"}


WITHOUT_RECORDS = """all => all.map(one => {
  const own = one.cloneNode(true);
  own.querySelectorAll("bdi").forEach(record => record.remove());
  return own.textContent.trim();
})"""


def unbracketed(page):
    """Headings, labels, buttons and links of the portal's own whose words are not in brackets; records are in <bdi>."""
    chosen = "h1, header a, header button, footer a, main button, label, legend, thead th, summary"
    texts = page.eval_on_selector_all(chosen, WITHOUT_RECORDS)
    return [text for text in texts if re.search(r"[A-Za-z]{3}", text) and pseudo.OPEN not in text]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


@pytest.mark.parametrize("path", YOUNG)
def test_young_pages_are_ready_for_any_language(strange, visitor, path):
    someone = visitor()
    someone.page.goto(strange.url + path)
    assert someone.page.get_attribute("html", "dir") == "rtl"
    assert fits(someone.page)
    assert someone.axe() == []
    strangers = [text for text in unbracketed(someone.page) if "Listen2Us" not in text]
    assert strangers == []


def test_working_pages_are_ready_for_any_language(strange, visitor):
    someone = visitor()
    for who, paths in (("participation_officer", WORK[:1] + WORK[2:]), ("safeguarding_officer", WORK[:2])):
        become(someone.page, strange, who)
        for path in paths:
            someone.page.goto(f"{strange.url}/work/{path}")
            assert someone.page.get_attribute("html", "dir") == "rtl", path
            assert fits(someone.page), path
            strangers = [text for text in unbracketed(someone.page) if text not in NAMES]
            assert strangers == [], path
