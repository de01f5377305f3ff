"""The web ends at a slice's edge: whatever else is in a slice runs without a request."""

import ast
from pathlib import Path

import pytest

from config import ROOT

PORTAL = ROOT / "portal"
WEB = frozenset(
    {"flask", "flask_babel", "flask_limiter", "flask_login", "flask_wtf", "wtforms", "werkzeug", "jinja2", "markupsafe"}
)
WORDS = frozenset({"flask_babel"})
#: Files of a slice that are its edge, whatever the slice.
EDGES = frozenset({"views.py", "staff_views.py", "forms.py", "furniture.py"})
#: What else may name which of them, and why.
ALLOWED: dict[str, tuple[frozenset[str], str]] = {
    "__init__.py": (frozenset({"flask", "flask_wtf"}), "puts the application together"),
    "core/downloads.py": (frozenset({"flask"}), "files of a request, handed over"),
    "core/error_pages.py": (WEB, "pages"),
    "core/guard.py": (WEB, "the door"),
    "core/i18n.py": (WEB, "the language of a request"),
    "core/limits.py": (WEB, "counts requests"),
    "core/log.py": (frozenset({"flask"}), "a line for a request"),
    "core/paging.py": (frozenset({"flask"}), "the page a request asks for"),
    "core/problems.py": (frozenset({"flask"}), "refusals for programs"),
    "core/sessions.py": (frozenset({"flask"}), "the visit of a request"),
    "core/web.py": (WEB, "headers and transactions of a request"),
    "accounts/login.py": (frozenset({"flask", "flask_login"}), "who is signed in, in a request"),
    "accounts/cli.py": (frozenset({"flask"}), "a command of the application"),
    "contributions/young.py": (frozenset({"flask"}), "the young visit of a request"),
    "contributions/files.py": (WEB, "files of a request, taken and shown, for three slices’ views"),
    "contributions/flow.py": (
        frozenset({"flask", "flask_babel", "werkzeug"}),
        "the pages every sending goes through, for views",
    ),
    "contributions/receipts.py": (frozenset({"flask"}), "the page that shows a code, for two slices’ views"),
    "lifeline/opening.py": (frozenset({"flask"}), "the page a code leads to, for two slices’ views"),
    "consultations/sending.py": (frozenset({"flask", "flask_babel"}), "a consultation’s part in those pages"),
    "consultations/pocket.py": (frozenset({"werkzeug"}), "fields of a page, out of a packet"),
    "consultations/answer_form.py": (frozenset({"wtforms", "werkzeug"}), "a form made from questions"),
    **{
        f"consultations/kinds/{name}.py": (frozenset({"wtforms", "flask_babel"}), "a kind of question brings its field")
        for name in ("base", "files", "measures", "one_of", "order", "several", "tell", "tiles", "words")
    },
    "consultations/kinds/fields.py": (frozenset({"wtforms", "werkzeug", "flask_babel"}), "fields of several controls"),
    "free_views/telling.py": (frozenset({"flask", "flask_babel"}), "an unasked view’s part in those pages"),
    # Words a person reads, in their language: lazy strings are data until a page draws them.
    "audit/labels.py": (WORDS, "names of things in the log"),
    "accounts/labels.py": (WORDS, "names of roles"),
    "board/labels.py": (WORDS, "names of states"),
    "board/stations.py": (WORDS, "stations of an ask, as sentences"),
    "board/marks.py": (WORDS, "marks of steps on the way"),
    "commitments/labels.py": (WORDS, "names of states"),
    "entitlements/labels.py": (WORDS, "names of states"),
    "measures/labels.py": (WORDS, "names of states"),
    "contributions/identities.py": (WORDS, "three ways to be known, as offered"),
    "contributions/sharing.py": (WORDS, "purposes as offered; the wording is what was agreed to"),
    "board/files.py": (WORDS, "heads of the list as a file"),
    "outbox/labels.py": (WORDS, "names of states"),
    "open_data/labels.py": (WORDS, "names of scopes and states"),
    "open_data/bearer.py": (frozenset({"flask", "werkzeug"}), "the token of a request"),
    "downloads/asking.py": (
        frozenset({"flask", "flask_babel"}),
        "a button for a file, for three slices’ views",
    ),
    "downloads/building.py": (WORDS, "whose copy it is, and what formats add, as sentences"),
    "downloads/labels.py": (WORDS, "names of forms and states"),
    "downloads/operations.py": (WORDS, "why a file is refused, as a sentence"),
    "meetings/files.py": (WORDS, "which pack it is, as a phrase"),
    "reminders/operations.py": (WORDS, "what a reminder says"),
    "paper/twin.py": (WORDS, "what stands on paper, as sentences"),
    "unmasking/labels.py": (WORDS, "names of reasons and states"),
    "unmasking/stations.py": (WORDS, "a station of a life line, as a sentence"),
    "escalation/labels.py": (WORDS, "names of reasons and endings"),
    "board/groups.py": (WORDS, "groups that said it too, as phrases"),
    "contributions/assisting.py": (WORDS, "how an adult helped, as sentences"),
    "together/beginning.py": (frozenset({"flask"}), "the page both fill in, for two slices’ views"),
    "together/handing_over.py": (frozenset({"flask"}), "signs with the application’s key"),
    "together/labels.py": (WORDS, "names of places and of what a group was told"),
    "board/queries.py": (WORDS, "why a quote is refused, as a sentence"),
    "complaints/labels.py": (WORDS, "names of states"),
    "contributions/tries.py": (WORDS, "how long to wait, as a sentence"),
    "consultations/ages.py": (WORDS, "bands of age as offered"),
    "consultations/bank.py": (WORDS, "why a question is refused, as a sentence"),
    "consultations/checks.py": (WORDS, "what is not right yet, as a sentence"),
    "consultations/building.py": (WORDS, "why something is refused, as a sentence"),
    "consultations/labels.py": (WORDS, "names of states, kinds and tags"),
    "consultations/operations.py": (WORDS, "why something is refused, as a sentence"),
    "consultations/paths.py": (WORDS, "conditions in words"),
    "consultations/revising.py": (WORDS, "why something is refused, as a sentence"),
    "consultations/xlsform/book.py": (WORDS, "why a file is refused, as a sentence"),
    "consultations/xlsform/reading.py": (WORDS, "what is wrong in a file, as a sentence"),
    "consultations/xlsform/writing.py": (WORDS, "what other programs will not show, as a sentence"),
    "memory/files.py": (WORDS, "heads of the ledger as a file"),
    "meetings/labels.py": (WORDS, "names of kinds, states and sources"),
    "meetings/suggesting.py": (WORDS, "why something is put forward, as a sentence"),
    "meetings/packs.py": (WORDS, "sentences of a pack"),
    "feedback/rules.py": (WORDS, "why something is not told yet, as a sentence"),
    "invitations/labels.py": (WORDS, "names of bands and groups"),
    "invitations/letters.py": (WORDS, "sentences of letters and posters"),
    "invitations/operations.py": (WORDS, "why something is refused, as a sentence"),
    "free_views/kinds.py": (WORDS, "what is asked of an unasked view, as offered"),
    "free_views/labels.py": (WORDS, "names of kinds and wishes"),
    "free_views/stations.py": (WORDS, "stations of an unasked view, as sentences"),
    "keyring/operations.py": (WORDS, "why something is refused, as a sentence"),
    "meeting_prep/labels.py": (WORDS, "names of meetings, readers and changes"),
    "reading/labels.py": (WORDS, "names of states"),
    "themes/labels.py": (WORDS, "names of states"),
    "feedback/labels.py": (WORDS, "names of states"),
    "feedback/stations.py": (WORDS, "stations of an answer, as sentences"),
    "lifeline/labels.py": (WORDS, "names of readers"),
    "lifeline/stations.py": (WORDS, "stations of a view, as sentences"),
    "safety/labels.py": (WORDS, "names of states"),
    "evidence/page.py": (WORDS, "the chapters of a release"),
    "evidence/reading.py": (WORDS, "tables as people read them"),
    "evidence/silence.py": (WORDS, "who was not heard, as sentences"),
    "provenance/files.py": (WORDS, "heads of the log of complaints as a file"),
    "provenance/labels.py": (WORDS, "what the stops of a thread are called"),
    "provenance/queries.py": (WORDS, "who signed, who promised, what is hidden"),
    "training/files.py": (WORDS, "sentences of a training pack"),
    "training/labels.py": (WORDS, "whose words a passage is in"),
    "evidence/since.py": (WORDS, "what changed between waves, as sentences"),
    "reports/wording.py": (WORDS, "sentences of a summary"),
    "reports/definitions/consultation.py": (WORDS, "sentences of a summary"),
    "reports/definitions/listening.py": (WORDS, "sentences of a summary"),
    "reports/definitions/organisation.py": (WORDS, "sentences of a summary"),
    "reports/definitions/parts.py": (WORDS, "sentences of a summary"),
    "signed_reports/building.py": (WORDS, "sentences of a report"),
    "signed_reports/gathering.py": (WORDS, "names of kinds of report"),
    "signed_reports/labels.py": (WORDS, "names of states, editions and evidence"),
    "signed_reports/operations.py": (WORDS, "that evidence is missing, as a sentence"),
    "signed_reports/queries.py": (WORDS, "that evidence is missing, as a sentence"),
    "signed_reports/showing.py": (WORDS, "heads of tables"),
    "signed_reports/tables.py": (WORDS, "heads of tables"),
    "signed_reports/kinds/annual_story.py": (WORDS, "chapters of a report"),
    "signed_reports/kinds/childrens_rights.py": (WORDS, "chapters of a report"),
    "signed_reports/kinds/plain.py": (WORDS, "chapters of a report"),
    "signed_reports/kinds/promise.py": (WORDS, "chapters of a report"),
    "signed_reports/collecting.py": (WORDS, "as at which day a report is told, as a sentence"),
    "signed_reports/inspected.py": (WORDS, "heads of tables"),
    "signed_reports/pieces.py": (WORDS, "heads of tables"),
    "signed_reports/kinds/inspection.py": (WORDS, "chapters of a report"),
    "signed_reports/kinds/quarterly.py": (WORDS, "chapters of a report"),
    "signed_reports/kinds/section61.py": (WORDS, "chapters of a report"),
    "signed_reports/kinds/shared.py": (WORDS, "chapters of a report"),
    "signed_reports/listing.py": (WORDS, "a note below a list"),
    "signed_reports/sources.py": (WORDS, "how many took part, as a sentence"),
    "reports/definitions/scorecard.py": (WORDS, "sentences of a summary"),
    "reports/definitions/beside.py": (WORDS, "sentences of a summary"),
    "reports/definitions/theme.py": (WORDS, "sentences of a summary"),
}


