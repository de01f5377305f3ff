"""One module for each kind of report: which chapters it has, and where their figures and evidence come from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from portal.signed_reports.gathering import Kind
from portal.signed_reports.kinds import inspection, quarterly

KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in (quarterly.KIND, inspection.KIND)})
