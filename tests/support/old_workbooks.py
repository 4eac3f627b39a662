"""Writes workbooks in the forms that are seldom written today: .xls, .xlsb and .ods, each with one sheet."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str | float]]
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def xls(rows: Rows) -> bytes:
    """The form of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(rows: Rows) -> bytes:
    """OpenDocument."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    table = f'<table:table table:name="Data">{lines}</table:table>'
    content = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return _zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"/>'.encode(),
            "content.xml": f"<office:document-content {spaces}>{content}</office:document-content>".encode(),
        }
    )


def xlsb(rows: Rows) -> bytes:
    """The binary form of Excel 2007 ([MS-XLSB]): a record is its kind, its length and its content."""
    begin_book, end_book, begin_sheets, end_sheets, sheet = 131, 132, 143, 144, 156
    begin_sheet, end_sheet, begin_data, end_data, size, row_begins, number, text = 129, 130, 145, 146, 148, 0, 5, 6
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Data")
    book = [(begin_book, b""), (begin_sheets, b""), (sheet, bundle), (end_sheets, b""), (end_book, b"")]
    extent = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    data = [(begin_sheet, b""), (size, extent), (begin_data, b"")]
    for row, cells in enumerate(rows):
        data.append((row_begins, struct.pack("<I", row) + bytes(13)))
        for column, cell in enumerate(cells):
            head = struct.pack("<II", column, 0)
            data.append(
                (text, head + _wide(cell)) if isinstance(cell, str) else (number, head + struct.pack("<d", cell))
            )
    data += [(end_data, b""), (end_sheet, b"")]
    types = f'<Types xmlns="{PACKAGE}content-types"><Default Extension="bin" ContentType="application/x"/></Types>'
    target = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    relations = f'<Relationships xmlns="{PACKAGE}relationships">{target}</Relationships>'
    return _zipped(
        {
            "[Content_Types].xml": types.encode(),
            "xl/_rels/workbook.bin.rels": relations.encode(),
            "xl/workbook.bin": b"".join(_record(*record) for record in book),
            "xl/worksheets/sheet1.bin": b"".join(_record(*record) for record in data),
        }
    )


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length = len(content)
    while length > 127:
        head, length = head + bytes([length & 127 | 128]), length >> 7
    return head + bytes([length]) + content


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {"xls": xls, "xlsb": xlsb, "ods": ods}
