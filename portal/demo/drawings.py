"""What an invented young person drew and hummed: made here, so that no picture of anybody is shipped."""

from __future__ import annotations

import io
import math
import struct
import wave

from PIL import Image, ImageDraw

from portal.contributions import attachments, media
from portal.contributions.models import Contribution, Media

_RATE = 8000


def hang_on(contribution: Contribution) -> None:
    """A drawing and a short voice note, taken in like anybody's."""
    shown = {Media.PICTURE: (_drawing(), "A drawing"), Media.SOUND: (_hum(), "A voice note")}
    for kind, (content, asked) in shown.items():
        attachments.hang_on(contribution.id, media.clean(kind, content), asked=asked)


def _drawing() -> bytes:
    """A house, a tree and two people, one far away."""
    paper = Image.new("RGB", (640, 440), "#fdf8ee")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((60, 200, 240, 380), outline="#4b3a99", width=6)
    pen.line(((50, 205), (150, 110), (250, 205)), fill="#4b3a99", width=6)
    pen.rectangle((130, 300, 175, 380), outline="#a5431f", width=5)
    pen.line(((420, 380), (420, 260)), fill="#7a5230", width=10)
    pen.ellipse((360, 150, 480, 280), outline="#2e7d4f", width=6)
    for left, height in ((290, 90), (570, 60)):
        pen.ellipse((left, 380 - height, left + 24, 404 - height), outline="#22203a", width=4)
        pen.line(((left + 12, 404 - height), (left + 12, 380)), fill="#22203a", width=4)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return out.getvalue()


def _hum() -> bytes:
    """Two seconds of three notes."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        notes = [262, 330, 392]
        steps = (
            int(6000 * math.sin(2 * math.pi * notes[3 * at // (2 * _RATE)] * at / _RATE)) for at in range(2 * _RATE)
        )
        file.writeframes(b"".join(struct.pack("<h", step) for step in steps))
    return out.getvalue()
