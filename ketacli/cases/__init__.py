"""The case file: patient, plan, documents, calls, deadlines."""
