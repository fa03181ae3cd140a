"""Addresses of what the agency has published, for everybody."""

from django.urls import path

from prongsai.web.signing.publication import views

app_name = "publication"
_P = "<int:year>/published/"
_E = "published/<uuid:publication_id>/"
_A = "public/<uuid:agency_id>/"
urlpatterns = [
    path(_P, views.published, name="published"),
    path(f"{_P}add/", views.add, name="add"),
    path(f"{_P}published.<str:form>", views.export, name="export"),
    path(_E, views.edition, name="edition"),
    path(f"{_E}renew/", views.renew, name="renew"),
    path(f"{_E}withdraw/", views.withdraw, name="withdraw"),
    path(_A, views.public, name="public"),
    path(f"{_A}<uuid:publication_id>/", views.paper, name="paper"),
    path(f"{_A}<uuid:publication_id>/file/", views.file, name="file"),
]
