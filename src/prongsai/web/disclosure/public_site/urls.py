"""Addresses of the public site, for everybody and for its staff."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from prongsai.web.disclosure.public_site.views import finding, public, staff


class FiscalYear(IntConverter):
    """A year in one writing: with zeros before it one page would have addresses without end."""

    regex = "[1-9][0-9]{3}"


register_converter(FiscalYear, "fiscal")
app_name = "public_site"
_S = "public-site/"
_P = f"{_S}<uuid:page_id>/"
_A = "site/<uuid:agency_id>/"
urlpatterns = [
    path(_S, staff.pages, name="pages"),
    path("<int:year>/public-site/prepare/", staff.prepare, name="prepare"),
    path(f"{_S}new/<slug:kind>/", staff.begin, name="begin"),
    path(_P, staff.page, name="page"),
    path(f"{_P}edit/", staff.edit, name="edit"),
    path(f"{_P}discard/", staff.discard, name="discard"),
    path(f"{_P}renew/", staff.renew, name="renew"),
    path(f"{_P}version/<int:number>/", staff.version, name="version"),
    path(f"{_P}send/", staff.send, name="send"),
    path(f"{_P}send-to-publish/", staff.send_to_publish, name="send-to-publish"),
    path(f"{_P}mask/", staff.mask, name="mask"),
    path(f"{_P}publish/", staff.publish, name="publish"),
    path(f"{_P}withdraw/", staff.withdraw, name="withdraw"),
    path(_A, public.home, name="home"),
    path(f"{_A}about/", public.about, name="about"),
    path(f"{_A}information-act/", finding.information_act, name="act"),
    path(f"{_A}embed/<fiscal:year>/", finding.embedded, name="embedded"),
    path(f"{_A}sitemap.xml", finding.sitemap, name="sitemap"),
    path(f"{_A}feed.xml", finding.feed, name="feed"),
    path("robots.txt", finding.robots, name="robots"),
    path(f"{_A}news/", public.news, name="news"),
    path(f"{_A}questions/", public.questions, name="questions"),
    path(f"{_A}data/", finding.open_data, name="open-data"),
    path(f"{_A}data/catalogue.jsonld", finding.catalogue, name="catalogue"),
    path(f"{_A}data/<slug:key>.<slug:form>", finding.table, name="table"),
    path(f"{_A}data/<slug:key>/fields.csv", finding.fields, name="fields"),
    path(f"{_A}data/<slug:key>/ckan.json", finding.package, name="package"),
    path(f"{_A}search/", public.search, name="search"),
    path(f"{_A}read/<uuid:page_id>/", public.read, name="read"),
    path(f"{_A}read/<uuid:page_id>/file/<uuid:key>/", public.table_file, name="table-file"),
    path(f"{_A}ita/<fiscal:year>/", public.ita, name="ita"),
    path(f"{_A}ita/<fiscal:year>/data.<slug:form>", finding.year_table, name="data"),
    path(f"{_A}ita/<fiscal:year>/<slug:code>/", public.item, name="item"),
    path(f"{_A}ita/<fiscal:year>/file/<uuid:piece_id>/", public.file, name="file"),
    # Last: any other address under the agency's.
    path(f"{_A}<path:rest>", public.unknown, name="unknown"),
]
