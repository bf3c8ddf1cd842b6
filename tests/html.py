"""Pages as a browser reads them: white space that changes nothing on the screen is left out."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

# Beside and inside the ends of these, a browser shows no white space.
BLOCKS = (
    "address article aside base blockquote body button caption col colgroup dd desc details div dl "
    "dt fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header html legend li link "
    "main meta nav noscript ol optgroup option p rect script section select style summary svg "
    "table tbody td text tfoot th thead title tr tspan ul"
).split()
BESIDE_A_BLOCK = re.compile(rf" ?(</?(?:{'|'.join(BLOCKS)})\b[^>]*>) ?")


def one_line(page: str | HttpResponse) -> str:
    """The page with each run of white space as one space, and none where it would not show.

    Takes HTML, or an answer of the test client; an answer that is no HTML comes back as sent.
    """
    if not isinstance(page, str):
        text = page.content.decode()
        return one_line(text) if page["Content-Type"].startswith("text/html") else text
    return BESIDE_A_BLOCK.sub(r"\1", re.sub(r" (/?>)", r"\1", " ".join(page.split())))


def words_of(page: str | HttpResponse) -> str:
    """What a page says, without its tags, on one line."""
    text = page if isinstance(page, str) else page.content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def hidden(page: str | HttpResponse) -> dict[str, str]:
    """The hidden fields of a page's form, such as the version that it was opened with."""
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', one_line(page)))
    found.pop("csrfmiddlewaretoken", None)
    return found


def filled_in(client: Client, url: str, typed: dict[str, Any] | None = None, **more: Any) -> Any:
    """What a browser is answered that opens a form and sends it as it was filled in."""
    return client.post(url, hidden(client.get(url)) | (typed or {}), **more)
