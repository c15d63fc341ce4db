"""Denial letters, explanations of benefits and remittances: what was denied, why, and until when to answer."""

from ketacli.denials.claims import denied_claims, read_denial_file
from ketacli.denials.model import Act, ActByDate, DateCandidate, Denial
from ketacli.denials.read import read_denial, read_letter_document, read_remittance

__all__ = [
    "Act",
    "ActByDate",
    "DateCandidate",
    "Denial",
    "denied_claims",
    "read_denial",
    "read_denial_file",
    "read_letter_document",
    "read_remittance",
]
