"""The claims of the release in hand, a card each, tied to the text both ways."""

from annotator.ui.claims.pane import ClaimsPane

__all__ = ["ClaimsPane"]
