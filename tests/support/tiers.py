"""Marks every test with the tier its folder stands for, so that no test can fall outside `make test`."""

from pathlib import Path

import pytest

FOLDERS = {
    "unit": "unit",
    "guards": "unit",
    "integration": "integration",
    "migrations": "integration",
    "browser": "browser",
    "proof": "proof",
}
TIERS = ("unit", "integration", "browser", "proof")
#: Whole doors tried by everybody: what they find lies above the database. On PostgreSQL they run in `make proof`.
ONCE = ("integration/sweeps",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test keeps a tier it names itself; `proof` may stand beside another tier."""
    tests = config.rootpath / "tests"
    for item in items:
        if any(item.path.is_relative_to(tests / folder) for folder in ONCE):
            item.add_marker("once")
        if any(item.get_closest_marker(tier) for tier in TIERS[:3]):
            continue
        folder = _folder(item.path, tests)
        if folder not in FOLDERS:
            raise pytest.UsageError(f"{item.nodeid} is in no tier: put it under one of {', '.join(FOLDERS)}")
        item.add_marker(FOLDERS[folder])


def _folder(path: Path, tests: Path) -> str:
    return path.relative_to(tests).parts[0] if path.is_relative_to(tests) else str(path)
