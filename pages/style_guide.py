"""What the style guide shows: every component with made-up content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def style_guide_context(request: HttpRequest) -> dict[str, Any]:
    return {}
