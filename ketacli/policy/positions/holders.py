"""Tells whose verdict a clause is: this document's payer, or an organisation that it only tells about."""

from __future__ import annotations

from functools import cache, cached_property

from ketacli.documents.model import Document
from ketacli.policy import lazy_re as re
from ketacli.policy.outline import Outline, Unit
from ketacli.policy.positions.clauses import Clause
from ketacli.policy.words import vocabulary

_CAPITAL = r"[A-Z][\w&.\u2019'-]*"
_NAME = rf"(?:{_CAPITAL}|\d+\s+)(?:[\s,/]+(?:(?:of|the|and|or|nor|for|both|&)\s+)*(?:{_CAPITAL}))*"
_PAPERS = (
    r"(?:polic(?:y|ies)|articles?|bulletins?|guidelines?|criteria|manuals?|positions?|coverage|determinations?|plans?|"
    r"programs?|views?|agency|facilit(?:y|ies)|hospitals?|websites?|booklets?|handbooks?|brochures?|lists?|formulary)"
)
_PLANS = r"(?:[Pp]lan|[Pp]rogram|[Cc]ontract|[Pp]olicy|[Ff]und|[Tt]rust|[Gg]roup|[Cc]overage|[Bb]ooklet)"
_HELPERS = (
    r"(?:(?:will|may|does|do|did|has|have|also|now|not|currently|still|never|only|both|each|all|would|generally|itself|"
    r"\w+ly)\s+)*"
)
_SUBJECT = re.compile(
    rf"(?:^|"
    rf"(?<=[\s(\"\u201c]))(?P<name>{_NAME})(?:\s*\([A-Z]+\))?(?:[\u2019']s?)?(?:\s+(?:[a-z-]+\s+){{0,2}}{_PAPERS})?,?\s+"
    rf"(?:(?:which|that|whose\s+\w+)\s+)?{_HELPERS}$"
)
"""A name in capitals right before the verb of a payer ("Cigna covers", "Medicare's article does not cover")."""
_APPOSED = re.compile(r",\s+(?:the|an?)\s+")
"""After it stands what only explains a name ("Highland Health, the State's Medicaid program, will cover …")."""
_CITED = re.compile(
    rf"(?:[Aa]ccording to|[Ii]n the (?:view|opinion|judgment) of|[Aa]s (?:stated|published) by|"
    rf"{_PAPERS} (?:of|from|by|at)|(?<=[\w)] )by)\s+(?:the\s+)?(?P<name>{_NAME})"
    rf"|(?P<owner>{_NAME})(?:\s+{_PLANS})?[\u2019']s?\s+(?:[\w-]+\s+){{0,3}}{_PAPERS}(?!\w)"
    rf"|^\W*(?P<label>{_NAME}):\s"
)
"""Whose paper it is ("under the policy of Cigna", "in Cigna's policy"), or who speaks before a colon."""
_IN_PLAN = re.compile(
    rf"(?<!\w)(?:in|under|with|by|to|from|through|of|join|joined|have|keep|kept)\s+(?:the|that of(?: the)?)\s+"
    rf"(?P<name>{_NAME})\s+(?:[a-z-]+\s+){{0,2}}{_PLANS}(?!\w)"
)
"""A plan by its name ("remain in the Hillcrest plan")."""
_THEN_IT = re.compile(
    r"\s*(?:[;,:\u2013\u2014]\s*(?:and\s+|but\s+)?|\s(?:and|but)\s+)(?:it|that (?:plan|contract|program)|which|"
    r"under which|where|there)(?!\w)[^;:.]*$"
)
"""What goes on with the plan that was named right before."""
_OWN_PLAN = re.compile(
    r"(?<!\w)(?:my|our|your|his|her|their|an?|some|a member'?s|an employee'?s|the)\s+(?:\w+\s+)?(?:spouse|husband|"
    r"wife|partner|parent|former employer|previous employer|old employer|other employer|new employer|school|union|"
    r"neighbou?r|friend|sister|brother|cousin|mother|father|son|daughter|aunt|uncle|colleague|co-?worker|relative|"
    r"acquaintance|roommate|somebody|someone)(?:[\u2019']s?)\s+"
    r"(?:\w+\s+){0,3}(?:plan|employer|insurer|insurance|policy|coverage|program|carrier|booklet)(?!\w)"
    r"|(?<!\w)(?:have|has|belong to|keep|kept|are in|are under|is in|is under|remain in|stay in|fall under)\s+"
    r"(?:their own|its own|a separate|another|a different|an older|a closed)\s+(?:\w+\s+){0,2}"
    r"(?:plan|program|contract|policy|booklet|coverage)(?!\w)"
)
"""A plan of somebody else's, without its name ("your spouse's plan", "have their own plan, under which …")."""
_PLAN_WORDS = ("plan", "Plan", "contract", "program", "employer", "coverage", "policy", "insur", "carrier", "booklet")
_OPTIONS = frozenset(
    {
        "standard", "value", "basic", "option", "high", "low", "gold", "silver", "bronze", "platinum", "select",
        "choice", "plus", "premier", "core", "hdhp", "hsa", "traditional", "open", "access", "point", "preferred",
        "network", "prescription", "outpatient", "inpatient", "blue", "cross", "shield", "welfare", "cooperative",
        "consumer", "catastrophic", "retiree", "active", "employee", "employees",
    }
)  # fmt: skip
"""Words by which one plan's options are told apart."""
_AMONG = re.compile(
    rf"(?<!\w)(?:(?:[Pp]lans|[Pp]ayers|[Ii]nsurers|[Cc]arriers|[Cc]ompanies|[Oo]thers|of them|[Pp]rograms),?\s+"
    rf"(?:such as|like|including|among them|for example|e\.g\.,?)\s+|[Aa]\s+(?=[A-Z]\w+ member))(?P<name>{_NAME})"
)
_OURS = re.compile(
    r"(?<!\w)(?:we|our\s+[\w\s-]{0,40}|(?:this|the|your)\s+(?:health\s+|benefit\s+|medical\s+)?"
    r"(?:plan|polic(?:y|ies)|fund|trust|company|program|contract|pharmacy|committee|health plan|booklet|"
    r"document)(?:'s)?)"
    r"(?:\s+(?:[\w-]+\s+){0,2})?$"
)
_STRANGERS = re.compile(
    r"(?<!\w)(?:(?<!division of )(?<!bureau of )(?<!office of )(?<!board of )workers[\u2019']? compensation|"
    r"(?:the\s+|a\s+)?state medicaid(?: agency| program)?|"
    r"(?:most|many|some|few|several|all|other)\s+(?:[\w-]+\s+){0,2}(?:polic(?:y|ies)|payers?|insurers?|plans?|"
    r"carriers?|contracts|employers)|some of them|others|"
    r"(?:at least\s+)?(?:one|two|three|four|five|an?|another|a handful of)\s+(?:[\w-]+\s+){0,2}"
    r"(?:payers?|insurers?|plans?|carriers?)(?:\s+(?:in|on|along|across|from|near)\s+[\w\s'-]{2,40}?)?|"
    r"(?:^\s*|(?<=[.;:,])\s*|(?:but|and|while|though|although)\s+)(?:most|many|a few|several|some|"
    r"few)(?: of (?:them|these|those))?|"
    r"(?:manufacturer|maker|drug company|vendor)[\u2019']?s?(?:\s+[\w-]+){0,3}|patient assistance programs?|"
    r"(?:our|its|the) (?:competitors?|rivals?|peers))\s+"
    rf"(?:[\w-]+\s+)?{_HELPERS}$"
)
"""Subjects that are never the payer who speaks."""
_LINES = frozenset({"commercial", "medicaid", "medicare", "marketplace", "exchange", "tricare"})
_LINE_SUBJECT = re.compile(
    r"\W*(?:(?:by|in) contrast,?\s+|while\s+|whereas\s+|although\s+|under\s+|in\s+)?(?:the|our|its)\s+"
    r"(?P<line>commercial|medicaid|medicare|marketplace|exchange|tricare|individual|employer|"
    r"group|small group|large group)"
    r"(?:\s+advantage)?\s+(?:and\s+\w+\s+)?(?:(?:plans?|products?|business)['\u2019]?s?\s+)?"
    r"(?:polic(?:y|ies)|plans?|guidelines?|programs?|products?|criteria|contracts?|members)(?!\w)"
)
_APART = re.compile(
    r"(?<!\w)(?:rules|criteria|requirements|coverage|policy|policies|standards|benefits)(?!\w)[^.;:]{0,60}(?<!\w)"
    r"(?:differs?|(?:is|are)\s+(?:different|not the same|its own|their own))(?!\w)[^.;:]{0,40}[:;]"
)
"""Rules that the sentence itself calls different, told after it ("… are different: the State asks for …")."""
_OURSELVES = re.compile(
    r"(?<!\w)(?:we|us|ours?|this (?:plan|policy|document|guideline|program|booklet|bulletin)|the plan|here)(?!\w)"
)
_GOVERNMENT = frozenset({"medicare", "medicaid", "tricare", "champva", "va", "vha", "veterans", "cms", "nhs", "icer"})
_BRANDS = frozenset({"blue", "cross", "shield", "bcbs", "blues", "original"})
_WORD = re.compile(r"[A-Za-z0-9][\w&.-]*")
_PLURAL = re.compile(r"(?:cover|consider|approve|pay|deem|regard|list|exclude|classify|view|authorize)(?!\w)")
_SPEAKS = re.compile(
    r"(?<!\w)(?:we|(?:this|the|our) (?:health )?(?:plan|policy))\s+(?:(?:also|will|does|do|not|may)\s+)*"
    r"(?:covers?|considers?|excludes?|approves?|deems?|regards?|pays?)(?!\w)"
    r"|(?<!\w)(?:this|our) plan (?:does|will) not(?!\w)"
)
_VERB = (
    r"(?:covers?|considers?|excludes?|approves?|deems?|regards?|pays? for|lists?|authorizes?|classif(?:y|ies)|views?|"
    r"reimburses?)"
)
_HOLDER = re.compile(rf"(?:^|[.;:(]\s+)(?:The\s+)?(?P<name>{_NAME})\s+{_HELPERS}{_VERB}(?!\w)", re.MULTILINE)
_VERDICT_LINE = re.compile(rf"(?<!\w)(?:{_VERB}|covered|investigational|experimental|necessary)(?!\w)")
_HEAD_UNITS = 14
_LONGEST_LINE = 170
_GOES_ON = re.compile(
    r"\s*(?:it|they|its\s[\w\s]+?|their\s[\w\s]+?|that (?:plan|insurer|payer|policy|contract|program|fund|"
    r"coverage)|there),?\s"
)


