"""What the leak scan reads in a file: words as people read them."""

from __future__ import annotations

from multicase.leaks import contents


def test_a_spelled_apostrophe_ends_no_word(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<p>We shan&#39;t.</p>", encoding="utf-8")
    assert all("shan&" not in text for _, text in contents.pieces(path))
