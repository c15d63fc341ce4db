"""Ways of giving ketamine in items below its heading, and titles of two drugs that cover neither."""

from tests.policy.positions.reading import positions_of, said

LISTED = """1. Coverage of Spravato

We cover Spravato for treatment-resistant depression when the statements below hold.

2. Racemic ketamine

1. Intravenous infusion for depression. Not reasonable and necessary under the statute.
2. Infusion for chronic pain and for migraine. Not reasonable and necessary on the same ground.
3. Lozenges, tablets, and compounded nasal spray for use at home. Excluded as usually self-administered.
"""


def test_an_item_that_begins_with_a_way_of_giving_speaks_of_it_alone(tmp_path):
    found = said(positions_of(LISTED, tmp_path, head="Esketamine and Ketamine: Coverage Criteria\n\nNumber: 12\n\n"))
    assert found["ketamine_iv", "mdd"] == found["ketamine_iv", "migraine"] == "not_medically_necessary"
    assert found["ketamine_iv", "chronic_pain"] == "not_medically_necessary"
    assert found["ketamine_oral", "any"] == found["ketamine_intranasal", "any"] == "not_covered"
    assert not [pair for pair, position in found.items() if pair[0] == "ketamine_any" and position != "not_addressed"]
    assert not [pair for pair, position in found.items() if "ketamine_" in pair[0] and position.startswith("covered")]
