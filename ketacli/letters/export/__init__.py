"""A letter in the formats that people send: text, HTML, Word, PDF; Markdown is what it is written in."""
