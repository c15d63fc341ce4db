"""The only place that prints or asks: streams, colour, width, plain mode, progress, prompts."""
