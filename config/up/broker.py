"""The queue of files that stands in for Redis on one machine."""

import time
from pathlib import Path

from django.conf import settings

SETTLED = 5  # seconds after which a file that is empty is not being written any more


def forget_empty_bindings() -> None:
    """Deletes the empty files that a full disk leaves where queues are bound to their exchanges.

    No worker starts over one of them, however often it is tried; each writes its own anew.
    """
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("control_folder")
    if folder is None:
        return
    for file in Path(folder).glob("*.exchange"):
        try:
            kept = file.stat()
            if kept.st_size == 0 and time.time() - kept.st_mtime > SETTLED:
                file.unlink()
        except OSError:
            continue  # another worker was quicker, or the disk refuses even this
