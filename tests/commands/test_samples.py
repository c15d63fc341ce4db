"""Every sample document is a golden test, and one text gives one answer in every format that it comes in."""

from __future__ import annotations

import shutil

import pytest

from ketacli.shipped import shipped
from tests.commands.sample_reading import conclusion

SAMPLES = sorted(
    path for path in shipped("sample_policies").iterdir() if path.suffix in (".pdf", ".docx", ".html", ".txt")
)
FAMILIES = ("junction-combined", "northgate-iv-anesthetics")
needs_ocr = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def marks(path):
    return [needs_ocr] if "scan" in path.stem else []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name, marks=marks(path)) for path in SAMPLES])
def test_a_sample_reads_as_a_careful_reader_would(run, path, snapshot):
    assert conclusion(run, path) == snapshot


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("suffix", [".docx", ".html", ".txt"])
def test_every_format_gives_the_same_answer(run, family, suffix):
    folder = shipped("sample_policies")
    (other,) = list(folder.glob(f"{family}-*{suffix}"))
    assert conclusion(run, other) == conclusion(run, folder / f"{family}.pdf")


@needs_ocr
@pytest.mark.parametrize("family", FAMILIES)
def test_a_scan_gives_the_same_positions(run, family):
    folder = shipped("sample_policies")
    scan, digital = (conclusion(run, folder / f"{family}{part}.pdf") for part in ("-scan", ""))
    assert scan["positions"] == digital["positions"]


@needs_ocr
def test_what_was_recognised_is_read_and_without_an_engine_is_unknown(run):
    scan = shipped("sample_policies") / "northgate-iv-anesthetics-scan.pdf"
    done = run("check", scan, "--ocr", "never")
    assert done.returncode == 3
    assert "could not be read" in done.stdout
    without = run("check", scan, env={"PATH": "/nonexistent"})
    assert without.returncode == 3
    assert "unknown" in without.stdout


def test_a_superseded_document_says_so_first(run):
    first = run("check", shipped("sample_policies") / "orchard-esketamine-2024.pdf").stdout.splitlines()[1]
    assert first.startswith("This document is no longer in force")
