"""We keep to the words young people asked for, and write what they read for readers of nine."""

import re

from config import ROOT
from portal.plain_words import queries, rules

YOUNG = re.compile(r'extends "layouts/(?:young|print)\.html"')
STRING = re.compile(r"""_\(\s*"((?:[^"\\]|\\.)*)"|ngettext\(\s*"((?:[^"\\]|\\.)*)\"""")
PLACE = re.compile(r"%\(\w+\)s")
CONTENT = re.compile(r'^(?:prompt|help|why|intro|label|title|can_change|text)\s*=\s*"(.*)"', re.MULTILINE)

#: Pages that must say the name of a law and of a body as they are.
OFFICIAL = {"arrive/accessibility.html"}


def strings_in(path):
    return [PLACE.sub("it", one or two) for one, two in STRING.findall(path.read_text())]


def young_pages():
    return {
        path: strings_in(path)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if YOUNG.search(path.read_text())
    }


def starter_words():
    found = CONTENT.findall((ROOT / "portal/partnership/starter/listen2us.toml").read_text())
    return found + CONTENT.findall((ROOT / "portal/meeting_prep/prompts.toml").read_text())


def test_the_guard_reads_something():
    assert sum(len(strings) for strings in young_pages().values()) > 300
    assert len(starter_words()) > 25


def test_our_own_words_are_not_on_the_list():
    texts = {str(path): " ".join(strings) for path, strings in young_pages().items()} | {
        "starter questions": " ".join(starter_words())
    }
    used = {name: [one.word for one in rules.listed_in(text, queries.starting_list())] for name, text in texts.items()}
    assert {name: words for name, words in used.items() if words} == {}


def test_what_young_people_read_is_written_for_nine():
    every = [one for strings in young_pages().values() for one in strings]
    assert rules.reading("\n".join(every)).age <= rules.TARGET
    assert rules.reading("\n".join(starter_words())).age <= rules.TARGET


def test_no_young_page_is_much_harder_than_that():
    pages = {path.relative_to(ROOT / "templates").as_posix(): strings for path, strings in young_pages().items()}
    ages = {page: rules.reading("\n".join(strings)) for page, strings in pages.items() if page not in OFFICIAL}
    assert {page: found.age for page, found in ages.items() if found and found.age > rules.TOLD_ABOVE} == {}
