"""What the user wants of OCR.

In: nothing (a type only). Out: `Policy`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Mode = Literal["auto", "force", "never"]


class Policy(msgspec.Struct, frozen=True):
    """When to read page images, with what, and where results are kept.

    `mode`: "auto" reads pages that are images and pages whose text layer cannot be trusted; "force" reads every
    page that an image covers, whatever text layer it has; "never" reads none. `engine` is the name of an engine (""
    takes the first there is), `second` that of another one that is asked where a page was read with doubt ("" asks
    none). `cache` is the folder of earlier results: None is the user's cache folder, "" keeps none.
    """

    mode: Mode = "auto"
    engine: str = ""
    second: str = ""
    cache: str | None = None
