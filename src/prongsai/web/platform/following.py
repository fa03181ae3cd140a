"""A process that ends with its parent: nothing of a killed server goes on holding its port."""

import os
import threading
import time

PARENT = "PRONGSAI_PARENT"
_EVERY = 1.0


def follow_parent() -> None:
    """Watch the parent that the environment names, if it names one; end at once when it is gone.

    Ctrl-C then comes from the parent alone: a web process that hears it twice, from the terminal
    too, does not end.
    """
    named = os.environ.get(PARENT, "")
    if named.isdecimal():
        if hasattr(os, "setpgrp") and os.getpgrp() != os.getpid():
            os.setpgrp()
        end_with(int(named))


def end_with(parent: int) -> None:
    """Watch the process that started this one; end at once when it is gone."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)
