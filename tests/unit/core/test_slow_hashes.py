"""What a guess costs where the site is served, and that a stored hash carries its own price."""

import subprocess
import sys

from argon2 import extract_parameters

from portal.core import slow_hashes


def test_what_is_served_costs_what_owasp_asks():
    """In an interpreter of its own: the tests make their codes for less."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from portal.core import slow_hashes as s; print(s.hashed('otter'), s.PASSES, s.MEMORY_KIB)",
        ],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert said[1:] == ["2", "19456"]
    cost = extract_parameters(said[0])
    assert (cost.time_cost, cost.memory_cost, cost.parallelism, cost.hash_len) == (2, 19456, 1, 32)
    assert slow_hashes.matches(said[0], "otter")


def test_only_the_secret_itself_matches():
    stored = slow_hashes.hashed("three words for me")
    assert slow_hashes.matches(stored, "three words for me")
    assert not slow_hashes.matches(stored, "three words for you")
    assert not slow_hashes.matches("not a hash at all", "three words for me")


def test_the_same_secret_and_salt_give_the_same_bytes():
    first, second = (slow_hashes.raw(b"otter", b"sixteen bytes ab") for _ in range(2))
    assert first == second
    assert len(first) == 32
    assert slow_hashes.raw(b"otter", b"another 16 bytes") != first
