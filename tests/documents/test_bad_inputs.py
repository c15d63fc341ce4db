"""Each way in which an input fails: its class, its words, and that damage never crashes the reader."""

from __future__ import annotations

import os
import random
import zipfile
from io import BytesIO

import pytest

from ketacli.documents import errors
from ketacli.documents.decode import WrongEncoding
from ketacli.documents.limits import Limits
from ketacli.documents.read import collect_paths, read_document
from ketacli.errors import ExitCode, InputProblem
from tests.documents.helpers import docx, paragraph, read, typst_pdf


def test_missing_file(tmp_path):
    with pytest.raises(errors.MissingFile) as problem:
        read_document(tmp_path / "none.pdf")
    assert problem.value.code is ExitCode.UNREAD
    with pytest.raises(errors.MissingFile):
        collect_paths([tmp_path / "none.pdf"])


def test_folder_without_readable_files(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(errors.NoReadableFiles):
        collect_paths([tmp_path])
    with pytest.raises(errors.NoReadableFiles):
        read_document(tmp_path)


def test_folder_gives_its_files_in_order_and_once(tmp_path):
    for name in ("b.txt", "a.pdf", "c.HTML", ".hidden.txt", "skip.png"):
        (tmp_path / name).write_text("x")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "d.md").write_text("x")
    found = collect_paths([tmp_path, tmp_path / "a.pdf", "-"])
    assert [getattr(path, "name", path) for path in found] == ["a.pdf", "b.txt", "c.HTML", "d.md", "-"]


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_empty(data):
    with pytest.raises(errors.EmptyFile):
        read(data)


def test_nothing_that_a_person_sees():
    with pytest.raises(errors.NoText):
        read(b"<html><body><p hidden>x</p></body></html>")
    with pytest.raises(errors.NoText):
        read(typst_pdf("#pagebreak()"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"II*\x00", "TIFF"),
        (b"{\\rtf1 x}", ".rtf"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"ISA*00*", "X12"),
        (b"<?xml version='1.0'?><a xmlns='urn:x'><b>x</b></a>", "XML"),
    ],
)
def test_known_kinds_that_are_not_read(data, words):
    with pytest.raises(errors.NotReadHere, match=words) as problem:
        read(data + b" " * 40)
    assert problem.value.hint


