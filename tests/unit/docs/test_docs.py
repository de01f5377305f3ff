"""What the documents say is there: files, links, commands, settings, tests."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.__main__ import main

ROOT = Path(__file__).parents[3]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: Documents that promise that something is shown by a test or done by a piece of code.
PROMISES = [ROOT / "docs" / "dpia.md", *sorted((ROOT / "docs" / "adr").glob("*.md"))]

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MAKE = re.compile(r"(?:^|&& |; )make ((?:[A-Z_]+=\S+ )*)([a-z.][\w./-]*)", re.MULTILINE)
PORTAL = re.compile(
    r"(?:python -m portal|\bsbin/portal|\"\$portal\"|(?:^|[;&|] ?)portal) ([a-z-]+)(?: ([a-z-]+))?", re.MULTILINE
)
SETTING = re.compile(r"\b(PORTAL_[A-Z_]+|DATABASE_URL)\b")
PATH = re.compile(r"`((?:tests|portal|static|templates|migrations|docs)/[\w./*-]*)`")


def code_in(document: Path) -> Iterator[str]:
    for block, inline in CODE.findall(document.read_text(encoding="utf-8")):
        yield block or inline


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.fixture
def usage(capsys: pytest.CaptureFixture[str]):
    """`usage("keys")`: what a command says of itself."""

    def ask(*words: str) -> str:
        with pytest.raises(SystemExit) as left:
            main([*words, "--help"])
        assert left.value.code == 0
        return capsys.readouterr().out

    return ask


@pytest.mark.parametrize("document", DOCS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    near = [link.split("#")[0] for link in links if "://" not in link and not link.startswith(("#", "mailto:"))]
    assert [link for link in near if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCS, ids=named)
def test_every_make_target_is_there(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(VENV)", ".venv")
    targets = set(re.findall(r"^([\w./-]+):(?!=)", makefile, re.MULTILINE)) | {".venv/.installed"}
    wanted = {target for code in code_in(document) for _, target in MAKE.findall(code)}
    assert wanted <= targets


@pytest.mark.parametrize("document", DOCS, ids=named)
def test_every_command_is_there(document: Path, usage) -> None:
    known = set(re.findall(r"^    ([a-z-]+)", usage(), re.MULTILINE))
    for code in code_in(document):
        for command, step in PORTAL.findall(code):
            assert command in known, command
            if step and command in ("keys", "starter"):
                assert re.search(rf"\b{step}\b", usage(command)), f"{command} {step}"


@pytest.mark.parametrize("document", DOCS, ids=named)
def test_every_setting_is_read(document: Path) -> None:
    config = (ROOT / "config.py").read_text(encoding="utf-8")
    wanted = {name for code in code_in(document) for name in SETTING.findall(code)}
    assert {name for name in wanted if f'"{name}"' not in config} == set()


@pytest.mark.parametrize("document", PROMISES, ids=named)
def test_what_shows_a_promise_exists(document: Path) -> None:
    paths = set(PATH.findall(document.read_text(encoding="utf-8")))
    assert {path for path in paths if not any(ROOT.glob(path.rstrip("/")))} == set()
    folders = {path for path in paths if path.startswith("tests/") and path.endswith("/")}
    assert {folder for folder in folders if not any((ROOT / folder).rglob("test_*.py"))} == set()


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
