"""The making of outputs: Sphinx, notebooks, processes, stamps and releases."""
