"""Pictures for the tests, small and invented, with what real ones carry besides."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

PLACE = "GPS 北纬 39 度".encode()


def drawn(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose upper left corner is its only bright one."""
    picture = Image.new(mode, (width, height))
    corner = Image.new("RGB", (width // 3, height // 3), "white").convert(mode)
    picture.paste(corner, (0, 0))
    return picture


def png(width: int = 60, height: int = 40, mode: str = "RGB") -> bytes:
    """A PNG file."""
    saved = io.BytesIO()
    drawn(width, height, mode).save(saved, "PNG")
    return saved.getvalue()


def jpeg(
    width: int = 60,
    height: int = 40,
    mode: str = "RGB",
    *,
    position: int = 1,
    progressive: bool = False,
) -> bytes:
    """A JPEG file as a camera writes it: with its place, a comment and the camera's position."""
    exif = Image.Exif()
    exif[0x0112] = position
    exif[0x010E] = PLACE
    saved = io.BytesIO()
    picture = drawn(width, height, mode)
    picture.save(saved, "JPEG", exif=exif, comment=PLACE, progressive=progressive)
    return saved.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claimed(width: int, height: int) -> bytes:
    """A PNG file that claims a size and holds next to nothing."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rest = chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + rest


def opened(data: bytes) -> Image.Image:
    """A picture decoded, to compare what is seen."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
