"""Entities: what the pipeline's recogniser found, and the repairs that make it fit releases."""
