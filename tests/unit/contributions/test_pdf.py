"""A PDF is kept without what tells who made it; read back by hand and not by the library that wrote it."""

import io
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import ByteStringObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from portal.contributions import media, pdf_child
from portal.contributions.media import Refusal, RefusedFile
from portal.documents.document import Document, Paragraph
from portal.documents.renderers import pdf as renderer
from tests.factories.media import picture

SECRET = "Quokka"


def exif():
    made = Image.Exif()
    made[0x9C9D] = SECRET
    made[0x013B] = SECRET
    return made


def photo():
    return picture(kind="JPEG", exif=exif(), comment=SECRET.encode())


def told_everywhere():
    """A tagged PDF that says who made it in every place a PDF has."""
    page = renderer.render(Document("Beds", "", parts=[Paragraph("Forty beds for brothers and sisters")]))
    writer = PdfWriter(clone_from=io.BytesIO(page))
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET, "/Creator": SECRET, "/Company": SECRET})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc>{SECRET}</dc></x:xmpmeta>".encode()
    writer.add_attachment(f"{SECRET}.txt", SECRET.encode())
    act = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): ByteStringObject(SECRET.encode())}
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(act))
    first = writer.pages[0]
    note = Text(rect=(10, 10, 50, 50), text=SECRET)
    note[NameObject("/T")] = ByteStringObject(SECRET.encode())
    writer.add_annotation(0, note)
    writer.add_annotation(0, FreeText(text=SECRET, rect=(50, 50, 90, 90)))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org/beds"))
    about = DecodedStreamObject()
    about.set_data(SECRET.encode())
    first[NameObject("/Metadata")] = writer._add_object(about)
    first[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Word"): ByteStringObject(SECRET.encode())})
    shown = DecodedStreamObject()
    shown._data = photo()
    shown.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(40),
            NameObject("/Height"): NumberObject(30),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/Metadata"): writer._add_object(about),
        }
    )
    resources = first["/Resources"].get_object()
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(shown)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def everything_in(content):
    """All bytes of a file, with every stream inflated: no library of PDFs is asked."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"\n".join(found)


def tells(content):
    known = (SECRET.encode(), SECRET.encode("utf-16-be"), SECRET.encode("utf-16-le"), SECRET.encode().hex().encode())
    return [one for one in known if one.lower() in everything_in(content).lower()]


@pytest.fixture(scope="module")
def cleaned():
    sent = told_everywhere()
    assert tells(sent)
    return media.clean_pdf(sent)


def test_nobody_reads_who_made_it(cleaned):
    assert tells(cleaned) == []
    plain = everything_in(cleaned)
    for key in (b"/Author", b"/Producer", b"/Creator", b"/CreationDate", b"/ModDate", b"/JavaScript", b"/EmbeddedFile"):
        assert key not in plain, key
    assert b"Exif" not in plain and b"xmpmeta" not in plain


def test_what_it_says_shows_and_links_to_stays(cleaned):
    reader = PdfReader(io.BytesIO(cleaned))
    assert "Forty beds for brothers and sisters" in reader.pages[0].extract_text()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in reader.trailer["/Root"]
    assert [one.get_object()["/Subtype"] for one in reader.pages[0]["/Annots"]] == ["/Link"]
    [shown] = reader.pages[0].images
    assert shown.image.size == (40, 30)


def test_a_protected_or_broken_one_is_refused_with_a_reason():
    writer = PdfWriter(clone_from=io.BytesIO(pdf_child.empty()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    for sent, why in ((out.getvalue(), Refusal.PROTECTED), (b"%PDF-1.7 nothing", Refusal.BROKEN), (b"", Refusal.EMPTY)):
        with pytest.raises(RefusedFile) as refused:
            media.clean_pdf(sent)
        assert refused.value.why is why


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_picture(content):
    assert pdf_child.without_segments(b"\xff\xd8" + content)[:2] == b"\xff\xd8"


def test_a_picture_keeps_what_it_shows_and_loses_what_it_tells():
    sent = photo()
    left = pdf_child.without_segments(sent)
    assert SECRET.encode() in sent and SECRET.encode() not in left and b"Exif" not in left
    assert Image.open(io.BytesIO(left)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()
