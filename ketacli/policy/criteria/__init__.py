"""Criteria: what a policy asks for before it approves a treatment, and how its demands combine."""

from ketacli.policy.criteria.find import find_criteria

__all__ = ["find_criteria"]
