"""A file → `Document`: pages of text with blocks that know their place. One reader a format behind one function."""
