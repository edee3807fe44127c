"""Our own docutils nodes, below everything that draws them."""
