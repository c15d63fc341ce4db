"""A packet opened again: page count, order, bookmarks, page numbers; private records only with consent."""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
import zlib
from datetime import date

import pypdfium2
import pytest

from ketacli.cases import CaseProblem, record
from ketacli.cases import packet_pdf as packet_pdf_module
from ketacli.cases.packet import mark, plan_packet
from ketacli.cases.packet_pdf import packet_pdf
from ketacli.cases.packet_zip import packet_zip
from tests.cases.conftest import TODAY


def pdf_of(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(612, 792)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def white_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_letter(case, text="Dear reviewer,\n\nplease reverse the denial.\n"):
    (case.folder / "letters").mkdir()
    (case.folder / "letters" / "appeal.txt").write_text(text)
    entry = {"file": "letters/appeal.txt", "kind": "appeal", "level": "internal_appeal", "written_on": "2026-11-20"}
    return case.update(lambda data: record.letter(data, entry=entry), what="letter")


def opened(data: bytes):
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    marks = [(each.get_title(), each.get_dest().get_index()) for each in document.get_toc()]
    document.close()
    return texts, marks


def test_pages_order_bookmarks_and_numbers(case, put_file):
    case = with_letter(case)
    case = put_file(case, "scores.pdf", pdf_of(2), kind="scores")
    case = put_file(case, "policy.pdf", pdf_of(3), kind="medical_policy", title="Policy 0447 *draft* #1")
    case = put_file(case, "denial.txt", b"We do not cover this.\n", kind="denial_letter")
    texts, marks = opened(packet_pdf(plan_packet(case, today=TODAY)))
    # cover 1, letter 1, then a sheet and its pages for each: denial 1 + 1, policy 1 + 3, scores 1 + 2, checklist 1
    assert len(texts) == 12
    assert marks == [
        ("Appeal packet", 0),
        ("Letter", 1),
        ("Exhibit A: The denial", 2),
        ("Exhibit B: Policy 0447 *draft* #1", 4),
        ("Exhibit C: Rating scale scores", 8),
        ("Checklist (for you: do not send)", 11),
    ]
    numbers = [int(found.group(1)) for text in texts if (found := re.search(r"page (\d+) of 11\s*$", text))]
    assert numbers == list(range(1, 12))
    assert "page" not in texts[11].splitlines()[-1]
    assert "We do not cover this." in texts[3]
    assert "please reverse the denial" in texts[1]
    assert "WTG 0441973" in texts[0]


def test_words_are_never_markup(case, put_file):
    case = with_letter(case, "#panic() $x$ *bold* @ref <label> \\ `raw` = heading\n")
    case = put_file(case, "a.txt", b'#import "x" [ ] { }\n', kind="records", title='#eval("1") $')
    texts, marks = opened(packet_pdf(plan_packet(case, today=TODAY)))
    assert "#panic() $x$ *bold* @ref <label> \\ `raw` = heading" in texts[1]
    assert ('Exhibit A: #eval("1") $', 2) in marks


def test_private_records_need_their_own_consent(case, put_file):
    case = with_letter(case)
    case = put_file(case, "notes.txt", b"session", kind="records", sensitivity="psychotherapy_notes", title="Sessions")
    case = put_file(case, "detox.txt", b"detox", kind="records", sensitivity="part_2", title="Programme")
    packet = plan_packet(case, today=TODAY)
    assert packet.exhibits == ()
    assert [each.document for each in packet.left_out] == ["D1", "D2"]
    assert packet.complete
    members = zipfile.ZipFile(io.BytesIO(packet_zip(packet)))
    assert not any(members.read(name) == b"session" or members.read(name) == b"detox" for name in members.namelist())

    consented = case.update(lambda data: data["consent"].update(part_2="2026-11-01"), what="consent")
    packet = plan_packet(consented, today=TODAY)
    assert [each.document for each in packet.exhibits] == ["D2"]
    assert [each.document for each in packet.left_out] == ["D1"]


def test_a_changed_or_missing_file_is_left_out_and_told(case, put_file):
    case = with_letter(case)
    case = put_file(case, "a.txt", b"one", kind="records")
    case = put_file(case, "b.txt", b"two", kind="scores")
    (case.folder / "documents" / "a.txt").write_bytes(b"altered")
    (case.folder / "documents" / "b.txt").unlink()
    packet = plan_packet(case, today=TODAY)
    assert packet.exhibits == ()
    assert {each.why for each in packet.left_out} == {
        "the file has changed since it was read: read it again",
        "the file is missing",
    }
    assert not packet.complete


def test_a_file_outside_the_case_is_refused(case):
    entry = {"file": "../../../etc/hostname", "kind": "appeal"}
    case = case.update(lambda data: record.letter(data, entry=entry), what="letter")
    with pytest.raises(CaseProblem) as caught:
        plan_packet(case, today=TODAY)
    assert "outside" in caught.value.message


def test_the_zip_holds_the_files_in_order_and_is_the_same_each_time(case, put_file):
    case = with_letter(case)
    case = put_file(case, "policy.pdf", pdf_of(1), kind="medical_policy")
    case = put_file(case, "denial.txt", b"no", kind="denial_letter", title="../../Denial of 18 September")
    packet = plan_packet(case, today=TODAY)
    data = packet_zip(packet)
    assert data == packet_zip(packet)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names == [
        "00-cover.txt",
        "01-letter.txt",
        "02-exhibit-A-denial-of-18-september.txt",
        "03-exhibit-B-the-plan-s-policy.pdf",
        "04-checklist-do-not-send.txt",
    ]


def test_a_damaged_exhibit_is_named_by_file(case, put_file):
    case = with_letter(case)
    case = put_file(case, "broken.pdf", b"%PDF-1.7\nnothing here\n", kind="scores")
    with pytest.raises(CaseProblem) as caught:
        packet_pdf(plan_packet(case, today=TODAY))
    assert "broken.pdf" in caught.value.message


def test_the_checklist_says_what_is_not_done(case):
    packet = plan_packet(case, today=TODAY)
    told = {words: done for done, words in packet.checklist}
    assert told["The letter is in the packet"] is False
    assert told["It must be in by 2027-03-17: check the letter"] is True
    late = {words: done for done, words in plan_packet(case, today=date(2027, 3, 18)).checklist}
    assert late["It must be in by 2027-03-17: check the letter"] is False


def test_marks_go_on_after_z():
    assert [mark(place) for place in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        *("A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"),
    ]


def test_a_pdf_that_cannot_be_embedded_is_taken_in_as_pictures(case, put_file, monkeypatch):
    case = put_file(with_letter(case), "scores.pdf", pdf_of(2), kind="scores")
    real = packet_pdf_module._compile
    tried = []

    def refusing(typst, packet, folder, *, as_pictures):
        tried.append(as_pictures)
        if not as_pictures:
            raise RuntimeError("cannot embed")
        return real(typst, packet, folder, as_pictures=as_pictures)

    monkeypatch.setattr(packet_pdf_module, "_compile", refusing)
    texts, marks = opened(packet_pdf(plan_packet(case, today=TODAY)))
    assert tried == [False, True]
    assert len(texts) == 6
    assert ("Exhibit A: Rating scale scores", 2) in marks


def test_without_typst_the_way_out_is_told(case, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CaseProblem) as caught:
        packet_pdf(plan_packet(case, today=TODAY))
    assert "--format zip" in caught.value.hint


def test_pictures_and_landscape_pages_keep_to_one_page(case, put_file):
    case = put_file(with_letter(case), "scan.png", white_png(900, 300), kind="records")
    wide = pypdfium2.PdfDocument.new()
    wide.new_page(792, 612).close()
    held = io.BytesIO()
    wide.save(held)
    wide.close()
    case = put_file(case, "wide.pdf", held.getvalue(), kind="scores")
    texts, _ = opened(packet_pdf(plan_packet(case, today=TODAY)))
    assert len(texts) == 2 + 2 + 2 + 1
