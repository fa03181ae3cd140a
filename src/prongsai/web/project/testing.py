"""Settings of tests and type checks: a data folder of their own that goes with the process."""

import atexit
import fcntl
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

if "mypy" in sys.modules:  # it ends without tidying up: always the same folder
    os.environ["PRONGSAI_DATA"] = str(Path(tempfile.gettempdir()) / "prongsai-types")
elif "PRONGSAI_DATA" not in os.environ:
    # It goes with the process; where that is killed at once, the next run removes it.
    _folder = Path(tempfile.mkdtemp(prefix="prongsai-"))
    _alive = (_folder / "alive.new").open("w")
    fcntl.flock(_alive, fcntl.LOCK_EX)  # the system lets go of it however the process ends
    atexit.register(_alive.close)
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    for _other in _folder.parent.glob("prongsai-????????/alive"):
        with suppress(OSError), _other.open("r+") as _lock:  # held, of another user, or just gone
            fcntl.flock(_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(_other.parent, ignore_errors=True)
    (_folder / "alive.new").rename(_folder / "alive")
    os.environ["PRONGSAI_DATA"] = str(_folder)
    os.environ["PRONGSAI_DATA_IS_OURS"] = "yes"

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
