"""Suggesters: entities and claims from spaCy pipelines and rules. The only home of spaCy.

Importing this package costs nothing; `suggester` and `pipeline` bring spaCy in.
"""
