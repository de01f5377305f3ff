"""Large counts on request (`make proof`), and the figures they prove in build/proof.json."""

import fcntl
import json
import operator
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PROOF = os.environ.get("PROOF") == "1"
TARGETS = {"<=": operator.le, ">=": operator.ge, "==": operator.eq, "<": operator.lt, ">": operator.gt}

Figure = int | float
ProofFigure = Callable[[str, Figure, str], None]


def rounds(everyday: int, proof: int) -> int:
    """How many times to try: few in `make test`, many in `make proof`."""
    return proof if PROOF else everyday


def is_met(value: Figure, target: str) -> bool:
    """A target is a comparison and a number, such as `== 0` or `>= 4000`."""
    sign, _, number = target.partition(" ")
    return bool(TARGETS[sign](value, float(number)))


def pytest_configure(config: pytest.Config) -> None:
    """A proof starts from an empty sheet: figures of an earlier run prove nothing about this one.

    Everyday samples are the same on every machine; a proof draws new ones. A busy machine is no failure.
    """
    slow = [HealthCheck.too_slow]
    settings.register_profile("everyday", derandomize=True, database=None, deadline=None, suppress_health_check=slow)
    settings.register_profile("proof", deadline=None, suppress_health_check=slow)
    settings.load_profile("proof" if PROOF else "everyday")
    if PROOF and not hasattr(config, "workerinput"):
        _sheet(config).unlink(missing_ok=True)


@pytest.fixture
def proof_figure(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> ProofFigure:
    """Record a figure and hold it to its target; a missed target is written down and fails the test."""

    def record(name: str, value: Figure, target: str) -> None:
        met = is_met(value, target)
        if PROOF:
            row = {"name": name, "value": value, "target": target, "met": met, "test": request.node.nodeid}
            _append(_sheet(pytestconfig), row)
        assert met, f"{name}: {value}, but the target is {target}"

    return record


def _sheet(config: pytest.Config) -> Path:
    return config.rootpath / "build" / "proof.json"


def _append(sheet: Path, row: dict[str, object]) -> None:
    sheet.parent.mkdir(exist_ok=True)
    with sheet.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        content = json.loads(text) if text else {"figures": []}
        content["written_at"] = datetime.now(UTC).isoformat(timespec="seconds")
        content["figures"].append(row)
        file.seek(0)
        file.truncate()
        json.dump(content, file, indent=2)
