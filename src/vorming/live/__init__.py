"""Live preview: a resident Sphinx writes only what an edit touches; a server on loopback shows it."""
