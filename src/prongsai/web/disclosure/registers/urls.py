"""Addresses of the registers."""

from django.urls import path

from prongsai.web.disclosure.registers.views import making, row, rows, writers

app_name = "registers"
_ALL = "<int:year>/registers/"
_ONE = f"{_ALL}<slug:key>/"
_ROW = f"{_ONE}<uuid:row_id>/"
urlpatterns = [
    path("agency/registers/", writers.writers, name="writers"),
    path("agency/registers/<slug:key>/", writers.choose, name="choose-writers"),
    path(_ALL, rows.shelf, name="shelf"),
    path(f"{_ALL}make/", making.make, name="make"),
    path(f"{_ALL}bring/", making.bring, name="bring"),
    path(_ONE, rows.register, name="register"),
    path(f"{_ONE}add/", row.add, name="add"),
    path(f"{_ONE}grid/", rows.grid, name="grid"),
    path(f"{_ONE}rows.<slug:form>", rows.export, name="export"),
    path(f"{_ONE}views/", rows.save, name="save-view"),
    path(f"{_ONE}views/<uuid:view_id>/remove/", rows.remove, name="remove-view"),
    path(f"{_ONE}template.xlsx", rows.template, name="template"),
    path(f"{_ONE}entry.xlsx", rows.entry, name="entry"),
    path(f"{_ONE}change/", making.change, name="change"),
    path(f"{_ONE}close/", making.close, name="close"),
    path(f"{_ONE}open/", making.open_again, name="open-again"),
    path(f"{_ONE}schema.yaml", making.schema, name="schema"),
    path(f"{_ONE}take/", making.send, name="take"),
    path(f"{_ONE}take/<uuid:rows_file_id>/", making.preview, name="take-preview"),
    path(f"{_ONE}papers/<slug:paper>/<int:slot>/", row.paper, name="paper"),
    path(f"{_ONE}papers/<uuid:register_paper_id>.<slug:form>", row.paper_file, name="paper-file"),
    path(f"{_ONE}papers/<uuid:register_paper_id>/evidence/", row.evidence, name="evidence"),
    path(f"{_ONE}nothing/", rows.nothing, name="nothing"),
    path(f"{_ONE}nothing/<uuid:said_id>/take-back/", rows.take_back, name="take-back"),
    path(_ROW, row.row, name="row"),
    path(f"{_ROW}files/<uuid:register_file_id>/", row.file, name="file"),
    path(f"{_ROW}receipt.pdf", row.receipt, name="receipt"),
    path(f"{_ROW}circulate/", row.circulate, name="circulate"),
    path(f"{_ROW}move/", row.move, name="move"),
    path(f"{_ROW}remove/", row.remove, name="remove"),
    path(f"{_ROW}restore/", row.restore, name="restore"),
]
