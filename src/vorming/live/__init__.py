"""Live preview: a Sphinx that stays in memory writes only what an edit changes; a server on loopback shows it."""
