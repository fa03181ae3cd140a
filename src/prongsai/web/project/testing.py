"""Settings of tests and type checks: a data folder of their own that goes with the process."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

if "mypy" in sys.modules:  # it ends without tidying up: always the same folder
    os.environ["PRONGSAI_DATA"] = str(Path(tempfile.gettempdir()) / "prongsai-types")
elif "PRONGSAI_DATA" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="prongsai-")
    os.environ["PRONGSAI_DATA"] = _folder
    os.environ["PRONGSAI_DATA_IS_OURS"] = "yes"
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from prongsai.web.project.settings import *  # noqa: F403
from prongsai.web.project.settings import DATA, DATABASES, STORAGES

# In memory; a name of its own, by which tests/web/databases.py puts tables there that are made.
# What pytest-xdist hangs on the end falls to a parameter that SQLite does not know.
DATABASES = DATABASES | {
    "default": DATABASES["default"]
    | {"TEST": {"NAME": "file:prongsai?mode=memory&cache=shared&process=main"}}
}
# Fast and worthless: tests sign in a thousand times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Others find the site here: what only its own machine opens prints nothing.
SITE_ADDRESS = "https://prongsai.example.go.th"
# Tests compare plain sentences; the pictures and browser tests turn this on again.
TYPESETTING = False
# Tests make rows without a journal, by which kept pages know that something changed.
PAGES_KEPT = False
# Pages are tested before the styles are built; that every name is built has a test of its own.
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
