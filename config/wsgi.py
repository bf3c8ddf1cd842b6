"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("RUNS_AS", "web")  # the settings give each kind of process its own patience
os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)  # files that end a process where the disk is full
application = get_wsgi_application()
