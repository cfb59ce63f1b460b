"""Checks of a built contract: rules of form, each a function of the contract."""

from avvgen.checks.form import RULES, run_rules

__all__ = ["RULES", "run_rules"]
