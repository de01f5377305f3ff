"""Slowing down guesses at somebody's passphrase without ever locking them out.

Misses are counted for the name together with the network they came from, so that the right passphrase from elsewhere
is never kept waiting, and for the address alone, so that trying many names is slow too. Only misses count.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from portal.core.limits import counters
from portal.core.waiting import begin_wait, seconds_left, slot_of

WINDOW_SECONDS = 15 * 60
_PREFIX = {4: 24, 6: 56}


@dataclass(frozen=True)
class Guessing:
    """What misses are counted under: `aim` is whom a guess is aimed at, `address` where it came from."""

    aim: str
    address: str

    @property
    def counted(self) -> dict[str, int]:
        """Each key with how many misses cost nothing."""
        return {f"{self.aim}|{network_of(self.address)}": 5, f"address|{self.address}": 20}

    def seconds_to_wait(self) -> int:
        """How long before the next try; 0 to go ahead."""
        try:
            return max(seconds_left(f"sign-in-wait:{key}", _slot(key, free)) for key, free in self.counted.items())
        except counters().base_exceptions:
            return 0  # counts that cannot be read keep nobody out

    def note_miss(self) -> None:
        """Count a miss; once the free ones are gone, each makes the next try wait twice as long, 42 s at most."""
        with suppress(counters().base_exceptions):
            for key, free in self.counted.items():
                counters().add(f"sign-in-miss:{key}", WINDOW_SECONDS)
                begin_wait(f"sign-in-wait:{key}", _slot(key, free))


def network_of(address: str) -> str:
    """The network an address belongs to (IPv4 /24, IPv6 /56), or what was given where it is no address."""
    try:
        return str(ip_network((address, _PREFIX[ip_address(address).version]), strict=False))
    except ValueError:
        return address


def _slot(key: str, free: int) -> int:
    return slot_of(counters().lately(f"sign-in-miss:{key}", WINDOW_SECONDS) - free)
