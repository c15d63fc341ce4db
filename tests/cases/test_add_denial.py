from datetime import date

from ketacli.cases import create_case, open_case
from ketacli.cases.add_denial import keep_denial
from ketacli.denials import read_denial

LETTER = """Kestrel Hill Health
Notice date: 03/02/2026
Member: Oriel Banks
Member ID: KHH 4410 221

Dear Oriel Banks,

We denied the six ketamine infusions as experimental.
You may appeal within 180 days after you receive this letter.
"""


def kept(folder, text, name="letter.txt"):
    source = folder.parent / name
    source.write_text(text)
    return keep_denial(folder, source, read_denial(source), today=date(2026, 3, 9))


def test_file_document_and_decision_are_kept_once(tmp_path):
    folder = tmp_path / "case"
    create_case(folder)
    assert kept(folder, LETTER) == kept(folder, LETTER) == "D1"
    case = open_case(folder)
    assert [row["kind"] for row in case.list("documents")] == ["denial_letter"]
    (denial,) = case.list("denials")
    assert (denial["document"], denial["denial"], denial["reasons"]) == ("D1", "initial", ["experimental"])
    assert denial["appeal_deadline_days"] == 180
    assert (folder / "documents" / "letter.txt").read_text() == LETTER


def test_a_final_decision_is_kept_as_final(tmp_path):
    folder = tmp_path / "case"
    create_case(folder)
    kept(folder, LETTER.replace("We denied", "FINAL INTERNAL ADVERSE BENEFIT DETERMINATION\n\nWe denied"))
    assert open_case(folder).list("denials")[0]["denial"] == "final"


def test_a_note_that_decides_nothing_leaves_no_denial(tmp_path):
    folder = tmp_path / "case"
    create_case(folder)
    kept(folder, "Dear Oriel Banks,\n\nThank you for calling us. Member ID: KHH 4410 221\n")
    assert open_case(folder).list("denials") == []
