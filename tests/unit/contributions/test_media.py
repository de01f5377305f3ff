"""Files of strangers: what is taken comes out clean, what is not is refused quickly, and the process can do nothing."""

import io
import struct
import subprocess
import sys
import time
import zlib

import av
import pytest
from PIL import Image, PngImagePlugin

from portal.contributions import media, media_child
from portal.contributions.media import Refusal, RefusedFile
from portal.contributions.models import Media
from tests.factories.media import picture, sound

pytestmark = pytest.mark.unit
SECRET = "QUOKKAPLACE"


def refusal(kind: Media, sent: bytes) -> Refusal:
    with pytest.raises(RefusedFile) as refused:
        media.clean(kind, sent)
    return refused.value.why


def laden() -> dict[str, bytes]:
    """Pictures that say where they were taken, in every way their kind knows."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[1] = SECRET
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    xmp = f"<x>{SECRET}</x>".encode()
    return {
        "JPEG": picture(exif=exif, comment=SECRET.encode(), xmp=xmp, icc_profile=SECRET.encode() * 20)
        + SECRET.encode(),
        "PNG": picture(kind="PNG", pnginfo=info, exif=exif, icc_profile=SECRET.encode() * 20) + SECRET.encode(),
        "WEBP": picture(kind="WEBP", exif=exif, xmp=xmp, icc_profile=SECRET.encode() * 20),
    }


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_pixels_of_a_picture_survives(kind: str) -> None:
    sent = laden()[kind]
    assert SECRET.encode() in sent, "the check of the check"
    clean = media.clean(Media.PICTURE, sent).content
    opened = Image.open(io.BytesIO(clean))
    assert opened.format == "JPEG"
    assert opened.size == (40, 30)
    assert SECRET.encode() not in clean
    assert set(opened.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not opened.getexif()


def test_a_picture_taken_sideways_stands_upright_and_a_large_one_is_made_smaller() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    opened = Image.open(io.BytesIO(media.clean(Media.PICTURE, picture((4000, 3000), exif=exif)).content))
    assert opened.size == (1200, 1600)


def test_a_see_through_drawing_lies_on_white_paper_and_of_moving_pictures_the_first_is_kept() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGBA", (20, 20), (0, 0, 0, 0)), Image.new("RGBA", (20, 20), "red")
    first.save(out, "WEBP", save_all=True, append_images=[second], lossless=True)
    opened = Image.open(io.BytesIO(media.clean(Media.PICTURE, out.getvalue()).content)).convert("RGB")
    assert min(opened.getpixel((5, 5))) > 250


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 points in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


NO_PICTURES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj",
    "gif": picture(kind="GIF"),
    "bmp": picture(kind="BMP"),
    "tiff": picture(kind="TIFF"),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "zip": b"PK\x03\x04" + bytes(200),
    "text": b"a photo, honestly",
    "sound": sound(),
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused_by_what_is_in_it(name: str) -> None:
    assert refusal(Media.PICTURE, NO_PICTURES[name]) is Refusal.KIND


def test_too_much_is_refused_quickly() -> None:
    began = time.monotonic()
    assert refusal(Media.PICTURE, bomb()) is Refusal.LARGE
    assert refusal(Media.PICTURE, b"x" * (media.LARGEST + 1)) is Refusal.LARGE
    assert refusal(Media.PICTURE, b"") is Refusal.EMPTY
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_is_refused_or_comes_out_whole(kind: str) -> None:
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    sent = out.getvalue()
    for part in (1, 2, 4, 9):
        assert outcome(sent[: len(sent) * part // 10]) in (Refusal.KIND, Refusal.BROKEN, "whole")


def outcome(sent: bytes) -> str:
    """Why a picture was refused, or `whole` if what came out can be opened to its end."""
    try:
        clean = media.clean(Media.PICTURE, sent)
    except RefusedFile as problem:
        return problem.why
    Image.open(io.BytesIO(clean.content)).load()
    return "whole"


def recorded(container: str, codec: str) -> bytes:
    """Two seconds as a phone's recorder would send them, with a title that says too much."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target, av.open(io.BytesIO(sound(2)), "r") as source:
        target.metadata["title"] = SECRET
        track = target.add_stream(codec, rate=48_000, layout="mono")
        change = av.AudioResampler(format=track.codec_context.format.name, layout="mono", rate=48_000)
        for frame in source.decode(audio=0):
            for plain in change.resample(frame):
                plain.pts = None
                target.mux(track.encode(plain))
        target.mux(track.encode(None))
    return out.getvalue()


