"""Which fonts a file names, and the stand-ins of fonts.conf."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from docgen.errors import OutsideFailed
from docgen.render import fonts
from docgen.render.fonts import CONFIG, cjk_font, fonts_of, known_fonts
from docgen.render.package import Package, parse_xml

Paper = Callable[..., bytes]
STYLE = (
    "<w:style w:type='paragraph' w:styleId='{}' {}><w:basedOn w:val='{}'/>"
    "<w:rPr><w:rFonts {}/></w:rPr></w:style>"
)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """What fontconfig said before is forgotten, before and after."""
    cjk_font.cache_clear()
    yield
    cjk_font.cache_clear()


def test_fonts_of_the_text_and_of_the_styles_it_uses(paper: Paper) -> None:
    run = "<w:r><w:rPr><w:rFonts w:eastAsia='黑体' w:ascii='Arial'/></w:rPr><w:t>文</w:t></w:r>"
    styles = (
        "<w:docDefaults><w:rPr><w:rFonts w:ascii='Default'/></w:rPr></w:docDefaults>"
        + STYLE.format("N", "w:default='1'", "", "w:ascii='Normal'")
        + STYLE.format("Used", "", "Base", "w:ascii='Used'")
        + STYLE.format("Base", "", "Used", "w:ascii='Base'")
        + STYLE.format("Other", "", "", "w:ascii='Other'")
    )
    docx = paper(
        f"<w:p><w:pPr><w:pStyle w:val='Used'/></w:pPr>{run}</w:p>", more={"styles": styles}
    )

    found = fonts_of(Package.read(docx))

    assert set(found) == {"黑体", "Arial", "Default", "Normal", "Used", "Base"}
    assert found["黑体"] == "word/document.xml"
    assert found["Base"] == "word/styles.xml"


def test_fonts_of_the_theme(paper: Paper) -> None:
    theme = (
        "<t><minorFont><latin typeface='Latin'/><ea typeface=''/>"
        "<font script='Hans' typeface='汉'/><font script='Jpan' typeface='和'/></minorFont></t>"
    )
    named = "<w:rFonts w:asciiTheme='minorHAnsi' w:eastAsiaTheme='minorEastAsia'/>"
    run = f"<w:r><w:rPr>{named}</w:rPr></w:r>"
    docx = paper(f"<w:p>{run}</w:p>", parts={"word/theme/theme1.xml": theme.encode()})

    assert set(fonts_of(Package.read(docx))) == {"Latin", "汉"}


@pytest.mark.parametrize(
    "name", ["宋体", "仿宋_GB2312", "楷体", "黑体", "simsun", "方正小标宋简体"]
)
def test_office_fonts_are_known(name: str) -> None:
    assert name.casefold() in known_fonts()


def test_every_stand_in_is_a_free_font() -> None:
    root = parse_xml(CONFIG.read_bytes())

    stand_ins = {each.text for each in root.iterfind("match/edit[@name='family']/string")}

    assert stand_ins == {
        *("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Mono CJK SC", "AR PL UKai CN"),
        *("Liberation Serif", "Liberation Sans", "Liberation Mono", "DejaVu Sans", "OpenSymbol"),
    }


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("宋体", "Noto Serif CJK SC"),
        ("仿宋_GB2312", "Noto Serif CJK SC"),
        ("黑体", "Noto Sans CJK SC"),
    ],
)
def test_fontconfig_follows_the_stand_ins(name: str, family: str) -> None:
    assert fonts._ask("fc-match", "--format", "%{family[0]}", name) == family


def test_chinese_gets_a_chinese_font() -> None:
    assert "CJK" in cjk_font()


def test_no_chinese_font_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_ask", lambda *_: "DejaVu Sans\ten|fr")

    with pytest.raises(OutsideFailed, match="No Chinese font") as caught:
        cjk_font()

    assert "fonts-noto-cjk" in caught.value.fix


def test_without_fontconfig_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert fonts._ask("fc-list") == ""
