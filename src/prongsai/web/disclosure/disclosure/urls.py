"""Addresses of the disclosure."""

from django.urls import path

from prongsai.web.disclosure.disclosure.views import board, hand_in, item

app_name = "disclosure"
_O = "<int:year>/oit/"
_I = f"{_O}<slug:code>/"
_P = f"{_O}piece/<uuid:piece_id>/"
_S = f"{_O}status/"
_L = f"{_O}links/"
_ONE = f"{_L}<uuid:link_id>/"
urlpatterns = [
    path("e/<uuid:piece_id>/", hand_in.permanent, name="permanent"),
    path(_O, board.board, name="board"),
    path(f"{_O}change/", board.change, name="change"),
    path(f"{_O}print/", board.printed, name="print"),
    path(f"{_O}oit.xlsx", board.export, name="export"),
    path(f"{_O}paste/", hand_in.paste, name="paste"),
    path(_S, board.status, name="status"),
    path(f"{_S}freeze/", board.freeze, name="freeze"),
    path(f"{_S}import/", board.take, name="status-import"),
    path(f"{_S}<uuid:snapshot_id>/<str:form>/", board.file, name="status-file"),
    path(_L, hand_in.links, name="links"),
    path(f"{_L}check/", hand_in.check, name="links-check"),
    path(f"{_L}schedule/", hand_in.schedule, name="links-schedule"),
    path(f"{_L}links.xlsx", hand_in.export, name="links-export"),
    path(_ONE, hand_in.link, name="link"),
    path(f"{_ONE}note/", hand_in.note, name="link-note"),
    path(f"{_ONE}accept/", hand_in.accept, name="link-accept"),
    path(f"{_O}preaudit/", item.report, name="preaudit"),
    path(f"{_O}preaudit/<str:form>/", item.report_file, name="preaudit-file"),
    path(_P, item.edit, name="piece"),
    path(f"{_P}file/", item.file, name="file"),
    path(f"{_P}qr.svg", hand_in.qr, name="qr"),
    path(f"{_P}remove/", item.remove, name="remove"),
    path(f"{_P}restore/", item.restore, name="restore"),
    path(f"{_P}renew/", item.renew, name="renew"),
    path("<int:year>/hand-in/", hand_in.hand_in, name="hand-in"),
    path("<int:year>/hand-in/limit/", hand_in.limit, name="limit"),
    path("<int:year>/hand-in/proofs/", hand_in.proofs, name="proofs"),
    path("<int:year>/hand-in/proofs/keep/", hand_in.keep, name="keep"),
    path("<int:year>/hand-in/proofs/<uuid:pack_id>/", hand_in.pack, name="pack"),
    path(_I, item.item, name="item"),
    path(f"{_I}history/", item.history, name="history"),
    path(f"{_I}elements/", item.elements, name="elements"),
    path(f"{_I}reading/", item.reading, name="reading"),
    path(f"{_I}reading/<slug:element>/page.png", item.quote, name="quote"),
    path(f"{_I}check-links/", hand_in.check_item, name="check-item"),
    path(f"{_I}dispute/", hand_in.dispute, name="dispute"),
    path("<int:year>/hand-in/dispute/<uuid:dispute_id>/<str:form>/", hand_in.file, name="disputed"),
    path(f"{_I}add/", item.add, name="add"),
    path(f"{_I}add-made/", item.add_made, name="add-made"),
    path(f"{_I}add-own/", item.add_own, name="add-own"),
    path(f"{_I}detach/<uuid:piece_id>/", item.detach, name="detach"),
    path(f"{_I}take-over/<uuid:piece_id>/", item.take_over, name="take-over"),
]
