"""What the web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from prongsai.web.platform.following import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prongsai.web.project.settings")
follow_parent()
application = get_wsgi_application()
