"""The few calls of pdfium that reading needs, with plain arguments.

The same library as pypdfium2 wraps, opened from that package's own files. Its wrapper declares some 500 functions on
import, which takes longer than reading 20 pages; and a page takes hundreds of calls, in which converting pointer types
costs more than the calls do: addresses are plain numbers here. pdfium is not thread-safe: one process, one thread.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import byref, c_char_p, c_float, c_int, c_uint, c_ulong, c_void_p
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["Box", "byref", "call"]

_FILES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")


class Box(ctypes.Structure):
    """A rectangle in points: left, top, right, bottom; y grows upwards."""

    _fields_ = [("left", c_float), ("top", c_float), ("right", c_float), ("bottom", c_float)]


_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "FPDF_LoadMemDocument64": (c_void_p, c_char_p, ctypes.c_size_t, c_char_p),
    "FPDF_GetLastError": (c_ulong,),
    "FPDF_CloseDocument": (None, c_void_p),
    "FPDF_GetPageCount": (c_int, c_void_p),
    "FPDF_LoadPage": (c_void_p, c_void_p, c_int),
    "FPDF_ClosePage": (None, c_void_p),
    "FPDF_GetPageWidthF": (c_float, c_void_p),
    "FPDF_GetPageHeightF": (c_float, c_void_p),
    "FPDFPage_GetRotation": (c_int, c_void_p),
    "FPDFPage_GetAnnotCount": (c_int, c_void_p),
    "FPDFPage_CountObjects": (c_int, c_void_p),
    "FPDFPage_GetObject": (c_void_p, c_void_p, c_int),
    "FPDFPageObj_GetType": (c_int, c_void_p),
    "FPDFPageObj_GetBounds": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPath_CountSegments": (c_int, c_void_p),
    "FPDFText_LoadPage": (c_void_p, c_void_p),
    "FPDFText_ClosePage": (None, c_void_p),
    "FPDFText_CountChars": (c_int, c_void_p),
    "FPDFText_GetText": (c_int, c_void_p, c_int, c_int, c_void_p),
    "FPDFText_GetLooseCharBox": (c_int, c_void_p, c_int, c_void_p),
    "FPDFText_GetFontInfo": (c_ulong, c_void_p, c_int, c_void_p, c_ulong, c_void_p),
    "FPDFText_GetCharIndexFromTextIndex": (c_int, c_void_p, c_int),
    "FPDFText_GetFillColor": (c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDF_GetMetaText": (c_ulong, c_void_p, c_char_p, c_void_p, c_ulong),
    "FPDFPage_GetAnnot": (c_void_p, c_void_p, c_int),
    "FPDFPage_CloseAnnot": (None, c_void_p),
    "FPDFAnnot_GetSubtype": (c_int, c_void_p),
    "FPDFAnnot_GetRect": (c_int, c_void_p, c_void_p),
    "FPDFBitmap_CreateEx": (c_void_p, c_int, c_int, c_int, c_void_p, c_int),
    "FPDFBitmap_FillRect": (c_int, c_void_p, c_int, c_int, c_int, c_int, c_uint),
    "FPDF_RenderPageBitmap": (None, c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_int, c_int),
    "FPDFBitmap_Destroy": (None, c_void_p),
}


class _Calls:
    """Functions of the library by name."""

    def __init__(self) -> None:
        self._library: ctypes.CDLL | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        result, *arguments = _SIGNATURES[name]
        if self._library is None:
            self._library = _open()
        function: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)((name, self._library))
        setattr(self, name, function)
        return function


def _open() -> ctypes.CDLL:
    """The library, initialised; a second initialisation, as by pypdfium2, does nothing."""
    spec = find_spec("pypdfium2_raw")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    path = next((folder / name for name in _FILES if (folder / name).is_file()), None)
    if path is not None:
        library = ctypes.PyDLL(str(path))
    else:  # pypdfium2 built against a pdfium of the system: only the package knows where that is
        from pypdfium2_raw.bindings import _libs  # type: ignore[import-untyped]

        library = ctypes.PyDLL(_libs["pdfium"]._name)
    library.FPDF_InitLibrary()
    return library


call: Any = _Calls()
"""`call.FPDF_LoadPage(document, 0)`: addresses as whole numbers, None where pdfium says null."""
