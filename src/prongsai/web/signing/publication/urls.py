"""Addresses of what the agency has published, for everybody."""

from __future__ import annotations

from django.urls import path

from prongsai.web.signing.publication.views import public, staff

app_name = "publication"
_P = "<int:year>/published/"
_E = "published/<uuid:publication_id>/"
_A = "public/<uuid:agency_id>/"
urlpatterns = [
    path(_P, staff.published, name="published"),
    path(f"{_P}add/", staff.add, name="add"),
    path(f"{_P}published.<str:form>", staff.export, name="export"),
    path(_E, staff.edition, name="edition"),
    path(f"{_E}renew/", staff.renew, name="renew"),
    path(f"{_E}withdraw/", staff.withdraw, name="withdraw"),
    path(_A, public.public, name="public"),
    path(f"{_A}<uuid:publication_id>/", public.paper, name="paper"),
    path(f"{_A}<uuid:publication_id>/file/", public.file, name="file"),
]
