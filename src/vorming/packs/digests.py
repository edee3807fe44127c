"""The digest of a text, as the register keeps it."""

from hashlib import sha256


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return sha256(text.encode()).hexdigest()[:8]
