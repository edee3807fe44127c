"""The packs: which there are, the content and number of each, and the changes since one was printed."""
