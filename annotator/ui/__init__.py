"""The window. The only home of PySide6; asks edit and model, never the store."""
