"""Pictures that are missing: said by each output that needs them, so that the others are still made."""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from vorming.source.problems import problem
from vorming.sphinx_ext.base import place_of, report


def leave_pictures_to_outputs(app: Sphinx, config: Config) -> None:
    """Silence Sphinx's own warning, which comes at the read and stops every output."""
    config.suppress_warnings = [*config.suppress_warnings, "image.not_readable"]


class ReportPictures(SphinxPostTransform):
    """Report each picture of a web page that doesn't exist; the packs' writer does so itself."""

    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        root = Path(self.env.srcdir)
        for image in self.document.findall(nodes.image):
            if "://" not in image["uri"] and not (root / image["uri"]).is_file():
                report(problem(place_of(image, root, self.env.docname), "image-missing", value=image["uri"]))
