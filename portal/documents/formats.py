"""Every form a document can be taken away in. All of them carry the same words and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.documents.document import Document
from portal.documents.renderers import csv, docx, html, ods, pdf, xlsx


class Form(StrEnum):
    """What somebody asks for."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    HTML = "html"


@dataclass(frozen=True)
class Format:
    """How a document becomes bytes, and how a file with them ends."""

    render: Callable[[Document], bytes]
    ending: str


FORMATS: Mapping[Form, Format] = {
    Form.PDF: Format(pdf.render, "pdf"),
    Form.DOCX: Format(docx.render, "docx"),
    Form.XLSX: Format(xlsx.render, "xlsx"),
    Form.ODS: Format(ods.render, "ods"),
    Form.CSV: Format(csv.render, "zip"),
    Form.HTML: Format(html.render, "html"),
}