@pytest.mark.parametrize(("inner", "words"), [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint")])
def test_other_office_files(inner, words):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(inner, "<x/>")
    with pytest.raises(errors.NotReadHere, match=words):
        read(out.getvalue())


def test_old_word_files_are_named():
    with pytest.raises(errors.EncryptedOffice, match="old"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_binary_noise():
    with pytest.raises(errors.BinaryNoise):
        read(bytes(range(256)) * 8)


def test_wrong_encoding_and_the_fallback():
    with pytest.raises(WrongEncoding, match="encoding"):
        read("Привет, мир! Это политика страхования.".encode("koi8-r"))
    document = read("The plan\x92s policy – €5 copay".encode("cp1252", "replace").replace(b"?", b"\x92"))
    assert "’" in document.pages[0].text
    assert "Windows-1252" in document.warnings[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings(encoding):
    document = read("Coinsurance ≥ 20 %\n".encode(encoding))
    assert document.pages[0].text == "Coinsurance ≥ 20 %\n"
    assert document.warnings == ()


def encrypted_pdf(tmp_path):
    """An RC4 40-bit encrypted PDF, made by hand (user password "open")."""
    import hashlib

    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

    def rc4(key, data):
        state, j, out = list(range(256)), 0, bytearray()
        for i in range(256):
            j = (j + state[i] + key[i % len(key)]) % 256
            state[i], state[j] = state[j], state[i]
        i = j = 0
        for byte in data:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            out.append(byte ^ state[(state[i] + state[j]) % 256])
        return bytes(out)

    def padded(word):
        return (word + pad)[:32]

    owner = rc4(hashlib.md5(padded(b"owner")).digest()[:5], padded(b"open"))
    ident, rights = b"0123456789abcdef", -44 & 0xFFFFFFFF
    key = hashlib.md5(padded(b"open") + owner + rights.to_bytes(4, "little") + ident).digest()[:5]
    user = rc4(key, pad)
    stream = b"BT /F1 12 Tf 72 700 Td (Ketamine infusion is covered for adults.) Tj ET"
    secret = rc4(hashlib.md5(key + b"\x04\x00\x00\x00\x00").digest()[:10], stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(secret) + secret + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>"
        % (owner.hex().encode(), user.hex().encode(), rights - (1 << 32)),
    ]
    return assemble(objects, b"/Encrypt 6 0 R/ID[<%s><%s>]" % (ident.hex().encode(), ident.hex().encode()))


def assemble(objects, trailer=b""):
    """A PDF file of numbered objects."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(out)


def test_encrypted_pdf(tmp_path):
    data = encrypted_pdf(tmp_path)
    with pytest.raises(errors.PasswordNeeded) as needed:
        read(data)
    assert "--password-file" in needed.value.hint
    with pytest.raises(errors.WrongPassword):
        read(data, password="wrong")
    assert "Ketamine infusion is covered" in read(data, password="open").pages[0].text


def test_corrupt_pdf():
    with pytest.raises(errors.CorruptFile, match="damaged"):
        read(b"%PDF-1.7\nnothing that follows makes a document")


def test_corrupt_docx():
    whole = docx(paragraph("text"))
    with pytest.raises(errors.CorruptFile):
        read(whole[: len(whole) // 2])
    with pytest.raises(errors.CorruptFile):
        read(docx("<w:p><w:r>"))


def test_zip_bombs_are_refused_before_they_unpack():
    bomb = docx(paragraph("x"), extra={"word/media.bin": bytes(60_000_000)})
    assert len(bomb) < 200_000
    with pytest.raises(errors.UnpacksTooLarge):
        read(bomb)
    many = docx(paragraph("x"), extra={f"word/media{n}.bin": os.urandom(1000) for n in range(5100)})
    with pytest.raises(errors.UnpacksTooLarge):
        read(many)


def test_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document/>'
    with pytest.raises(errors.EntitiesRefused):
        read(docx("", extra={"word/document.xml": evil, "word/other.xml": evil}))
    with pytest.raises(errors.EntitiesRefused):
        read(b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><html><body>&b;</body></html>')


def test_deeply_nested_markup_is_refused_or_read():
    with pytest.raises(errors.NestedTooDeep):
        read("<html><body>" + "<div>" * 20000 + "x")
    assert "fine" in read("<html><body>" + "<div>" * 500 + "fine").pages[0].text


def test_limits(tmp_path):
    path = tmp_path / "big.txt"
    path.write_text("word " * 1000)
    with pytest.raises(errors.TooLarge):
        read_document(path, limits=Limits(max_bytes=4999))
    assert read_document(path, limits=Limits(max_bytes=5000)).pages
    pdf = typst_pdf("one\n#pagebreak()\ntwo\n#pagebreak()\nthree")
    with pytest.raises(errors.TooManyPages):
        read(pdf, limits=Limits(max_pages=2))
    assert read(pdf, limits=Limits(max_pages=3)).page_count == 3
    with pytest.raises(errors.TooSlow):
        read(pdf, limits=Limits(max_seconds=0))


def test_messages_name_the_file_and_nothing_of_its_content():
    with pytest.raises(InputProblem) as problem:
        read(b"%PDF-1.7 Jane Roe SSN 078-05-1120", name="letter.pdf")
    assert "letter.pdf" in problem.value.message
    assert "Jane" not in problem.value.message + problem.value.hint


def samples():
    html = "<html><body><h1>Policy</h1><ul><li>one<ul><li>two</li></ul></li></ul><table><tr><th>a<td>b</table>"
    table = "<w:tbl><w:tr><w:tc>" + paragraph("cell") + "</w:tc></w:tr></w:tbl>"
    return {
        "pdf": typst_pdf("= Title\n- one\n- two\n#strike[gone]\n#table(columns: 2, [a], [b], [c], [d])"),
        "docx": docx(paragraph("one") + table),
        "html": html.encode(),
        "txt": b"TITLE\n\n- one\n  - two\n\nA   B   C\n1   2   3\n",
        "md": b"# Title\n\n| a | b |\n|---|---|\n| c | ~~d~~ |\n",
    }


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "txt", "md"])
def test_damage_never_crashes(kind):
    whole = samples()[kind]
    chance = random.Random(20261125)
    for turn in range(60):
        data = bytearray(whole)
        if turn % 3 == 0:
            data = data[: chance.randrange(1, len(data))]
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if turn % 5 == 0:
            at = chance.randrange(len(data))
            data[at:at] = data[: chance.randrange(len(data))]
        try:
            document = read(bytes(data), name=f"x.{kind}", ocr="never")
        except InputProblem:
            continue
        for page in document.pages:
            assert all(0 <= b.start < b.end <= len(page.text) for b in page.blocks)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><head><style>" + b"a" * 60_000 + b"/*" * 30_000 + b"</style></head><body>text of it",
        b"[" * 60_000 + b" text",
        b"a" + b" " * 200_000 + b"b",
        b"<!--" * 20_000 + b" text",
        b"`*_~" * 20_000 + b" text",
        b"1." * 50_000 + b" text",
    ],
)
def test_repeated_signs_do_not_hang(data):
    for name in ("x.txt", "x.md"):
        document = read(data, name=name, limits=Limits(max_seconds=20))
        assert document.pages[0].blocks


def test_lines_of_a_text_count_as_pages():
    with pytest.raises(errors.TooManyPages):
        read("line\n" * 700, limits=Limits(max_pages=10))
