"""Text that waits for its language counts as markup wherever it is shown: nothing anybody typed goes into it.

flask-babel's lazy strings have `__html__`, so no template escapes them. A value is put into one only from this list;
anything else is said at once (`gettext`), which templates escape.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from config import ROOT

LAZY = {"lazy_gettext", "lazy_ngettext", "lazy_pgettext", "lazy_npgettext"}
#: Files and what they put in: numbers and days of ours alone.
NUMBERS = {
    "portal/accounts/forms.py: count=SHORTEST_PASSWORD",
    "portal/consultations/kinds/fields.py: high=self.high",
    "portal/consultations/kinds/fields.py: low=self.low",
    "portal/consultations/kinds/fields.py: number=max(self.low, 3)",
    "portal/core/forms.py: over=over",
    "portal/escalation/forms.py: last=last.strftime('%d/%m/%Y')",
    "portal/invitations/forms.py: most=MOST",
    "portal/keyring/forms.py: count=rules.SHORTEST_PASSPHRASE",
    "portal/keyring/forms.py: high=rules.LONGEST_NAME",
    "portal/keyring/forms.py: low=rules.SHORTEST_NAME",
    "portal/meetings/forms.py: most=MOST_DOTS",
    "portal/meetings/forms.py: most=_MOST_PEOPLE",
    "portal/together/forms.py: most=MOST",
    "portal/unmasking/forms.py: days=days",
}


def test_only_our_own_numbers_go_into_text_that_waits() -> None:
    found = {f"{path.relative_to(ROOT)}: {put}" for path in (ROOT / "portal").rglob("*.py") for put in put_into(path)}
    assert found == NUMBERS


def put_into(path: Path) -> Iterator[str]:
    """What a module puts into lazy text, as it stands in the source."""
    tree = ast.parse(path.read_text())
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in LAZY
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in names | LAZY:
            yield from (ast.unparse(part) for part in node.keywords)
            yield from (ast.unparse(part) for part in node.args if not isinstance(part, ast.Constant))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_the_guard_sees_what_is_put_in(tmp_path: Path) -> None:
    module = tmp_path / "forms.py"
    lines = ("from flask_babel import lazy_gettext as _l", "_l('Hello %(name)s', name=typed)", "_l(typed)", "_l('Hi')")
    module.write_text("\n".join(lines))
    assert list(put_into(module)) == ["name=typed", "typed"]
