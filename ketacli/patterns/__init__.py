"""Regular expressions that are compiled ahead, for all layers: a file of them, and `re` that reads from it."""
