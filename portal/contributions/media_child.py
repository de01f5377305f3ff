"""Decodes one picture, sound or PDF that a stranger sent, alone in a process that may do nothing else.

Run as a program: what was sent on standard input, `picture`, `sound` or `pdf` as the argument, the clean file on
standard output. Exit 0; or 3 with one word of `media.Refusal` on standard output; anything else is a file that broke
the decoder. Imports nothing of the portal. Once the libraries are loaded it may open no file and no connection,
fork nothing, write nothing but its output, and use only so much memory and processor time.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import av
from PIL import Image, ImageOps, UnidentifiedImageError

MEGAPIXELS = 24_000_000
LONGEST_SIDE = 1600
MOST_SECONDS = 180
#: What a recorder adds at the end of a note that was stopped at three minutes.
SLACK_SECONDS = 5
MEMORY, PROCESSOR_SECONDS = 1024 * 1024 * 1024, 12
RATE, BITS = 24_000, 32_000
#: Which demuxer reads what begins like this; a demuxer is never chosen by the file itself.
CONTAINERS = {b"\x1aE\xdf\xa3": "matroska", b"OggS": "ogg", b"ID3": "mp3"}


class Refused(Exception):
    """Says in one word why."""


def limit() -> None:
    """From here on nothing can be opened. 0 to 2 stay open: no new descriptor means no file and no connection."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def picture(sent: bytes) -> bytes:
    """The first picture of a JPEG, PNG or WebP, upright, on a fresh canvas, as a JPEG without any metadata."""
    try:
        opened = Image.open(io.BytesIO(sent), formats=("JPEG", "PNG", "WEBP"))
        if opened.width * opened.height > MEGAPIXELS:
            raise Refused("large")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, Image.DecompressionBombError) as problem:
        raise Refused("kind" if isinstance(problem, UnidentifiedImageError) else "large") from None
    except (OSError, SyntaxError, ValueError):
        raise Refused("broken") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    solid = upright.convert("RGBA")
    paper = Image.new("RGBA", solid.size, "white")
    paper.alpha_composite(solid)
    seen = paper.convert("RGB")
    canvas = Image.frombytes("RGB", seen.size, seen.tobytes())
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def sound(sent: bytes) -> bytes:
    """The first sound of a recording, one channel, as AAC in MP4: the one kind that every phone plays."""
    out = io.BytesIO()
    try:
        with av.open(io.BytesIO(sent), "r", format=container_of(sent)) as source:
            streams = source.streams.audio
            if not streams:
                raise Refused("kind")
            _encode(source, streams[0], out)
    except (av.FFmpegError, ValueError, EOFError):
        raise Refused("broken") from None
    return out.getvalue()


def container_of(sent: bytes) -> str:
    """The demuxer for what this begins with; Refused for anything we do not take."""
    for start, name in CONTAINERS.items():
        if sent.startswith(start):
            return name
    if sent[4:8] == b"ftyp":
        return "mov"
    if sent.startswith(b"RIFF") and sent[8:12] == b"WAVE":
        return "wav"
    if len(sent) > 2 and sent[0] == 0xFF and sent[1] & 0xE0 == 0xE0:
        return "aac" if sent[1] & 0x06 == 0 else "mp3"
    raise Refused("kind")


def _encode(source: av.container.InputContainer, stream: av.AudioStream, out: io.BytesIO) -> None:
    stream.codec_context.thread_count = 1
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    samples = 0
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as target:
        track = target.add_stream("aac", rate=RATE, layout="mono")
        track.bit_rate = BITS
        track.codec_context.thread_count = 1
        for frame in _frames(source, stream):
            for plain in resampler.resample(frame):
                samples += plain.samples
                if samples > (MOST_SECONDS + SLACK_SECONDS) * RATE:
                    raise Refused("long")
                plain.pts = None
                target.mux(track.encode(plain))
        if samples < RATE // 10:
            raise Refused("silent")
        target.mux(track.encode(None))


def _frames(source: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """What can be decoded: a recording cut off in the middle keeps what there is of it."""
    with suppress(av.FFmpegError):
        yield from source.decode(stream)


def _white() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def _silence() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(RATE))
    return out.getvalue()


def _chosen(name: str) -> tuple[Callable[[bytes], bytes], bytes]:
    if name == "pdf":
        # Beside this file, which an isolated interpreter does not look for by itself.
        loader = spec_from_file_location("pdf_child", Path(__file__).with_name("pdf_child.py"))
        if loader is None or loader.loader is None:
            raise ImportError("pdf_child")
        pdf_child = module_from_spec(loader)
        loader.loader.exec_module(pdf_child)
        return pdf_child.rewritten, pdf_child.empty()
    return {"picture": (picture, _white()), "sound": (sound, _silence())}[name]


def main() -> int:
    """One file in, one file out."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MEGAPIXELS
    Image.preinit()
    Image.init()
    av.logging.set_level(None)
    work, own = _chosen(sys.argv[1])
    work(own)  # one of our own first, so that whatever the libraries load later is loaded before the door closes
    sent = sys.stdin.buffer.read()
    limit()
    try:
        clean = work(sent)
    except (Refused, PermissionError) as why:
        sys.stdout.write(str(why) if isinstance(why, Refused) else "protected")
        return 3
    sys.stdout.buffer.write(clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
