"""What stands on disk becomes values with places: YAML, Markdown, the rules and the problems."""
