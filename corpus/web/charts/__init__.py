"""The charts of the reading room, as SVG.

In: labels and figures, already in the reader's language. Out: SVG text to put into a page as it stands: everything in
it is escaped, colours are classes (the stylesheet gives them for light and dark), nothing in it is styled in place or
runs. Each chart has a title and a description for those who do not see it, tells its kinds apart by shape or texture
as well as by colour, and is meant to stand over the table of its figures. Pure functions, no dependency.
"""

from .bars import Point as Point
from .bars import Series as Series
from .bars import Stack as Stack
from .bars import columns as columns
from .bars import curves as curves
from .bars import ranks as ranks
from .bars import shares as shares
from .bars import stacks as stacks
from .drawing import Told as Told
from .matrix import Head as Head
from .matrix import matrix as matrix
from .matrix import sign_of as sign_of
from .pairs import Pair as Pair
from .pairs import pairs as pairs
from .strip import Cut as Cut
from .strip import Leaf as Leaf
from .strip import grade as grade
from .strip import strip as strip
