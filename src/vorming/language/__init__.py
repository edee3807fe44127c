"""The language gate: what `vorming check` says of the Dutch of the course."""
