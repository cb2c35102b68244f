"""Invented papers of a customer-service office, for measuring and testing the search.

Places, companies and people do not exist; phone numbers are 199 0000 xxxx and 010-5555 xxxx.
The same seed gives the same papers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from docgen.index.paper import Paper


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CITIES = _words("云州市 青屿市 澜河市 锦川市 临溪市 北岭市 望海市 松浦市")
DISTRICTS = _words("东湖区 南台区 高新区 新港区 西山区 鹿鸣区 平江区 開元區")
ROADS = _words("和平路 解放大道 迎宾路 文昌街 学府路 滨河东路 产业一路 梧桐巷 栖霞路")
BRANDS = _words("""
    样云 恒禾 澄宇 瑞槐 启明样 拓野 金穗样 安澜 卓屿 颐和样 宏橡 晟柏 凌霄样 万桐 佳梧 博岸
    天枢样 远岫 同庚 汇泽样 鼎楠 明澈 嘉树 星野样 浩淼 锐捷样 君澜 海曙样 信宜样 泰和样
""")
TRADES = _words("物业 服装 油品 燃气 餐饮 劳务 商贸 科技 建设 物流 机电 医疗器械 教育咨询 新能源")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻欧阳司马"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建国志红玉兰文斌宇浩然子轩梓涵一诺𠮷喆淼"
SUBJECTS = _words("""
    供气压力不足 管道渗漏 发票金额有误 工装尺寸不符 送货延迟 服务态度冷淡 电梯停运 计量表读数异常
    合同条款争议 派遣人员缺岗 油品含水 保洁不到位 停车收费争议 维修后复发 押金未退还 系统无法登录
    餐食份量不足 货物外包装破损 培训安排变更 噪声扰民 门禁卡失效 空调不制冷 水质浑浊 账单重复扣费
""")
ACTIONS = _words("""
    当日派员到场核实 致电客户说明情况 更换损坏部件 退还多收款项 重新制作并补发 约谈责任班组
    安排主管上门道歉 调取监控录像 出具检测报告 提交法务部复核 暂停相关作业 登记台账并跟踪
    与供应商协商赔付 下发整改通知 组织专题培训 延长质保期限 列入重点回访名单 由第三方复检
""")
OPINIONS = _words("""
    客户对处理结果表示满意 客户要求书面答复 客户保留进一步追究的权利 客户同意延期处理
    客户希望加强沟通 客户提出补偿要求
    客户认可整改方案 客户暂未反馈 客户认为响应偏慢 客户建议优化流程
""")
REMARKS = (
    "本记录一式两份，企业发展部与客户档案各存一份。",
    "经双方协商一致，按补充协议第三条执行。",
    "附件：现场照片四张、检测单一份、签收单复印件一份。",
    "以上内容已由当事人核对无误并签字确认。",
    "Ref. service desk ticket, see e-mail of the same day.",
    "该设备型号为 XQ-3200B/Ⅱ，出厂编号见铭牌。",
    "请于五个工作日内回复处理进展，逾期升级至主管领导。",
    "客户情绪稳定😀，后续按回访计划执行。",
)
FORMS = (
    ("complaint/complaint-record", "客户投诉记录及处理意见", "TS", "repair"),
    ("visit/visit-report", "走访客户报告单", "ZF", "visits"),
    ("contract/service-contract", "服务合同", "HT", "contracts"),
    ("dispatch/dispatch-agreement", "派遣协议", "PQ", "contracts"),
    ("handover/handover-checklist", "工作交接表", "JJ", "handover"),
    ("customer/customer-profile", "客户资料表", "KH", "basics"),
)
UNITS = _words("客户服务部 企业发展部 法务部 第一分公司 第二分公司")
_FIRST_DAY = date(2021, 1, 4)


def papers(
    count: int, *, seed: int = 1, characters: int | range = 1000, per_customer: int = 8
) -> Iterator[Paper]:
    """So many papers, ``per_customer`` for each customer, bodies of about so many characters.

    A range of characters makes shorter and longer bodies.
    """
    random = Random(seed)  # noqa: S311 - invented data, nothing secret
    for first in range(0, count, per_customer):
        dossier = first // per_customer + 1
        customer, unit = company(random), random.choice(UNITS)
        for turn in range(1, min(per_customer, count - first) + 1):
            yield _paper(random, f"{dossier:010d}", turn, customer, unit, characters)


def company(random: Random) -> str:
    """A company's name that nobody has."""
    parts = (random.choice(CITIES), random.choice(BRANDS), random.choice(TRADES), "有限公司")
    return "".join(parts)


def person(random: Random) -> str:
    """A person's name of two or three characters."""
    given = random.choice(GIVEN) + random.choice(["", random.choice(GIVEN)])
    return random.choice(SURNAMES) + given


def phone(random: Random) -> str:
    """A sample phone number, with dashes, with spaces or joined."""
    tail = random.randrange(10_000)
    forms = ("1990000{}", "199-0000-{}", "(010) 5555-{}", "199 0000 {}")
    return random.choice(forms).format(f"{tail:04}")


def _paper(
    random: Random, dossier: str, turn: int, customer: str, unit: str, characters: int | range
) -> Paper:
    template, title, prefix, group = random.choice(FORMS)
    day = _FIRST_DAY + timedelta(days=random.randrange(1800))
    subject = random.choice(SUBJECTS)
    length = characters if isinstance(characters, int) else random.choice(characters)
    return Paper(
        item=f"{dossier}-{turn:04d}",
        title=f"{title}：{subject}",
        number=f"{prefix}-{day.year}-{random.randrange(100_000):05d}",
        customer=customer,
        dossier=dossier,
        template=template,
        group=group,
        rank=random.choice((0, 1, 1, 1, 1, 2, 2, 3)),
        unit=unit,
        date=day,
        body=_body(random, customer, subject, day, length),
    )


def _body(random: Random, customer: str, subject: str, day: date, characters: int) -> str:
    lines = [f"客户名称：{customer}", f"受理日期：{day:%Y-%m-%d}", f"投诉事项：{subject}"]
    while sum(map(len, lines)) < characters:
        lines.append(_line(random, day))
    return "\n".join(lines)


def _line(random: Random, day: date) -> str:
    choice = random.choice
    later = day + timedelta(days=random.randrange(30))
    address = f"{choice(CITIES)}{choice(DISTRICTS)}{choice(ROADS)}{random.randrange(1, 999)}号"
    amount = f"{random.randrange(100, 900_000):,}.{random.randrange(100):02}"
    plate = f"云{choice('ABCDEF')}·{random.randrange(100_000):05}"
    noted = f"{later.year}年{later.month}月{later.day}日，{person(random)}反映{choice(SUBJECTS)}"
    sentences = (
        f"{noted}，联系电话 {phone(random)}。",
        f"经办人{person(random)}{choice(ACTIONS)}，{choice(ACTIONS)}。",
        f"现场地址：{address}，车辆{plate}，涉及金额人民币{amount}元。",
        f"{choice(OPINIONS)}；{person(random)}负责于{later.month}月底前{choice(ACTIONS)}。",
        choice(REMARKS),
    )
    return choice(sentences)
