"""The site with one address more: it writes a journal entry, once for each key, and says so.

`python under_fire.py PORT [SECONDS [BYTES]]` serves it on the data folder of the environment;
SECONDS a write waits for a locked database; no file may grow over BYTES.
"""

import os
import sys

if __name__ == "__main__":
    from prongsai.cli.session import Session
    from prongsai.web.project import server
    from prongsai.web.project.environment import current

    server.APPLICATION = "tests.web.faults.programs.under_fire:application"
    if len(sys.argv) > 3:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
    os.environ["UNDER_FIRE_PATIENCE"] = (sys.argv[2:] or ["20"])[0]
    sys.exit(server.Server(Session("en"), current(), "127.0.0.1", int(sys.argv[1])).run())

elif __name__ == "tests.web.faults.programs.under_fire":
    from prongsai.web.project import settings

    settings.DATABASES["default"]["OPTIONS"]["timeout"] = int(os.environ["UNDER_FIRE_PATIENCE"])
    from prongsai.web.project.wsgi import application  # noqa: F401 - the server asks for it

    # isort: split
    from django.http import HttpResponse
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    from prongsai.web.platform import idempotency, journal
    from prongsai.web.project import urls

    @csrf_exempt
    def fire(request):
        def act():
            return journal.record(
                None, None, "fired", request.POST["once"], why=request.POST["name"]
            ).subject

        return HttpResponse(idempotency.answered(request, act))

    urls.urlpatterns.append(path("fire/", fire))
