"""Characters without a font are said before the PDF shows boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from docgen.errors import OutsideFailed
from docgen.render import fonts, glyphs
from docgen.render.glyphs import refuse_boxes

Paper = Callable[..., bytes]
NOBODY_HAS = "\U000e8000"  # not given to any character


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What is known of fonts stays in one test."""
    glyphs._is_box.cache_clear()
    yield
    glyphs._is_box.cache_clear()


@pytest.fixture
def chinese_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose fonts have the usual Chinese characters, and 𠮷."""
    known = bytearray(0x110000)
    known[:0xA000] = b"\1" * 0xA000
    known[ord("𠮷")] = 1
    monkeypatch.setattr(glyphs, "characters", lambda: bytes(known))


@pytest.mark.usefixtures("chinese_only")
def test_what_every_font_has_is_fine(paper: Paper) -> None:
    refuse_boxes(paper("客户 𠮷 ☑ ① “引” ㎡ é", header="A\u200d\ufe0f\u0301", footer="\uf0fe"))


@pytest.mark.usefixtures("chinese_only")
@pytest.mark.parametrize("sign", ["😀", "𪛖", "𰀀", "\ue000", NOBODY_HAS])
def test_what_no_font_has_is_said_with_its_place(paper: Paper, sign: str) -> None:
    with pytest.raises(OutsideFailed) as caught:
        refuse_boxes(paper("甲", header=f"姓名：{sign}"))

    assert f"{sign} (U+{ord(sign):04X})" in str(caught.value.what)
    assert f"in the header: “姓名：{sign}”" in caught.value.why


@pytest.mark.usefixtures("chinese_only")
def test_each_is_named_once_and_names_in_the_xml_do_not_count(paper: Paper) -> None:
    named = "<w:p><w:r><w:rPr><w:rStyle w:val='😀'/></w:rPr><w:t>甲</w:t></w:r></w:p>"
    refuse_boxes(paper(named))

    with pytest.raises(OutsideFailed, match=r"of: 😀 \(U\+1F600\)、𪛖 \(U\+2A6D6\)\n"):
        refuse_boxes(paper("😀𪛖😀", "𪛖"))


def test_without_fontconfig_nothing_is_known(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_ask", lambda *_: "")
    monkeypatch.setattr(glyphs, "characters", fonts.characters.__wrapped__)

    refuse_boxes(paper(NOBODY_HAS))


def test_this_machine_knows_its_fonts() -> None:
    known = fonts.characters()

    assert known[ord("客")] == known[ord("A")] == 1
    assert known[ord(NOBODY_HAS)] == 0
