"""Pictures and sounds made in code, and what hangs on a thread."""

import io
import math
import struct
import wave
from uuid import UUID, uuid4

from PIL import Image
from sqlalchemy import func, select

from portal.contributions.models import Attachment, Contribution, Media
from portal.core import crypto, db


def picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **how: object) -> bytes:
    """A picture as a phone would send it."""
    out = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(out, kind, **how)
    return out.getvalue()


def sound(seconds: float = 1.0, rate: int = 8000) -> bytes:
    """A hum, as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        hum = (int(9000 * math.sin(at / 9)) for at in range(int(rate * seconds)))
        file.writeframes(b"".join(struct.pack("<h", step) for step in hum))
    return out.getvalue()


def hang_on(contribution: Contribution, media: Media = Media.PICTURE, content: bytes = b"") -> UUID:
    """One attachment of a thread."""
    last = select(func.max(Attachment.position)).where(Attachment.contribution_id == contribution.id)
    row = Attachment(
        id=uuid4(),
        contribution_id=contribution.id,
        position=(db.session.scalar(last) or 0) + 1,
        asked="Draw or show what home is like.",
        media=media,
        size=1,
    )
    row.content_sealed = crypto.seal_bytes(row, "content", content or picture())
    db.session.add(row)
    db.session.flush()
    return row.id
