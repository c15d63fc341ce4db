"""Document → `Reading`: positions, criteria, codes, deadlines, benefits, each with page, quote and rule."""
