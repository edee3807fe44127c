"""Names of files and folders in the trainer's output that several packages write or link to."""

TRAINER = "_build/trainer"
START = "begeleider.html"
PAGES = "begeleider"
DECKS = "dias"
DAYS = "dagen"
OWN_DAYS = "eigen-dagen"
PACKS = "packs"
TRAINERS_OWN = frozenset({START, PAGES, DECKS, DAYS, OWN_DAYS, PACKS})
"""The files and folders that are added to the trainer's book after its build, and opened from disk."""
