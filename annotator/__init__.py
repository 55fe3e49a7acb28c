"""Annotator: judge suggested entities and claims in press releases from the keyboard."""

__version__ = "0.1.0"
