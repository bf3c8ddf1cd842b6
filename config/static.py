"""Static files: what the front-end package gives, under names that change with their content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

TAKEN = ("govuk-frontend.min.css", "govuk-frontend.min.js")
PREFIX = "govuk"
TYPEFACE = "GDS Transport,arial,sans-serif"
OWN_TYPEFACE = "var(--house-font,arial,sans-serif)"


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with a digest of the content, and a compressed copy beside each file.

    Not strict: where the front-end package is missing, its files are not in the manifest, and pages
    come without a look instead of failing (the check `house.W001` says so).
    """

    manifest_strict = False


def own_version(name: str, text: str) -> str:
    """The package's file without what is not ours to use: the crest and the typeface."""
    text = re.sub(r"\n?/[/*]# sourceMappingURL=\S+( \*/)?\s*$", "", text)
    if name.endswith(".css"):
        text = re.sub(r"/\*![^*]*Margaret Calvert[^*]*\*/", "", text)
        text = re.sub(r"@font-face\{[^}]*\}", "", text)
        text = text.replace(TYPEFACE, OWN_TYPEFACE)
        text = re.sub(r"url\(/assets/[^)]*\)", "none", text)
    return text


class FrontEndPackageFinder(BaseFinder):
    """Offers two files of the npm package, rewritten once a version, under govuk/."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.package: Path = settings.FRONT_END_PACKAGE
        self.kept: Path = settings.VAR_DIR / "front-end"
        self.storage = FileSystemStorage(location=self.kept)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [name for name in TAKEN if not (self.package / name).exists()]
        if not missing:
            return []
        return [
            Warning(
                "The front-end package is not there, so pages have no look.",
                hint="Run: npm ci --ignore-scripts",
                id="house.W001",
            )
        ]

    def _fresh(self, name: str) -> bool:
        """Whether the file is there to offer; rewrites it first where the package is newer."""
        source, kept = self.package / name, self.kept / PREFIX / name
        if not source.exists():
            return False
        newest = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
        if not kept.exists() or kept.stat().st_mtime < newest:
            kept.parent.mkdir(parents=True, exist_ok=True)
            half = kept.with_suffix(f"{kept.suffix}.half")
            half.write_text(own_version(name, source.read_text(encoding="utf-8")), encoding="utf-8")
            half.replace(kept)
        return True

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        prefix, _, name = path.replace("\\", "/").partition("/")
        if prefix == PREFIX and name in TAKEN and self._fresh(name):
            found = str(self.kept / PREFIX / name)
            return [found] if find_all else found
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in TAKEN:
            if self._fresh(name):
                yield f"{PREFIX}/{name}", self.storage
