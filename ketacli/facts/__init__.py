"""Shipped figures, laws, codes, programmes and evidence: data files with sources, and their loader."""
