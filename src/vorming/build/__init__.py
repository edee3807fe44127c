"""How outputs are made: Sphinx, notebooks, processes, stamps."""
