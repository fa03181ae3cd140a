"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from prongsai.web.platform.request_pool import RequestPool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prongsai.web.project.settings")
application = RequestPool(get_wsgi_application())
