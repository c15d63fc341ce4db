"""The guide against the program: every option that docs/cost.md names exists."""

from __future__ import annotations

import re
from pathlib import Path

GUIDE = Path(__file__).parent.parent.parent / "docs" / "cost.md"
SUB_COMMANDS = ("plan", "why", "scenarios", "compare", "financing", "estimate")


def test_every_option_of_the_guide_exists(run):
    text = GUIDE.read_text(encoding="utf-8")
    helps = run("cost", "--help").stdout + "".join(run("cost", name, "--help").stdout for name in SUB_COMMANDS)
    named = set(re.findall(r"--[a-z][a-z-]+", text))
    assert named - set(re.findall(r"--[a-z][a-z-]+", helps)) == set()
    assert len(named) > 20


def test_the_prices_of_the_guide_are_read(tmp_path):
    from ketacli.cost.prices import load_offers

    block = re.search(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "prices.toml"
    path.write_text(block[1])
    offers, unread = load_offers(path)
    assert len(offers) == 2
    assert unread == []
