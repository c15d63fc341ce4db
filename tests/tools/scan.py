"""A digital PDF as a scanner would give it: pages a little skewed and specked, black and white, without text."""

from __future__ import annotations

import random
import time
from pathlib import Path

DPI = 200


def scanned(source: Path, target: Path, skew: float = 0.4, specks: int = 220) -> None:
    """Write an image-only PDF of `source`. Needs pypdfium2 and Pillow; the same input gives the same dots."""
    import pypdfium2
    from PIL import Image, ImageDraw, ImageFilter

    dice = random.Random(source.name)
    sheets = []
    for page in pypdfium2.PdfDocument(str(source)):
        sheet = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        angle = skew * dice.uniform(0.5, 1.0) * dice.choice((-1, 1))
        sheet = sheet.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
        sheet = sheet.filter(ImageFilter.GaussianBlur(0.5))
        pen = ImageDraw.Draw(sheet)
        for _ in range(specks):
            x, y = dice.randrange(sheet.width), dice.randrange(sheet.height)
            pen.point((x, y), fill=dice.randrange(80))
        pen.line([(6, 0), (6 + dice.randrange(4), sheet.height)], fill=40, width=1)
        sheets.append(sheet.point(lambda grey: 255 if grey > 150 else 0).convert("1"))
    day = time.gmtime(0)
    sheets[0].save(
        target, "PDF", resolution=DPI, save_all=True, append_images=sheets[1:], creationDate=day, modDate=day
    )
