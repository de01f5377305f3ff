"""Exact counts in, a release fit for one audience out. The rules, in the order they apply:

1. Below 20 people: narrative only. Below 50: one-way tables only.
2. A count below the audience's threshold is hidden; nobody looks the same as a few.
3. Where a total has only two parts (yes and no, chose it and did not), the large part is "all but fewer than
   5" when the small one is hidden. Showing or hiding it by how the rounding falls would tell 0 from 1-4.
4. Everything else is rounded to the nearest 5, never below the threshold, totals on their own.
5. What a reader could still narrow (`audit`) costs its neighbours; then nothing hidden in that table says any
   longer why. What stays narrowed costs the table.
"""

from __future__ import annotations

from portal.disclosure.audit import audit
from portal.disclosure.draft import Draft
from portal.disclosure.raw import RawRelease
from portal.disclosure.safe import SafeRelease
from portal.disclosure.thresholds import Audience, Size, size_of

ROUNDS = 10


def protect(raw: RawRelease, audience: Audience) -> SafeRelease:
    """The same for the same input, always."""
    size = size_of(raw.people)
    if size is Size.NARRATIVE:
        return SafeRelease(raw.key, raw.title, audience, size)
    draft = Draft(raw, audience, size)
    release = draft.release()
    rounds = 0
    while found := audit([release]):
        draft.drop_for(found) if rounds >= ROUNDS else draft.hide_for(found, release)
        rounds += 1
        release = draft.release()
    return release
