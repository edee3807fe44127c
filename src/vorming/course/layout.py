"""Names in the folder of the trainer that more than one part of the tool writes or links to."""

TRAINER = "_build/trainer"
START = "begeleider.html"
PAGES = "begeleider"
DECKS = "dias"
DAYS = "dagen"
OWN_DAYS = "eigen-dagen"
PACKS = "packs"
TRAINERS_OWN = frozenset({START, PAGES, DECKS, DAYS, OWN_DAYS, PACKS})
"""What the folder has beside the book: made after it, and opened from disk."""
