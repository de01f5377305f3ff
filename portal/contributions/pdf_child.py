"""A PDF written anew without what tells who made it, when and with what, and without what acts by itself.

Loaded by `media_child` in its own process; imports nothing of the portal. Text, pictures, links and the tags that a
screen reader needs stay. Keys are those of ISO 32000-2: document information (14.3.3), metadata streams (14.3.2),
page-piece dictionaries (14.5), associated and embedded files (7.11.4, 14.13), actions (12.6) and annotations (12.5).
"""

from __future__ import annotations

import io
import logging
import struct
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

#: What no object of the new file has.
_GONE = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/AA",
    "/OpenAction",
    "/JavaScript",
    "/JS",
    "/EmbeddedFiles",
    "/EF",
    "/Collection",
    "/Threads",
    "/SpiderInfo",
    "/AcroForm",
    "/Perms",
    "/DSS",
    "/Legal",
)
_LINK_ACTIONS = frozenset({"/URI", "/GoTo"})
_APP1, _APP15, _APP14, _COMMENT, _SCAN = 0xE1, 0xEF, 0xEE, 0xFE, 0xDA


def rewritten(sent: bytes) -> bytes:
    """The new file. PermissionError for a protected one; any other error is a broken one."""
    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(sent), strict=False)
    if reader.is_encrypted:
        raise PermissionError
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        _keep_links(page)
    for one in writer._objects:
        _strip(one)
    _strip(writer.root_object)
    # Written twice: the second writer takes only what the first one's pages still lead to.
    return _written(PdfWriter(clone_from=io.BytesIO(_written(writer))))


def _written(writer: PdfWriter) -> bytes:
    writer.metadata, writer._ID, out = None, None, io.BytesIO()
    writer.write(out)
    return out.getvalue()


def empty() -> bytes:
    """A file of one empty page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(out)
    return out.getvalue()


def _keep_links(page: Any) -> None:  # noqa: ANN401 - the library's objects
    """Notes and marks carry their author's name and the day; links do not."""
    if "/Annots" not in page:
        return
    found = page["/Annots"].get_object()
    links = [one for one in found if _is_link(one.get_object())]
    page[NameObject("/Annots")] = ArrayObject(links)


def _is_link(annotation: Any) -> bool:  # noqa: ANN401
    if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") != "/Link":
        return False
    for key in ("/T", "/M", "/NM", "/Contents", "/CreationDate"):
        annotation.pop(key, None)
    action = annotation.get("/A")
    return action is None or action.get_object().get("/S") in _LINK_ACTIONS


def _strip(thing: Any) -> None:  # noqa: ANN401
    """Take what tells too much out of an object and everything written inside it."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            for key in _GONE:
                one.pop(key, None)
            if isinstance(one, StreamObject) and one.get("/Subtype") == "/Image" and _is_jpeg(one):
                one._data = without_segments(one._data)
            waiting += [value for value in one.values() if isinstance(value, (DictionaryObject, ArrayObject))]
        elif isinstance(one, ArrayObject):
            waiting += [value for value in one if isinstance(value, (DictionaryObject, ArrayObject))]


def _is_jpeg(stream: StreamObject) -> bool:
    kind = stream.get("/Filter")
    return kind == "/DCTDecode" or kind == ["/DCTDecode"]


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments; the segment that says how its colours are meant stays."""
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, (length,) = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])
        if marker == _SCAN:
            break
        private = _APP1 <= marker <= _APP15 and marker != _APP14
        if not private and marker != _COMMENT:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, jpeg[at:]])
