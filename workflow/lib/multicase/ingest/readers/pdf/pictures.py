"""Pages that are pictures: a scan among typed pages, of which nothing is read."""

from __future__ import annotations

from collections.abc import Sequence

from multicase.ingest.blocks import Reading
from multicase.ingest.readers.pdf.parts import Sheet, text_of

MOST, FEW = 0.5, 60  # a picture that is most of its page; letters that are a number, a stamp, a caption


def note_unread(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Note pages that hold pictures, and once furniture is gone no words, or few beside a picture of most of the page.

    pictured: of a sheet, the share of the page that its largest picture covers.
    """
    letters = [sum(map(len, [*map(text_of, sheet.rows), *sheet.sideways])) for sheet in sheets]
    pages = list(zip(sheets, letters, strict=True))
    without = [sheet.number for sheet, number in pages if sheet.pictured and not number]
    few = [sheet.number for sheet, number in pages if sheet.pictured > MOST and 0 < number < FEW]
    for numbers, told in ((without, "pictures without text"), (few, "pictures and few words beside them")):
        if numbers:
            one = len(numbers) == 1
            where = f"{'page' if one else 'pages'} {', '.join(map(str, numbers))} {'holds' if one else 'hold'} {told}"
            what = ("it" if one else "them") if numbers is without else "what the pictures show"
            reading.notes.append(f"{where}: nothing of {what} was read")
