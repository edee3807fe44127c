"""Items as plain text: what only a page or a paper can show is left out."""

from vorming.text.markdown import Values, inline_html, inline_text, resolve_roles


def test_plain_text_has_no_citation_no_contact_and_no_break() -> None:
    written = "Een *zin* {cite}`bron-een`. Bel {contact}`caw`, of {term}`melding`\\\nen \\\\\nnog."
    resolved = resolve_roles(written, Values({}, {}))
    assert inline_text(resolved) == "Een zin. Bel, of melding en \\ nog."
    assert inline_html(resolved) == "Een <em>zin</em>. Bel, of melding en \\ nog."
