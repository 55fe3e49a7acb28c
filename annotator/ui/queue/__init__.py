"""The queue: every release of the project, with its state, progress and doubts; searchable."""

from annotator.ui.queue.pane import QueuePane

__all__ = ["QueuePane"]
