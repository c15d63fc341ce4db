"""Positions: what a document says of each treatment for each indication."""