def web_in(source: str) -> set[str]:
    """The web's packages that a file imports, wherever in it."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            named.add((node.module or "").split(".")[0])
    return named & WEB


def is_edge(path: Path) -> bool:
    """Whether a file belongs to the web."""
    return path.name in EDGES or path.parent.name == "staff_views"


def modules() -> dict[str, set[str]]:
    """What each module that is no edge imports of the web."""
    paths = sorted(path for path in PORTAL.rglob("*.py") if not is_edge(path))
    return {path.relative_to(PORTAL).as_posix(): web_in(path.read_text()) for path in paths}


def test_nothing_but_the_edge_of_a_slice_knows_the_web():
    found = modules()
    assert len(found) > 120, "the guard looks at every module"
    strangers = {name: used - ALLOWED.get(name, (frozenset(), ""))[0] for name, used in found.items()}
    assert {name: used for name, used in strangers.items() if used} == {}


def test_no_exception_is_left_that_nobody_needs():
    found = modules()
    assert {name for name in ALLOWED if not found.get(name)} == set()


@pytest.mark.parametrize(
    "line",
    ["import flask", "from flask import g", "import flask.typing as t", "def f():\n    from flask_babel import _"],
)
def test_the_guard_sees_every_way_to_import(line):
    assert web_in(line)


def test_the_guard_sees_nothing_else():
    assert web_in("from flaskless import x\nfrom . import flask\nimport os") == set()
