"""The keeper's desk: a page on this computer alone, to check again, correct and keep, without YAML."""
