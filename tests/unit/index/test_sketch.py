"""What two complaints share, and from how much on they are the same matter."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from docgen.index.sketch import SIZE, least, likeness, sketch

OPENINGS = (
    "{who}来电反映{place}{thing}{fault}。",
    "{who}到服务大厅投诉：{place}的{thing}{fault}。",
    "客户{who}称，{place}一直{thing}{fault}，影响正常使用。",
)
DETAILS = (
    "家中{thing}{fault}，持续约{n}小时，期间无人答复。",
    "同楼{n}户均有类似情况，已多次反映。",
    "现场照片{n}张，显示{thing}{fault}。",
    "上次维修不足{n}天再次{fault}。",
    "客户多次拨打热线，等待{n}分钟无人接听。",
    "老人和孩子在家，{thing}{fault}后无法做饭。",
    "合同约定{n}个工作日内处理，至今已超期。",
    "客户要求更换{thing}并道歉。",
    "客户希望减免本月费用{n}0元。",
    "上门人员未佩戴工牌，也未说明{thing}{fault}的原因。",
    "账单显示金额比上月多出{n}倍，{who}不予认可。",
    "{who}已自行检查{thing}，未发现其他异常。",
    "如不解决，{who}将向主管部门反映。",
    "物业称与其无关，让{who}自行联系厂家。",
)
THINGS = ("燃气灶", "热水器", "燃气表", "阀门", "软管", "工装上衣", "拉链", "加油卡", "报警器")
FAULTS = ("打不着火", "忽大忽小", "异响", "显示异常", "脱线", "褪色", "无法识别", "渗水", "松动")
ROADS = ("和平路", "解放大道", "迎宾路", "文昌街", "学府路", "滨河东路", "梧桐巷", "栖霞路")
Facts = dict[str, object]


def _facts(chance: Random) -> Facts:
    return {
        "who": chance.choice("张王李赵陈") + chance.choice("伟芳娜敏静强磊") + "先生",
        "place": f"{chance.choice(ROADS)}{chance.randint(1, 299)}号{chance.randint(1, 20)}栋",
        "thing": chance.choice(THINGS),
        "fault": chance.choice(FAULTS),
        "n": chance.randint(2, 9),
    }


def _complaint(chance: Random) -> tuple[list[str], Facts]:
    facts = _facts(chance)
    frames = [chance.choice(OPENINGS), *chance.sample(DETAILS, 4)]
    return [frame.format(**facts) for frame in frames], facts


def _told_again(chance: Random, sentences: list[str], facts: Facts) -> list[str]:
    """A quarter of the sentences in other words, in another order."""
    others = [
        chance.choice(DETAILS).format(**facts) if chance.random() < 0.25 else sentence
        for sentence in sentences
    ]
    return chance.sample(others, len(others))


def _are_similar(one: list[str], other: list[str]) -> bool:
    asked = sketch("".join(one))
    return len(set(asked) & set(sketch("".join(other)))) >= least(asked)


def test_the_same_complaint_in_other_words_is_similar_and_another_one_is_not() -> None:
    chance = Random(5)  # noqa: S311 - the same complaints every time
    made = [_complaint(chance) for _ in range(200)]

    found = sum(_are_similar(one, _told_again(chance, one, facts)) for one, facts in made)
    wrong = sum(_are_similar(one, other) for (one, _), (other, _) in pairwise(made))

    assert found >= 190
    assert wrong <= 20


def test_the_same_everywhere() -> None:
    told = "from docgen.index.sketch import sketch; print(sketch('供气 压力不足'))"
    environment = {"PYTHONHASHSEED": "7"}

    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, check=True, text=True, env=environment
    )

    assert done.stdout == f"{sketch('供气压力不足')}\n"
    assert sketch("供气压力不足") == (1641903368, 1969490940, 3851902090)


def test_a_short_text_asks_for_less() -> None:
    short, long = (
        sketch("供气压力"),
        sketch("供气压力不足，" + "".join(map(chr, range(0x4E00, 0x4F00)))),
    )

    assert (len(short), least(short)) == (1, 1)
    assert (len(long), least(long)) == (SIZE, 10)
    assert (sketch(" \u200b\n"), least(())) == ((), 0)


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_part_and_everything_of_itself(one: str, other: str) -> None:
    first, second = sketch(one), sketch(other)

    assert first == tuple(sorted(set(first)))
    assert len(first) <= SIZE
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == bool(first)
