"""Plan, ledger (order of operations), schedule, scenarios, projection."""
