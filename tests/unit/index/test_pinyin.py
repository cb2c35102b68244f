"""A name as people type it who know only how it sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.index.pinyin import MOST, pinyin


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("深圳样本", "szyb shenzhenyangben"),
        ("云州市样云", "yzsyy yzyy yunzhoushiyangyun yunzhouyangyun"),
        ("市县", "sx shixian"),
        # a word decides
        ("重庆银行", "cqyh chongqingyinhang"),
        ("厦门六安", "xmla xiamenluan"),
        ("音乐", "yy yinyue"),
        # no word decides
        ("单雄信", "dxx sxx danxiongxin shanxiongxin"),
        ("曾小样", "cxy zxy cengxiaoyang zengxiaoyang"),
        ("翟样", "dy zy diyang zhaiyang"),
        # rare readings of common characters do not count
        ("市石车", "ssc shishiche"),
        ("吕绿", "ll lvlv"),
        # what is no Chinese character
        ("ＡＢＣ ３号·公司", "abc3hgs abc3haogongsi"),
        ("Sample Ltd.", "sampleltd"),
        ("𠮷😀。", ""),
        ("", ""),
    ],
)
def test_readings(name: str, readings: str) -> None:
    assert pinyin(name) == readings


def test_a_name_of_many_readings_keeps_a_few() -> None:
    readings = pinyin("曾样重样会样单").split()

    assert readings[:2] == ["cyzyhyd", "zyzyhyd"]
    assert len(readings) == 2 * MOST


@given(st.text(max_size=12) | st.text("单曾乐行长重庆ab1 ·。𠮷", max_size=12))
def test_readings_are_latin_and_few(name: str) -> None:
    readings = pinyin(name).split(" ")

    assert len(readings) <= 4 * MOST
    assert all(one.isascii() and (one.isalnum() or not one) for one in readings)
