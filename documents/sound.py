"""MP3: the labels around a recording. What is said in it is not read."""

from __future__ import annotations

from documents.passages import Passage, Reading, Unreadable

IS_RECORDING = "The file is a recording: what is said in it cannot be read."
LAST_LABEL = 128
LATER_LABEL = 10  # the head of a label: its name, version, flags and size


def read_mp3(content: bytes) -> Reading:
    sound = clean_mp3(content)
    labels = content.replace(sound, b"", 1).decode("utf-8", "ignore").replace("\0", "").strip()
    found = (Passage("details of the recording", labels),) if labels else ()
    return Reading(found, IS_RECORDING)


def clean_mp3(content: bytes) -> bytes:
    """The sound alone, without the labels before and behind it."""
    start, end = 0, len(content)
    while content[start : start + 3] == b"ID3":
        size = content[start + 6 : start + LATER_LABEL]
        if len(size) < 4 or any(byte > 127 for byte in size):
            raise Unreadable("The recording is damaged and cannot be read.")
        length = size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3]
        start += LATER_LABEL + length
    if content[end - LAST_LABEL : end - LAST_LABEL + 3] == b"TAG":
        end -= LAST_LABEL
    return content[start:end]
