"""The content security policy of the site, and what on a finished page would break it."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from vorming.source.problems import Place, problem
from vorming.sphinx_ext.base import report

POLICY = "; ".join(["default-src 'self'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"])
"""Nothing from another host, no inline script or style."""

_BLOCKED = (
    r"<(?P<what>script|style|iframe|object|embed|base|link|meta)\b",
    r"<[a-z][^<>]*?[\s/\"'](?P<what>style|on[a-z]+)\s*=",
    r"<[a-z][^<>]*?\s(?P<what>src|srcset|poster)\s*=\s*[\"']?\s*(?:https?:)?//",
    r"<[a-z][^<>]*?\s(?P<what>(?:href|action)\s*=\s*[\"']?\s*(?:javascript|data):)",
)


def check_policy(
    app: Sphinx, pagename: str, _: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Report the elements and attributes of a page that the policy would block.

    They come from the output of a notebook or from the directive of another extension; our own
    templates and writers make none.
    """
    if app.builder.name != "html" or doctree is None:
        return
    found: list[str] = []
    for pattern in _BLOCKED:
        matches = re.finditer(pattern, str(context.get("body", "")), re.IGNORECASE)
        found += [match["what"].lower() for match in matches]
    # Each once, in the order of the page.
    for part in dict.fromkeys(found):
        report(problem(Place(str(app.env.doc2path(pagename, base=False))), "policy-broken", value=part))