RECORDERS = [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("adts", "aac"), ("mp3", "libmp3lame")]


@pytest.mark.parametrize(("container", "codec"), RECORDERS)
def test_what_phones_record_comes_out_as_one_kind_without_its_title(container: str, codec: str) -> None:
    sent = recorded(container, codec)
    clean = media.clean(Media.SOUND, sent).content
    assert SECRET.encode() not in clean
    with av.open(io.BytesIO(clean), "r", format="mov") as opened:
        assert not {"title", "encoder", "creation_time"} & set(opened.metadata)
        (track,) = opened.streams
        assert (track.type, track.codec_context.name) == ("audio", "aac")
        assert 1.8 < opened.duration / av.time_base < 2.4


def test_a_recording_cut_off_keeps_what_there_is_and_a_long_or_silent_one_says_so() -> None:
    sent = recorded("webm", "libopus")
    with av.open(io.BytesIO(media.clean(Media.SOUND, sent[: len(sent) * 6 // 10]).content), "r", format="mov") as half:
        assert 0.5 < half.duration / av.time_base < 1.9
    assert refusal(Media.SOUND, sound(190)) is Refusal.LONG
    assert refusal(Media.SOUND, sound(0.01)) is Refusal.SILENT


NO_SOUNDS = {
    "playlist": b"#EXTM3U\nhttp://127.0.0.1:9/secret.mp3\n",
    "concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "picture": picture(),
    "text": b"hello, hello",
    "flac": b"fLaC" + bytes(100),
}


@pytest.mark.parametrize("name", NO_SOUNDS)
def test_what_is_no_recording_is_refused(name: str) -> None:
    assert refusal(Media.SOUND, NO_SOUNDS[name]) is Refusal.KIND


@pytest.mark.parametrize(
    "head", [b"RIFF\xff\xff\xff\xffWAVE", b"OggS", b"\x1aE\xdf\xa3", b"\0\0\0\x18ftyp", b"\xff\xfb"]
)
def test_what_only_begins_like_a_recording_is_refused(head: bytes) -> None:
    assert refusal(Media.SOUND, head + b"\x07" * 3000) in (Refusal.BROKEN, Refusal.SILENT, Refusal.KIND)


def test_a_video_gives_its_sound_alone_and_one_without_sound_nothing() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as target:
        track = target.add_stream("mpeg4", rate=5)
        track.width, track.height, track.pix_fmt = 64, 48, "yuv420p"
        target.mux(track.encode(av.VideoFrame(64, 48, "yuv420p")))
        target.mux(track.encode(None))
    assert refusal(Media.SOUND, out.getvalue()) is Refusal.KIND


def test_the_process_can_open_no_file_no_connection_and_write_nothing() -> None:
    """The limits bite: each of these works before them and fails after."""
    tries = (
        "open('/etc/hostname')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
        "open('/tmp/portal-proof', 'w').write('x')",
        "bytearray(2 * 1024 ** 3)",
    )
    for trial in tries:
        program = f"import sys; sys.path.insert(0, {str(media_child.__file__.rsplit('/', 1)[0])!r})\nimport media_child"
        for limits, works in (("", True), ("media_child.limit()\n", False)):
            code = f"{program}\nimport subprocess, socket\n{limits}{trial}"
            done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, timeout=60)
            assert (done.returncode == 0) is works, (trial, limits, done.stderr[-200:])
