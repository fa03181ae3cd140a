"""The addresses of the first page and of the search."""

from django.urls import path

from prongsai.web.menu import views

app_name = "menu"
urlpatterns = [
    path("", views.root, name="root"),
    path("search/", views.search, name="search"),
    path("help/", views.guides, name="guides"),
    path("help/citizen/", views.citizen_guide, name="citizen-guide"),
    path("help/pictures/<slug:name>.png", views.guide_picture, name="guide-picture"),
    path("help/<slug:guide>/", views.guide, name="guide"),
]
