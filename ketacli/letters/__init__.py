"""Context, gates, rendering and export of letters."""
