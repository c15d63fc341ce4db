"""Several pages of pictures read at once: each by a tesseract of its own, while pdfium renders the next."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor

from ketacli.documents.limits import Watch
from ketacli.documents.lines import Sheet
from ketacli.documents.model import UnreadPage
from ketacli.documents.ocr import recognise
from ketacli.documents.pictures import Picture

_Read = dict[int, Sheet | UnreadPage]


class PictureQueue:
    """Hands pictures to tesseract and holds back the next while as many are at work as there are processors."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._waiting: dict[int, Future[Sheet | UnreadPage]] = {}
        self._most = max(1, min(os.cpu_count() or 1, 4))
        self._pool = ThreadPoolExecutor(self._most)

    def put(self, number: int, picture: Picture) -> _Read:
        """Hand in a page; the pages that had to be finished to make room for it."""
        done: _Read = {}
        while len(self._waiting) >= self._most:
            done |= self._take()
        self._waiting[number] = self._pool.submit(recognise, picture, number, self._watch)
        return done

    def rest(self) -> _Read:
        """Wait for all that are at work."""
        done: _Read = {}
        while self._waiting:
            done |= self._take()
        self._pool.shutdown()
        return done

    def _take(self) -> _Read:
        number = next(iter(self._waiting))
        return {number: self._waiting.pop(number).result()}
