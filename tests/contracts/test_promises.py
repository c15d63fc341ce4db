"""Promises that hold for every command: no network, nothing personal in an error, no click, no printing elsewhere."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from ketacli.shipped import shipped
from tests.conftest import ROOT

PACKAGE = ROOT / "ketacli"
SOURCES = sorted(PACKAGE.rglob("*.py"))
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "telnetlib",
}

# Runs one command with every way out of the machine closed: a call that tries one ends as a bug, exit code 4.
CLOSED = """
import socket, sys
def closed(*args, **kwargs):
    raise RuntimeError("a connection was tried")
socket.socket.connect = socket.socket.connect_ex = closed
socket.create_connection = socket.getaddrinfo = closed
from ketacli.app import main
sys.exit(main(sys.argv[1:]))
"""


def imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_knows_the_network_or_click(path):
    names = imported(ast.parse(path.read_text("utf-8")))
    roots = {name.split(".")[0] for name in names}
    assert not (names | roots) & NETWORK
    assert "click" not in roots


def test_only_the_console_prints():
    for path in SOURCES:
        if path.parent.name == "console":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"), path


def test_files_stay_small():
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


@pytest.mark.parametrize(
    "argv",
    [
        ["check", str(shipped("sample_policies") / "cedar-falls-anesthesia.txt")],
        ["cost", "--sessions", "6"],
        ["rights", "--plan-type", "fehb", "--state", "OH", "--denied-on", "2026-09-18"],
        ["faq", "what does it cost"],
        ["assist", "--insurance", "commercial"],
        ["explain", "CO-50"],
        ["codes", "J0013"],
        ["sources"],
        ["letter", "list"],
        ["call", "script"],
        ["doctor"],
        ["eligibility", "--data", "age=40"],
    ],
)
def test_every_command_works_with_the_network_closed(argv):
    done = subprocess.run(
        [sys.executable, "-c", CLOSED, *argv],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    "argv",
    [
        ["eligibility", "--data", "age=Jo-Fictional"],
        ["eligibility", "--answers", "/nonexistent/Jo.toml"],
        ["cost", "--sessions", "Jo-Fictional"],
        ["rights", "--plan-type", "fehb", "--denied-on", "Jo-Fictional"],
    ],
)
def test_a_wrong_value_is_2_without_a_traceback(run, argv):
    done = run(*argv)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_no_file_names_a_registry_or_a_machine():
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False).stdout.split()
    words = ("index" + "-url", "py" + "pi.org", "python" + "hosted", "/wo" + "rk/")
    for name in listed:
        path = Path(ROOT, name)
        if path.suffix in (".pdf", ".docx", ".png") or not path.is_file():
            continue
        text = path.read_text("utf-8", "replace")
        assert not [word for word in words if word in text], name
