"""Claims: rules over the dependency parse, and quotations."""
