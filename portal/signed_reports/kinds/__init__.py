"""One module for each kind of report: which chapters it has, and where their figures and evidence come from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from portal.signed_reports.gathering import Kind
from portal.signed_reports.kinds import annual_story, childrens_rights, inspection, promise, quarterly, section61

_ALL = (
    quarterly.KIND,
    promise.KIND,
    annual_story.KIND,
    section61.KIND,
    childrens_rights.KIND,
    inspection.KIND,
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in _ALL})
