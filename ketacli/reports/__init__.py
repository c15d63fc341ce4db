"""A result → text, json, jsonl, csv, markdown or html: strings, never printed here."""
