"""What leaves as open data names no file that was sent for a row."""

import io
import zipfile
from uuid import UUID

from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import Row
from prongsai.core.registers.values import Attached, Context
from prongsai.documents.register_workbook import register_csv, register_workbook

LAWS = shipped_register("law-library")
FILE = Attached("สำเนาบัตรของคนหนึ่ง.pdf", UUID(int=7))
ROWS = (Row({"address": FILE.text}), Row({"address": "https://example.go.th/law"}))


def words_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_open_data_says_that_there_is_a_file_and_no_word_of_it():
    assert "address" in LAWS.public
    context = Context(2569)
    for told in (
        register_csv(LAWS, ROWS, context, public=True).decode(),
        words_of(register_workbook(LAWS, context, ROWS, public=True)),
    ):
        assert "มีไฟล์" in told
        assert "https://example.go.th/law" in told
        assert "สำเนาบัตร" not in told
        assert FILE.key.hex not in told


def test_the_agencys_own_file_names_it_so_that_it_comes_back():
    told = register_csv(LAWS, ROWS, Context(2569)).decode()
    assert FILE.text in told
