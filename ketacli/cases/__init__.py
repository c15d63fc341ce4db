"""The case file: patient, plan, provider, treatment, documents, answers, calls, letters, deadlines.

    from ketacli import cases
    case = cases.open_case(folder)                      # a snapshot; raises CaseProblem
    case.data["plan"].get("plan_type")
    cases.update_case(folder, fill_in, what="eligibility answers")   # re-read, change, write: all under a lock

`fill_in(data)` changes the dictionary in place. A command that takes `--case DIR` uses these and `cases.record`.
"""

from ketacli.cases.model import LISTS, SECTIONS, Case
from ketacli.cases.store import CaseProblem, create_case, is_case, open_case, update_case

__all__ = ["LISTS", "SECTIONS", "Case", "CaseProblem", "create_case", "is_case", "open_case", "update_case"]
