"""Every file that leaves the site goes through here: as an attachment, and never as a page of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

SANDBOX = "sandbox; default-src 'none'"
ANY = "application/octet-stream"
Response = TypeVar("Response", bound=HttpResponseBase)


def as_download(response: Response, name: str, *, public: bool = False) -> Response:
    """Has the browser keep the file instead of opening it, and run nothing of it if it does. What is
    not public stays in no cache on the way."""
    # Of its own making, so that no sign in a name ends the header.
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    if not public:
        response["Cache-Control"] = "private, no-store"
    return response


def handed_out(file: FieldFile, name: str) -> FileResponse:
    """A stored file, in pieces. Raises Http404 where it is not in its place."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not in its place.") from None
    return as_download(FileResponse(opened, content_type=ANY), name)


def download(
    content: bytes | str, name: str, content_type: str, *, public: bool = False
) -> HttpResponse:
    """What was made for this one answer."""
    return as_download(HttpResponse(content, content_type=content_type), name, public=public)


def streamed(pieces: Iterable[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    """The same, sent while it is being made."""
    return as_download(StreamingHttpResponse(pieces, content_type=content_type), name)


def is_download(response: HttpResponseBase) -> bool:
    """Whether an answer is a file to keep."""
    return str(response.headers.get("Content-Disposition", "")).startswith("attachment")
