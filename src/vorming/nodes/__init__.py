"""The docutils nodes of this package; all outputs import them, and they import no output."""
