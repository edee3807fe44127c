"""Store values of a build in a file beside its output, for a later command of the same version.

`vorming day` reads the slides and the markup of lessons from such a file, instead of running Sphinx.
"""

import io
import pickle
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from vorming.source.files import write_whole


class _Pickler(pickle.Pickler):
    """A pickler that leaves out `model_fields_set`, whose order differs between equal models."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, BaseModel):
            return partial(type(value).model_construct, **dict(value)), ()
        return NotImplemented


def write_store(path: Path, values: Any) -> None:
    """Write values to a file; equal values give equal bytes.

    The values must have no cycles, since pickling without a memo would never end.
    """
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, protocol=5)
    pickler.fast = True  # no memo, by which the bytes would depend on which equal texts are the same object
    pickler.dump(values)
    write_whole(path, buffer.getvalue())


def read_store(path: Path) -> Any:
    """Return the values that `write_store` wrote.

    Use it only for files of our own build, since unpickling can run any code.
    """
    return pickle.loads(path.read_bytes())


def older_than(path: Path, files: Mapping[str, Path]) -> set[str]:
    """Return the keys of the files that have not changed since a store was written; none if there is no store."""
    written = path.stat().st_mtime_ns if path.is_file() else 0
    return {key for key, file in files.items() if file.stat().st_mtime_ns < written}
