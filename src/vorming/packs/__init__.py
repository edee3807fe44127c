"""Which packs there are, what each holds, its number, and what changed since one was printed."""
