"""Suggesters: entities and claims from spaCy pipelines and rules. The home of spaCy: elsewhere
it only reads and writes its own files (`annotator.formats.docbin_spacy`).

Importing this package costs nothing; `suggester` and `pipeline` bring spaCy in.
"""
