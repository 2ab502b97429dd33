"""PDFium's C functions, as thin as ctypes allows.

In: nothing. Out: `Pdfium`, one object a process, whose attributes are the functions that the other modules of this
room call thousands of times a page. They are the functions of `pypdfium2.raw` with handles as plain integers:
building a pointer object for every call costs more than the call itself.

PDFium is not safe for threads: use processes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_char_p, c_double, c_int, c_size_t, c_ulong, c_void_p
from functools import lru_cache
from typing import Any

_INT, _HANDLE = c_int, c_void_p

# name: result, arguments
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "FPDF_LoadMemDocument64": (_HANDLE, (c_char_p, c_size_t, c_char_p)),
    "FPDF_CloseDocument": (None, (_HANDLE,)),
    "FPDF_GetLastError": (c_ulong, ()),
    "FPDF_GetPageCount": (_INT, (_HANDLE,)),
    "FPDF_LoadPage": (_HANDLE, (_HANDLE, _INT)),
    "FPDF_ClosePage": (None, (_HANDLE,)),
    "FPDF_GetPageBoundingBox": (_INT, (_HANDLE, c_void_p)),
    "FPDFPage_GetMediaBox": (_INT, (_HANDLE, c_void_p, c_void_p, c_void_p, c_void_p)),
    "FPDFPage_GetRotation": (_INT, (_HANDLE,)),
    "FPDFPage_SetRotation": (None, (_HANDLE, _INT)),
    "FPDFPage_CountObjects": (_INT, (_HANDLE,)),
    "FPDFPage_GetObject": (_HANDLE, (_HANDLE, _INT)),
    "FPDFPage_RemoveObject": (_INT, (_HANDLE, _HANDLE)),
    "FPDFPage_GenerateContent": (_INT, (_HANDLE,)),
    "FPDFPage_Flatten": (_INT, (_HANDLE, _INT)),
    "FPDFPage_GetAnnotCount": (_INT, (_HANDLE,)),
    "FPDFPage_GetAnnot": (_HANDLE, (_HANDLE, _INT)),
    "FPDFPage_RemoveAnnot": (_INT, (_HANDLE, _INT)),
    "FPDFPage_CloseAnnot": (None, (_HANDLE,)),
    "FPDFAnnot_GetSubtype": (_INT, (_HANDLE,)),
    "FPDFAnnot_GetFlags": (_INT, (_HANDLE,)),
    "FPDFAnnot_GetRect": (_INT, (_HANDLE, c_void_p)),
    "FPDFAnnot_GetStringValue": (c_ulong, (_HANDLE, c_char_p, c_void_p, c_ulong)),
    "FPDFDOC_InitFormFillEnvironment": (_HANDLE, (_HANDLE, c_void_p)),
    "FPDFDOC_ExitFormFillEnvironment": (None, (_HANDLE,)),
    "FORM_OnAfterLoadPage": (None, (_HANDLE, _HANDLE)),
    "FORM_OnBeforeClosePage": (None, (_HANDLE, _HANDLE)),
    "FPDFBitmap_CreateEx": (_HANDLE, (_INT, _INT, _INT, c_void_p, _INT)),
    "FPDFBitmap_Destroy": (None, (_HANDLE,)),
    "FPDF_RenderPageBitmap": (None, (_HANDLE, _HANDLE, _INT, _INT, _INT, _INT, _INT, _INT)),
    "FPDFPageObj_Destroy": (None, (_HANDLE,)),
    "FPDFPageObj_GetType": (_INT, (_HANDLE,)),
    "FPDFPageObj_GetBounds": (_INT, (_HANDLE, c_void_p, c_void_p, c_void_p, c_void_p)),
    "FPDFPageObj_HasTransparency": (_INT, (_HANDLE,)),
    "FPDFPageObj_GetMatrix": (_INT, (_HANDLE, c_void_p)),
    "FPDFPageObj_GetStrokeWidth": (_INT, (_HANDLE, c_void_p)),
    "FPDFFormObj_CountObjects": (_INT, (_HANDLE,)),
    "FPDFFormObj_GetObject": (_HANDLE, (_HANDLE, c_ulong)),
    "FPDFPath_CountSegments": (_INT, (_HANDLE,)),
    "FPDFPath_GetPathSegment": (_HANDLE, (_HANDLE, _INT)),
    "FPDFPath_GetDrawMode": (_INT, (_HANDLE, c_void_p, c_void_p)),
    "FPDFPathSegment_GetPoint": (_INT, (_HANDLE, c_void_p, c_void_p)),
    "FPDFPathSegment_GetType": (_INT, (_HANDLE,)),
    "FPDFPathSegment_GetClose": (_INT, (_HANDLE,)),
    "FPDFImageObj_GetImageDataRaw": (c_ulong, (_HANDLE, c_void_p, c_ulong)),
    "FPDFTextObj_GetFont": (_HANDLE, (_HANDLE,)),
    "FPDFTextObj_GetTextRenderMode": (_INT, (_HANDLE,)),
    "FPDFText_LoadPage": (_HANDLE, (_HANDLE,)),
    "FPDFText_ClosePage": (None, (_HANDLE,)),
    "FPDFText_CountChars": (_INT, (_HANDLE,)),
    "FPDFText_GetText": (_INT, (_HANDLE, _INT, _INT, c_void_p)),
    "FPDFText_GetCharIndexFromTextIndex": (_INT, (_HANDLE, _INT)),
    "FPDFText_GetLooseCharBox": (_INT, (_HANDLE, _INT, c_void_p)),
    "FPDFText_GetTextObject": (_HANDLE, (_HANDLE, _INT)),
    "FPDFText_GetFontSize": (c_double, (_HANDLE, _INT)),
    "FPDFText_GetFontInfo": (c_ulong, (_HANDLE, _INT, c_void_p, c_ulong, c_void_p)),
    "FPDFText_GetMatrix": (_INT, (_HANDLE, _INT, c_void_p)),
    "FPDFText_IsGenerated": (_INT, (_HANDLE, _INT)),
}


class Pdfium:
    """The functions of `_SIGNATURES`, as attributes."""

    def __init__(self) -> None:
        import pypdfium2  # noqa: F401  (initialises the library)
        import pypdfium2.raw as raw

        self._addresses: dict[str, int] = {}
        self._bare: dict[str, Callable[..., Any]] = {}
        for name, (result, arguments) in _SIGNATURES.items():
            address = self._addresses[name] = ctypes.cast(getattr(raw, name), c_void_p).value or 0
            setattr(self, name, ctypes.CFUNCTYPE(result, *arguments)(address))

    def bare(self, name: str) -> Callable[..., Any]:
        """The function `name` without checks of its arguments, for what is called for every word: half the time.

        Its handles are `c_void_p` objects, made once, its arrays ctypes arrays, its numbers C ints.
        """
        known = self._bare.get(name)
        if known is None:
            known = self._bare[name] = ctypes.CFUNCTYPE(_SIGNATURES[name][0])(self._addresses[name])
        return known

    def __getattr__(self, name: str) -> Callable[..., Any]:
        raise AttributeError(name)


@lru_cache(maxsize=1)
def pdfium() -> Pdfium:
    """The functions; the library is loaded at the first call."""
    return Pdfium()


def form_fill_info() -> Any:
    """The structure that a form environment asks for; it must outlive that environment."""
    import pypdfium2.raw

    raw: Any = pypdfium2.raw
    return raw.FPDF_FORMFILLINFO(version=2)
