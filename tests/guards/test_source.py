"""Rules about where things stand, each seen red once."""

import re

from config import ROOT
from portal.consultations.kinds import KINDS

PORTAL = ROOT / "portal"
TEMPLATES = ROOT / "templates"
MAY_COMMIT = {"views.py", "staff_views.py", "jobs.py", "cli.py"}
#: The runner's own commands, the worker's wrapper that opens and closes a sweep's transaction, and the pages that views
#: of every slice hand their sending to.
MAY_COMMIT_PATHS = {
    "portal/jobs/worker.py",
    "portal/demo/operations.py",
    "portal/contributions/flow.py",
    "portal/contributions/furniture.py",
    "portal/together/beginning.py",
    "portal/outbox/delivering.py",
    "portal/downloads/asking.py",
    "portal/downloads/building.py",
    "portal/open_data/bearer.py",
}
RENDERED = re.compile(r"render_template\(\s*[\"']([^\"']+)[\"']")
USED = re.compile(r"{%-?\s*(?:from|import|extends|include)\s+[\"']([^\"']+)[\"']")


def name(path):
    return path.relative_to(ROOT).as_posix()


def sources():
    return sorted(PORTAL.rglob("*.py"))


def templates():
    return sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")])


def test_the_guards_look_at_something():
    assert len(sources()) > 150
    assert len(templates()) > 100
    assert sum(bool(RENDERED.search(path.read_text())) for path in sources()) > 15
    assert sum(bool(USED.search(path.read_text())) for path in templates()) > 80
    assert sum("layouts/young.html" in path.read_text() for path in templates()) > 15


def test_only_the_edge_commits():
    found = [
        name(path)
        for path in sources()
        if "session.commit()" in path.read_text()
        and path.name not in MAY_COMMIT
        and path.parent.name != "staff_views"
        and name(path) not in MAY_COMMIT_PATHS
        and not name(path).startswith("portal/serving/")
    ]
    assert found == []


def test_a_moment_becomes_a_day_on_the_clock_in_scotland():
    """`moment.date()` is the day in UTC: in summer yesterday's, for an hour. `clock.day_of` says the day here."""
    found = [name(path) for path in sources() if re.search(r"_at\.date\(\)", path.read_text())]
    assert found == []


def test_a_slice_renders_only_its_own_pages():
    strangers = []
    for path in sources():
        for template in RENDERED.findall(path.read_text()):
            slice_name = path.relative_to(PORTAL).parts[0]
            if slice_name != "core" and template.split("/")[0] != slice_name:
                strangers.append(f"{path}: {template}")
    assert strangers == []


def test_every_page_is_rendered_and_every_component_used():
    rendered = {name for path in sources() for name in RENDERED.findall(path.read_text())}
    used = {name for path in templates() for name in USED.findall(path.read_text())}
    rendered |= {f"consultations/kinds/{kind.control}.html" for kind in KINDS.values()}
    pages = {path.relative_to(TEMPLATES).as_posix() for path in templates()}
    orphans = {page for page in pages - rendered - used if not page.startswith("errors/")}
    assert orphans == set()
    missing = (rendered | {name for name in used if not name.endswith("/")}) - pages
    assert missing == set()


def test_no_unused_macro_is_imported():
    unused = []
    for path in templates():
        text = path.read_text()
        for names in re.findall(r"{%-?\s*from\s+[\"'][^\"']+[\"']\s+import\s+([^%]+?)-?%}", text):
            for name in (part.split(" as ")[-1].strip() for part in names.replace("with context", "").split(",")):
                if len(re.findall(rf"\b{name}\b", text)) < 2:
                    unused.append(f"{path}: {name}")
    assert unused == []


def test_nothing_is_marked_safe_by_hand():
    for path in [*templates(), *sources()]:
        text = path.read_text()
        assert not re.search(r"\|\s*safe\b|\bMarkup\(|autoescape\s+false", text), path


def test_no_page_has_inline_style_or_script():
    for path in templates():
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son(click|load|submit|change|input|error)=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path


def test_young_pages_say_no_jargon():
    said = re.compile(r"\bLAC\b|\blooked.after\b|\bplacement\b|\bcontact with\b|\brespite\b", re.IGNORECASE)
    for path in templates():
        text = path.read_text()
        if "layouts/young.html" in text:
            assert not said.search(text), path


def test_foreign_keys_point_only_back():
    import importlib

    from portal import SLICES
    from portal.core.db import Base

    order = {name: place for place, name in enumerate(SLICES)}
    owner = {}
    for path in sorted(PORTAL.glob("*/models.py")):
        module = importlib.import_module(f"portal.{path.parent.name}.models")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Base) and value.__module__ == module.__name__:
                owner[value.__table__.name] = path.parent.name
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            here, there = owner[table.name], owner[key.column.table.name]
            assert order[there] <= order[here], f"{table.name} points ahead to {key.column.table.name}"
