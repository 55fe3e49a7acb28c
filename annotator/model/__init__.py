"""Plain values and pure functions: what everybody else talks about. Standard library only."""
