
import os, tempfile
from pathlib import Path
from prongsai.web.project.settings import DATA
from tests import leftovers

def test_that_waits(chromium):
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        print("BEGUN", os.getpid(), DATA, tempfile.mkdtemp(), leftovers.run().folder, flush=True)
        import time
        time.sleep(300)
