"""Fields besides positions and criteria: what a document is, codes, appeals, benefits, two classes of language."""

from ketacli.policy.fields.appeals import find_appeals
from ketacli.policy.fields.benefits import find_benefits
from ketacli.policy.fields.codes import find_codes
from ketacli.policy.fields.facts import document_facts
from ketacli.policy.fields.language import find_language

__all__ = ["document_facts", "find_appeals", "find_benefits", "find_codes", "find_language"]
