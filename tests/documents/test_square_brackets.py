"""Numbers in square brackets open items; boxes do not become numbers."""

from __future__ import annotations

import pytest

from ketacli.documents.markers import parse


@pytest.mark.parametrize(("line", "style", "ordinal"), [("[1] Age", "decimal[]", 1), ("[b] Age", "lower[]", 2)])
def test_a_bracketed_number_is_a_marker(line, style, ordinal):
    marker = parse(line)
    assert marker is not None
    assert (style, ordinal) in marker.readings
    assert line[marker.length :] == "Age"


@pytest.mark.parametrize(("line", "checked"), [("[x] Age", True), ("[ ] Age", False)])
def test_a_box_stays_a_box(line, checked):
    marker = parse(line)
    assert marker is not None
    assert marker.checked is checked


@pytest.mark.parametrize("line", ["[sic] Age", "[2026] Age", "[1]Age"])
def test_other_brackets_are_text(line):
    assert parse(line) is None
