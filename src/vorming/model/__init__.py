"""What the course is made of: frozen models that know no Sphinx and no disk."""
