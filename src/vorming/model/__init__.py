"""The models of a course, which are frozen, and independent of Sphinx and of files."""
