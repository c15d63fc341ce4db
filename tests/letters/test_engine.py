"""The engine: gates, holes, and templates and facts that try to break out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketacli.errors import UsageProblem
from ketacli.letters.engine import render
from ketacli.letters.known import Known
from ketacli.letters.lint import lint
from ketacli.letters.markup import parse, plain_text
from ketacli.letters.template import Template, folders, load, names, read


def template(body: str, needs=()) -> Template:
    return Template(
        name="t",
        title="T",
        about="a",
        signer="patient",
        needs=tuple(needs),
        uses=(),
        kind="letter",
        body=body,
        path=Path("t"),
    )


GATE = '{% given "a.b", "c", passage="the passage" %}Known: {{ fact("a.b") }}.{% endgiven %}'


def test_a_gate_opens_only_where_every_fact_is_known():
    assert "Known: 1." in render(template(GATE), Known({"a": {"b": 1}, "c": 2})).markup
    shut = render(template(GATE), Known({"a": {"b": 1}}))
    assert shut.markup.strip() == ""
    assert (shut.left_out[0].passage, shut.left_out[0].missing) == ("the passage", ("c",))


@pytest.mark.parametrize("blank", [None, "", "  ", [], ()])
def test_an_empty_value_is_not_known(blank):
    assert render(template(GATE), Known({"a": {"b": blank}, "c": 1})).markup.strip() == ""


def test_a_hole_names_what_is_missing():
    found = render(template('{{ fact("patient.name") }}', needs=["plan.payer"]), Known({}))
    assert "[[MISSING: patient name]]" in found.markup
    assert found.holes == ("patient.name", "plan.payer")


@pytest.mark.parametrize(
    "value",
    [
        "{{ 7*7 }}",
        "{% for x in y %}",
        "**bold**",
        "[[MISSING: x]]",
        "<script>",
        "| a |",
        "# head",
        "\x1b[31m",
        "../../etc/passwd",
        "=SUM(A1)",
    ],
)
def test_a_fact_is_text_whatever_it_holds(value):
    found = render(template('Dear {{ fact("x") }}, yours'), Known({"x": value}))
    blocks = parse(found.markup)
    assert [block.kind for block in blocks] == ["paragraph"]
    assert plain_text(blocks[0].runs) == f"Dear {value.replace(chr(27), '').strip()}, yours".replace("  ", " ")
    assert not any(run.bold or run.hole for run in blocks[0].runs)
    assert found.holes == ()


@pytest.mark.parametrize(
    "body",
    [
        '{{ "a" * 10**9 }}',
        "{{ ().__class__.__mro__ }}",
        "{{ nope }}",
        "{{ known.__globals__ }}",
        "{% for a in range(10**7) %}x{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99) %}xxxxxxxxxx{% endfor %}{% endfor %}",
        "{% if %}",
        '{% include "/etc/passwd" %}',
        '{% include "../check.html.jinja" %}',
    ],
)
def test_a_template_cannot_break_out_or_grow_without_bounds(body):
    with pytest.raises(UsageProblem):
        render(template(body), Known({}))


def test_a_users_own_template_goes_first(tmp_path):
    (tmp_path / "internal-appeal.md.jinja").write_text(
        '+++\ntitle = "Mine"\nabout = "x"\nsigner = "patient"\n+++\nHello {{ fact("patient.name") }}\n'
    )
    mine = load("internal-appeal", folders(tmp_path))
    assert mine.title == "Mine"
    assert "internal-appeal" in names(folders(tmp_path))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no front matter", "front matter is missing"),
        ("+++\ntitle = 3\n+++\n", "title must be a text"),
        ('+++\ntitle = "a"\nabout = "b"\nsigner = "nobody"\n+++\n', "signer must be one of"),
        ('+++\ntitle = "a"\nabout = "b"\nsigner = "patient"\nextra = 1\n+++\n', "'extra' is not known"),
    ],
)
def test_a_wrong_front_matter_names_the_key(tmp_path, text, told):
    path = tmp_path / "x.md.jinja"
    path.write_text(text)
    with pytest.raises(UsageProblem, match=told):
        read(path)


@pytest.mark.parametrize("name", names(folders()))
def test_shipped_templates_pass_their_own_lint(name):
    assert lint(load(name, folders())) == []


def test_lint_names_an_undeclared_fact_and_a_forbidden_claim():
    problems = lint(template('{{ fact("a.b") }} ketamine is FDA approved'))
    assert any("'a.b'" in problem for problem in problems)
    assert any("anesthetic only" in problem for problem in problems)
