"""The kinds of file a report can be taken away as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents.document import Document
from portal.documents.renderers import csv, pdf, xlsx


@dataclass(frozen=True)
class FileKind:
    """How a document becomes bytes, and what those bytes are."""

    render: Callable[[Document], bytes]
    content_type: str


FILES = {
    "pdf": FileKind(pdf.render, "application/pdf"),
    "xlsx": FileKind(xlsx.render, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": FileKind(csv.render, "text/csv; charset=utf-8"),
}
