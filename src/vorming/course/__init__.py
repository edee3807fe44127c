"""Questions over the whole course: what uses what, editions, how a programme fits a day."""
