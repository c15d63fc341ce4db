"""A user's own newer facts over the shipped ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ketacli import facts
from ketacli.errors import FactsProblem
from ketacli.facts import store
from ketacli.facts.folders import overlay_folder

NEWER = """
as_of = 2026-12-20
review_by = 2027-12-31
confidence = "primary"
unit = "USD"
[sources.cms_notice]
title = "Notice of the 2027 deductible"
publisher = "CMS"
address = "https://www.cms.gov/"
date = 2026-12-01
read = 2026-12-20
[facts.part_b_deductible]
sentence = "What a person with Original Medicare pays in a calendar year before Part B begins to pay."
source = "cms_notice"
keyed_by = "calendar_year"
values = [{ from = 2027-01-01, value = 299 }]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KETACLI_FACTS", str(tmp_path))
    store.forget()
    yield tmp_path
    store.forget()


def test_a_newer_year_is_laid_over_and_history_kept(folder):
    (folder / "plan_year.toml").write_text(NEWER)
    now = facts.value("part_b_deductible", on=date(2027, 2, 1))
    assert (now.value, now.source.key, now.as_of) == (Decimal(299), "cms_notice", date(2026, 12, 20))
    before = facts.value("part_b_deductible", on=date(2026, 2, 1))
    assert (before.value, before.source.key) == (Decimal(283), "fr_part_b_2026")


def test_an_older_file_is_passed_over_and_named(folder):
    (folder / "plan_year.toml").write_text(NEWER.replace("as_of = 2026-12-20", "as_of = 2025-12-20"))
    assert facts.value("part_b_deductible", on=date(2027, 2, 1)).value is None
    assert facts.subject("plan_year").ignored == ("part_b_deductible",)


def test_a_mistake_in_it_is_refused(folder):
    (folder / "plan_year.toml").write_text(NEWER.replace("keyed_by", "keyedby"))
    with pytest.raises(FactsProblem, match=r"plan_year\.toml: facts\.part_b_deductible"):
        facts.value("part_b_deductible", on=date(2027, 2, 1))


def test_it_may_name_a_shipped_source_but_not_redefine_it(folder):
    shared = NEWER.replace('source = "cms_notice"', 'source = ["cms_notice", "fr_part_b_2026"]')
    (folder / "plan_year.toml").write_text(shared)
    assert len(facts.value("part_b_deductible", on=date(2027, 2, 1)).sources) == 2
    store.forget()
    (folder / "plan_year.toml").write_text(NEWER.replace("cms_notice", "fr_part_b_2026"))
    with pytest.raises(FactsProblem, match=r"sources\.fr_part_b_2026"):
        facts.subject("plan_year")


def test_a_subject_of_its_own(folder):
    (folder / "local.toml").write_text('title = "Local"\n' + NEWER.replace("part_b_deductible", "local_fee").replace(
        'keyed_by = "calendar_year"\n', ""))  # fmt: skip
    assert "local" in facts.names()
    assert facts.value("local_fee", on=date(2027, 1, 1)).value == Decimal(299)


def test_the_folder_is_the_one_that_platformdirs_names(monkeypatch):
    from platformdirs import user_config_path

    monkeypatch.delenv("KETACLI_FACTS", raising=False)
    assert overlay_folder() == user_config_path("ketacli", appauthor=False) / "facts"
    monkeypatch.setenv("XDG_CONFIG_HOME", "/elsewhere")
    assert overlay_folder() == user_config_path("ketacli", appauthor=False) / "facts"
