"""PNG and JPEG: what stands beside the picture, and the picture without it. What it shows is not read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zlib import crc32

from documents.passages import Passage, Reading, Unreadable, joined

PNG_START = b"\x89PNG\r\n\x1a\n"
# How the picture looks. Texts, times and what cameras write are not among them.
PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs",
}  # fmt: skip
IS_PICTURE = "The file is a picture: what it shows cannot be read."
DAMAGED = "The picture is damaged and cannot be read."
JFIF, EXIF, ICC, ADOBE, COMMENT, SCAN = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0xDA
TURNED = 0x0112  # which side of the picture is up


def read_png(content: bytes) -> Reading:
    texts = [body for name, body in _png_chunks(content) if name not in PNG_KEPT]
    return _reading(texts)


def read_jpeg(content: bytes) -> Reading:
    parts = list(_jpeg_parts(content))
    return _reading([body for mark, body in parts if mark is not None and not _is_kept(mark, body)])


def _reading(texts: list[bytes]) -> Reading:
    told = joined([_readable(body) for body in texts if body])
    found = (Passage("details of the picture", told),) if told else ()
    return Reading(found, IS_PICTURE)


def _readable(body: bytes) -> str:
    """Letters out of a binary part, in one byte each and in two, as cameras write them."""
    return body.decode("utf-8", "ignore").replace("\0", "").strip()


def clean_png(content: bytes) -> bytes:
    kept = [PNG_START]
    for name, body in _png_chunks(content):
        if name in PNG_KEPT:
            check = struct.pack(">I", crc32(name + body))
            kept.append(struct.pack(">I", len(body)) + name + body + check)
    return b"".join(kept)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_START)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise Unreadable(DAMAGED)
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length
    raise Unreadable(DAMAGED)


def clean_jpeg(content: bytes) -> bytes:
    """Keeps what draws the picture, its colours, and which way up it is."""
    kept = [b"\xff\xd8"]
    upright = _upright(content)
    for mark, body in _jpeg_parts(content):
        if mark is None:
            kept.append(body)
        elif _is_kept(mark, body):
            kept.append(struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body)
    if upright > 1:
        kept.insert(1, _turned(upright))
    return b"".join(kept)


def _is_kept(mark: int, body: bytes) -> bool:
    if mark == ICC:
        return body.startswith(b"ICC_PROFILE\0")
    return mark in (JFIF, ADOBE) or not (0xE0 <= mark <= 0xEF or mark == COMMENT)


def _jpeg_parts(content: bytes) -> Iterator[tuple[int | None, bytes]]:
    """Its marked parts in order; then, with no mark, the scans up to the end of the picture."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Unreadable(DAMAGED)
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == SCAN:
            # After the end of the picture, phones append a second one, or a film.
            end = content.find(b"\xff\xd9", at)
            yield None, content[at : end + 2] if end >= 0 else content[at:]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        if length < 2:
            raise Unreadable(DAMAGED)
        yield mark, content[at + 4 : at + 2 + length]
        at += 2 + length
    raise Unreadable(DAMAGED)


def _upright(content: bytes) -> int:
    """Which way up a camera held the picture, 1 to 8; 1 where nothing says."""
    for mark, body in _jpeg_parts(content):
        if mark != EXIF or not body.startswith(b"Exif\0\0"):
            continue
        tiff = body[6:]
        order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
        try:
            if order is None:
                return 1
            (start,) = struct.unpack_from(f"{order}I", tiff, 4)
            (count,) = struct.unpack_from(f"{order}H", tiff, start)
            for each in range(min(count, 100)):
                tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * each)
                if tag == TURNED:
                    return value if 1 <= value <= 8 else 1
        except struct.error:
            return 1
    return 1


def _turned(upright: int) -> bytes:
    entry = struct.pack("<HHIHH", TURNED, 3, 1, upright, 0)
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
    return struct.pack(">BBH", 0xFF, EXIF, len(body) + 2) + body
