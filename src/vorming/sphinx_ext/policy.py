"""The content security policy, and what on a finished page would break it."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from vorming.source.problems import Place, problem
from vorming.sphinx_ext.base import report

POLICY = "; ".join(["default-src 'self'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"])
"""Nothing from outside, nothing inline."""

_BROKEN = (
    re.compile(r"<(?P<what>script|style|iframe|object|embed|base|link|meta)\b", re.IGNORECASE),
    re.compile(r"<[a-z][^<>]*?[\s/\"'](?P<what>style|on[a-z]+)\s*=", re.IGNORECASE),
    re.compile(r"<[a-z][^<>]*?\s(?P<what>src|srcset|poster)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE),
    re.compile(
        r"<[a-z][^<>]*?\s(?P<what>(?:href|action)\s*=\s*[\"']?\s*(?:javascript|data):)", re.IGNORECASE
    ),
)


def broken_parts(html: str) -> list[str]:
    """Return the elements and attributes that the policy forbids."""
    return list(dict.fromkeys(match["what"].lower() for one in _BROKEN for match in one.finditer(html)))


def check_policy(
    app: Sphinx, pagename: str, _: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Report what the policy would block: a notebook's output, an extension's markup."""
    if app.builder.name == "html" and doctree is not None:
        path = app.env.doc2path(pagename, base=False)
        for part in broken_parts(str(context.get("body", ""))):
            report(problem(Place(str(path)), "policy-broken", value=part))
