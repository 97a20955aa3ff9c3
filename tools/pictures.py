"""Draw the README's pictures from the print edition: a page, and a spread. Needs Poppler's pdftoppm and Pillow.

python tools/pictures.py dist/never-let-me-go-study-guide-print.pdf docs/images
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

PAGE = "Hailsham"  # the page that opens this chapter
SPREAD = "trip to Norfolk"  # the spread whose left page has these words
DPI = 100


def main() -> None:
    """Find the pages by their words and write page.png and spread.png."""
    book, folder = Path(sys.argv[1]), Path(sys.argv[2])
    texts = subprocess.run(["pdftotext", "-layout", str(book), "-"], capture_output=True, text=True, check=True)
    pages = [" ".join(text.split()).casefold() for text in texts.stdout.split("\f")]
    opener = next(n for n, text in enumerate(pages) if text.startswith(PAGE.casefold()))
    verso = next(n for n, text in enumerate(pages) if SPREAD.casefold() in text and n % 2)
    folder.mkdir(parents=True, exist_ok=True)
    save(sheet(book, [opener]), folder / "page.png")
    save(sheet(book, [verso, verso + 1]), folder / "spread.png")


def sheet(book: Path, numbers: list[int]) -> Image.Image:
    """Pages (0-based) side by side, on one sheet."""
    images = []
    with tempfile.TemporaryDirectory() as temporary:
        for number in numbers:
            stem = Path(temporary) / f"page-{number}"
            which = ["-f", str(number + 1), "-l", str(number + 1), "-singlefile"]
            subprocess.run(["pdftoppm", "-r", str(DPI), "-png", *which, str(book), str(stem)], check=True)
            images.append(ImageOps.expand(Image.open(stem.with_suffix(".png")).convert("L"), 1, "#bbb"))
    whole = Image.new("L", (sum(image.width for image in images), images[0].height), "white")
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width
    return whole


def save(image: Image.Image, path: Path) -> None:
    """Sixteen greys are enough for type, and small."""
    image.quantize(16).save(path, optimize=True)


if __name__ == "__main__":
    main()
