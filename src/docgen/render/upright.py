"""A camera's picture made ready for paper: upright, in a screen's colours, no larger than needed.

The headers are read here; a picture that is right already is not touched. Only what has to be
decoded is, by Pillow and in the child process of ``sandbox``, because decoders are where
pictures bite.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from docgen.errors import BadInput, say
from docgen.forms.picture_files import PNG, UPRIGHT, Look, look
from docgen.forms.wrong import WrongValueError
from docgen.render import sandbox

#: Enough for 300 dots an inch over the width of an A4 page.
LONGEST = 2_400
_QUALITY = 90


def upright(data: bytes, name: str) -> bytes:
    """The picture as it may be printed; the same bytes if nothing has to be done.

    What is no picture at all comes back as it is: the check of the answers says so.

    Raises:
        BadInput: Its headers are right and its inside is not.
    """
    try:
        seen = look(data)
    except WrongValueError:
        return data
    return sandbox.run("docgen.render.upright:redraw", data, name=name) if _is_odd(seen) else data


def _is_odd(seen: Look) -> bool:
    return seen.position != UPRIGHT or seen.inks or max(seen.width, seen.height) > LONGEST


def redraw(data: bytes, name: str) -> bytes:
    """Decode, turn, shrink and encode; runs in the child process only."""
    media = look(data).media
    Image.MAX_IMAGE_PIXELS = None  # the headers' size was looked at by then
    try:
        with Image.open(io.BytesIO(data), formats=["PNG" if media == PNG else "JPEG"]) as opened:
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
            drawn = io.BytesIO()
            if media == PNG:
                picture.save(drawn, "PNG")
            else:
                picture.convert("RGB").save(drawn, "JPEG", quality=_QUALITY)
    except (OSError, ValueError, SyntaxError) as why:
        raise BadInput(
            say("“{name}” cannot be used", name=name),
            why=say("the picture is damaged inside"),
            fix=say("take a new copy of it from where it came from"),
            file=name,
        ) from why
    return drawn.getvalue()
