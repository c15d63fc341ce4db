"""Every format of a check: what it says, how it reads, and that words from a document never act."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from ketacli.policy.answer import answer
from ketacli.policy.check import Checked, Question
from ketacli.reports import check_html, check_json, check_tables, check_text
from ketacli.reports.paper import Paper
from ketacli.reports.verdict import verdict
from tests.reports.sample import ATTACK, CHECKED, READING, UNREADABLE

TODAY = date(2026, 11, 25)
ALL = Question()
SPRAVATO = Question(treatment="esketamine", indication="trd")


def text(*outcomes, question=ALL, **paper) -> str:
    return check_text.render(outcomes, question, Paper(**paper), today=TODAY)


def test_text_report(snapshot):
    assert text(CHECKED, UNREADABLE) == snapshot


def test_text_report_with_everything(snapshot):
    assert check_text.render([CHECKED], ALL, Paper(), everything=True, why=True, today=TODAY) == snapshot


def test_markdown_report(snapshot):
    assert check_tables.markdown([CHECKED, UNREADABLE], ALL) == snapshot


def test_csv_report(snapshot):
    assert check_tables.csv([CHECKED, UNREADABLE]) == snapshot


def test_json_report(snapshot):
    assert check_json.render([CHECKED, UNREADABLE], ALL, by_line=False) == snapshot


def test_the_first_line_under_the_name_is_the_answer():
    first = text(CHECKED, width=400).splitlines()[1]
    assert first.startswith(
        "Spravato (esketamine) for treatment-resistant depression: covered if 2 conditions are met."
    )
    assert first.endswith("IV ketamine: called experimental or investigational.")


def test_one_question_has_one_answer():
    outcome = Checked(
        name="p", code=CHECKED.code, reading=READING, answers=(answer(READING, "esketamine", "trd"),), format="pdf"
    )
    said = verdict(outcome, SPRAVATO)
    assert said == "Spravato (esketamine) for treatment-resistant depression: covered if 2 conditions are met."


def test_silence_is_neither_yes_nor_no():
    question = Question(treatment="ketamine_oral", indication="trd")
    outcome = Checked(
        name="p", code=CHECKED.code, reading=READING, answers=(answer(READING, "ketamine_oral", "trd"),), format="pdf"
    )
    assert "neither a yes nor a no" in verdict(outcome, question)


def test_a_document_of_the_future_says_so_first():
    early = check_text.render([CHECKED], ALL, Paper(width=300), today=date(2025, 12, 31))
    assert early.splitlines()[1].startswith("This document takes effect only on 2026-01-01.")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_paper(width):
    assert max(map(len, text(CHECKED, UNREADABLE, width=width).splitlines())) <= width + len("[]") * 3


def test_ascii_paper_has_only_ascii():
    assert text(CHECKED, unicode=False).isascii()


def test_words_of_a_document_do_not_act():
    report = text(CHECKED)
    assert "\x1b" not in report
    assert "[bold]IV ketamine[/bold]" in report.replace("\n  ", " ")
    page = check_html.render([CHECKED], ALL, {}, today=TODAY)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    rows = list(csv.DictReader(io.StringIO(check_tables.csv([CHECKED]))))
    assert not any(value.startswith(("=", "@")) for row in rows for value in row.values())
    assert "<script>" not in check_tables.markdown([CHECKED], ALL).replace("\\<script\\>", "")


def test_json_keeps_the_exact_quote():
    found = json.loads(check_json.render([CHECKED], ALL, by_line=False))
    assert found["results"][0]["positions"][2]["quote"] == ATTACK
    assert found["schema"] == "ketacli.check"


def test_json_lines_have_a_line_a_file_failures_included():
    lines = check_json.render([CHECKED, UNREADABLE], ALL, by_line=True).splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["policy.pdf", "locked.pdf"]
    assert json.loads(lines[1])["error"]["kind"] == "encrypted"


def test_html_names_no_outside_address_and_no_script():
    page = check_html.render([CHECKED], ALL, {}, today=TODAY)
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