class Holders:
    """Knows by what names the payer of one document goes."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self._document, self._outline = document, outline

    def is_other(self, text: str, clause: Clause) -> bool:
        """Whether the verdict of a clause is somebody else's. `text` is its sentence as printed."""
        before = text[clause.start : _verb(text, clause)]
        if self._other_line(text.lower(), clause):
            return True
        if _OURS.search(before.lower()):
            return False
        if _STRANGERS.search(before.lower()) or self._in_strange_plan(text, clause, before):
            return True
        if _AMONG.search(before):
            return True
        if clause.verdict.active or clause.verdict.payer:
            subject = _SUBJECT.search(before)
            if subject is not None:
                return self._is_strange(_APPOSED.split(subject["name"])[0], text[len(before) + clause.start :])
        return any(self._is_cited(cited) for cited in _CITED.finditer(text[: clause.verdict.start]))

    def tells_of_plan(self, text: str) -> bool:
        """Whether a sentence that decides nothing tells of a plan which is not this document's, so that "It covers …"
        after it is that plan's."""
        if not ("plan" in text or "Plan" in text or "contract" in text or "program" in text):
            return False
        return any(self._is_other_plan(found["name"]) for found in _IN_PLAN.finditer(text)) or bool(
            _OWN_PLAN.search(text.lower())
        )

    def _in_strange_plan(self, text: str, clause: Clause, before: str) -> bool:
        """Whether the verdict is that of a plan which the clause names: before it ("are in the Hillcrest plan; it
        covers …", "your spouse's plan covers …") or right after it ("… is covered under the Hillcrest plan")."""
        if not any(word in text for word in _PLAN_WORDS):
            return False
        if _OWN_PLAN.search(before.lower()):
            return True
        told = list(_IN_PLAN.finditer(text[: len(before) + clause.start]))
        if told and _THEN_IT.match(text, told[-1].end(), len(before) + clause.start):
            return self._is_other_plan(told[-1]["name"])
        later = list(_IN_PLAN.finditer(text, clause.verdict.end, clause.end))
        return any(self._is_other_plan(found["name"]) for found in later[:1])

    def _is_other_plan(self, name: str) -> bool:
        return self._knows_itself and not _distinct(name) <= _OPTIONS and self._is_strange(name, "")

    def _other_line(self, low: str, clause: Clause) -> bool:
        """Whether a sentence tells of the policy of a line of business that the document's head leaves out, or of rules
        that it calls different. A later clause may speak of this document again."""
        if clause.start and _OURSELVES.search(low[clause.start : clause.verdict.end]):
            return False
        if _APART.search(low[: clause.verdict.start]):
            return True
        found = _LINE_SUBJECT.match(low)
        return found is not None and bool(self._own & _LINES) and not self._own & set(found["line"].split())

    def _is_cited(self, cited: re.Match[str]) -> bool:
        if cited["label"]:
            return self._is_insurer(cited["label"])
        if cited["owner"]:
            return self._is_strange(cited["owner"], "")
        return bool(words := _distinct(cited["name"])) and not words & self._own

    def names_other(self, text: str) -> bool:
        """Whether a cell holds nothing but the name of another payer."""
        found = re.fullmatch(rf"\s*{_NAME}\s*", text)
        return found is not None and len(text) < 60 and self._knows_itself and self._is_insurer(text)

    def is_own(self, text: str) -> bool:
        """Whether a cell names this document's payer ("This plan", its name)."""
        words = _distinct(text)
        return bool(words & (self._own - _BRANDS)) or _OURSELVES.search(text.lower()) is not None

    def _is_insurer(self, text: str) -> bool:
        from ketacli.policy.fields.naming import insurers_words

        words = _distinct(text)
        known = insurers_words() & {word.lower() for word in _WORD.findall(text)}
        return bool(known) and bool(words) and not words & self._own

    def _is_strange(self, name: str, verb: str) -> bool:
        parts = [
            words
            for part in re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or|nor)\s+", name)
            if (words := _distinct(part))
        ]
        if not parts:
            return False
        if all(words & (self._own - _BRANDS) or words <= (self._own & _BRANDS) for words in parts):
            return False
        if any(words & _GOVERNMENT for words in parts) or self._knows_itself:
            return True
        if len(parts) > 1 and (not verb or _PLURAL.match(verb)):
            return True
        return self._says_we or len(self._holders) > 1

    @cached_property
    def _own(self) -> frozenset[str]:
        """Words of the payer's name and of the document's own head."""
        units = [unit for unit in self._outline.units[:_HEAD_UNITS] if _is_head(unit)]
        edges = [line for page in self._document.pages for line in _edges(page.text)]
        texts = [self._document.title, *(unit.text for unit in units), self._payer, *edges]
        return frozenset(word for text in texts for word in _distinct(text)) | self._short_names

    @property
    def _short_names(self) -> frozenset[str]:
        """What the document calls its payer for short ("Larch Valley Health (LVH) considers …")."""
        name = _distinct(self._payer)
        texts = (unit.text for unit in self._outline.units if _SHORT.search(unit.text)) if name else ()
        return frozenset(
            found["short"].lower()
            for text in texts
            for found in _CALLED.finditer(text)
            if name & _distinct(found["name"])
        )

    @cached_property
    def _payer(self) -> str:
        from ketacli.policy.fields.naming import payer

        found = payer(self._document)
        return found[0] if found else ""

    @property
    def _knows_itself(self) -> bool:
        return bool(_distinct(self._payer))

    @cached_property
    def _says_we(self) -> bool:
        return any(_SPEAKS.search(unit.low) for unit in self._outline.units)

    @cached_property
    def _holders(self) -> frozenset[frozenset[str]]:
        """Names in capitals to which the document gives verdicts; a heading that ran into one makes no other."""
        from ketacli.policy.fields.naming import insurers_words

        found: dict[str, frozenset[str]] = {}
        for unit in self._outline.units:
            for hit in _HOLDER.finditer(unit.text):
                words, last = _distinct(hit["name"]), hit["name"].split()[-1].lower()
                if words and not words & _GOVERNMENT:
                    common = last not in words or last in _BRANDS or last in insurers_words()
                    found.setdefault(" ".join(sorted(words)) if common else last, words)
        return frozenset(found.values())


