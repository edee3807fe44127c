"""The notebooks: as files, freshly executed, and with the change an exercise asks for."""
