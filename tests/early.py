"""Loaded before the settings (pytest.ini): a test run keeps its files in a folder of its own."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="compacts-test-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.mkdir(os.path.join(FOLDER, "static"))
os.environ["VAR_DIR"] = FOLDER