_IN_BRACKETS = r"\((?:hereafter |hereinafter |the |“|\"|')*(?P<short>[A-Z][A-Za-z&]{1,11})[”\"']?\)"
_SHORT = re.compile(_IN_BRACKETS)
_CALLED = re.compile(rf"(?P<name>(?:[A-Z][\w&'.-]*\s+(?:(?:of|and|the)\s+)?){{1,6}}){_IN_BRACKETS}")
"""A name with its short form in brackets."""


def _edges(text: str) -> list[str]:
    """First and last lines of a page, where organisations put their names, and what is under copyright."""
    lines = [line for line in text.splitlines() if line.strip()]
    near = [*lines[:3], *lines[-3:]]
    named = [line for line in lines if "\u00a9" in line or "(c)" in line.lower() or "opyright" in line]
    return [
        line
        for line in near + named
        if len(line) <= _LONGEST_LINE and "|" not in line and not _VERDICT_LINE.search(line.lower())
    ]


def goes_on(low: str) -> bool:
    """Whether a sentence after one on another payer still speaks of that payer ("It also covers …")."""
    return _GOES_ON.match(low) is not None


def _is_head(unit: Unit) -> bool:
    if unit.kind == "table_row" and (unit.index or _VERDICT_LINE.search(unit.low)):
        return False
    return len(unit.text) <= _LONGEST_LINE and not unit.text.rstrip().endswith(".")


def _distinct(text: str) -> frozenset[str]:
    """Words in capitals that are no offices, in lower case."""
    words = (word.rstrip(".-") for word in _WORD.findall(re.sub(r"[\u2019']s?(?!\w)", " ", text)) if word[0].isupper())
    return frozenset(word.lower() for word in words) - _offices()


@cache
def _offices() -> frozenset[str]:
    """Words in capitals that name no organisation of their own."""
    return frozenset(vocabulary("verdicts")["offices"]["words"])


def _verb(text: str, clause: Clause) -> int:
    """Where the verb of a verdict stands: the payer's own before its adjective ("Cigna considers … "
    "investigational")."""
    verdict = clause.verdict
    if not verdict.payer:
        return verdict.start
    found = re.search(
        rf"(?<!\w){_VERB}(?!\w)|(?<!\w)(?:finds?|calls?|treats?|holds?|rates?|judges?|determines?|labels?)(?!\w)",
        text[clause.start : verdict.start],
    )
    return clause.start + found.start() if found else verdict.start
