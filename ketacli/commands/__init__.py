"""One module a sub-command: options in, one call to the core, the result to a report. No logic here."""
