"""The HTML report in a real browser: nothing overflows, nothing is fetched, every quote stands on the page."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

import pytest

from ketacli.shipped import shipped

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
# Reports, from inside the page, how far its content reaches beyond the window.
PROBE = "<script>document.title = document.documentElement.scrollWidth - document.documentElement.clientWidth</script>"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The report on the demo policy, as a file."""
    target = tmp_path_factory.mktemp("html") / "report.html"
    sample = shipped("sample_policies") / "larkspur-esketamine.pdf"
    import sys

    argv = [sys.executable, "-m", "ketacli", "check", str(sample), "--format", "html", "-o", str(target)]
    subprocess.run(argv, check=False, timeout=120, capture_output=True)
    return target


def browse(page, tmp_path, *more):
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    done = subprocess.run(
        [CHROMIUM, *FLAGS, profile, *more, page.as_uri()], capture_output=True, timeout=120, check=False
    )
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize("width", [380, 1000])
def test_nothing_overflows(page, tmp_path, width):
    probe = tmp_path / "probe.html"
    source = page.read_text("utf-8")
    probe.write_text(re.sub(r"<meta http-equiv[^>]*>", "", source).replace("</body>", PROBE + "</body>"), "utf-8")
    shown = browse(probe, tmp_path, f"--window-size={width},900", "--dump-dom")
    beyond = int(re.search(r"<title>(-?\d+)</title>", shown).group(1))
    assert beyond <= 0


def test_a_screenshot_is_drawn_and_is_not_blank(page, tmp_path):
    shot = tmp_path / "shot.png"
    browse(page, tmp_path, "--window-size=1000,1600", f"--screenshot={shot}")
    assert shot.stat().st_size > 30_000


def test_every_quote_is_on_the_page_and_marked_on_its_picture(page, run, tmp_path):
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", "", browse(page, tmp_path, "--dump-dom"))).split())
    sample = shipped("sample_policies") / "larkspur-esketamine.pdf"
    reading = json.loads(run("check", sample, "--format", "json").stdout)["results"][0]
    for row in reading["positions"]:
        if row["treatment"] != "other" and row["quote"]:
            assert " ".join(row["quote"].replace("\u00ad", "-").split()) in shown
    source = page.read_text("utf-8")
    assert source.count("data:image/png;base64,") >= 1
    assert source.count("<rect") >= 10


def test_the_file_is_alone_in_the_world(page):
    source = page.read_text("utf-8")
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", source)
    assert "<script" not in source
    assert 'lang="en"' in source
