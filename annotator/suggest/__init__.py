"""Suggesters: entities and claims from spaCy pipelines and rules. The only home of spaCy."""
