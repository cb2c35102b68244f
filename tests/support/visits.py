"""What tests of visits share: answers of a day's report, a gift's application, a scored visit."""

from __future__ import annotations

import datetime as dt


def daily(*customers: str, **card: str) -> dict[str, object]:
    """A day's report of visits to these customers; ``card`` is what is new of the first."""
    names = [name.strip() for name in customers]
    return {
        "area": "样例片区",
        "opinions": "希望缺货提前三天告知",
        "effect": "当场补单",
        "handled": "无",
        "visits": [
            {"time": "09:00-09:50", "customer_name": name, "card": "更新"} for name in names
        ],
        "cards": [{"customer_name": names[0], **card}] if card else [],
    }


#: What a first card cannot be without.
NEW_CARD = {"grade": "B", "address": "样例路28号", "business": "五金"}


def budget(day: dt.date, *, price: int = 60, year: int = 1000, **more: object) -> dict[str, object]:
    """An application for a gift on a day; ``year`` is the unit's yearly budget in yuan."""
    return {
        "customer_kind": "企业",
        "special": "往来九年",
        "occasion": "合作周年",
        "reason": "签约十周年",
        "gift_on": day,
        "recipient": "行政部",
        "budget_year": year,
        "policy_checked": True,
        "public_body": False,
        "gifts": [{"name": "纪念摆件", "quantity": 1, "price": price}],
        **more,
    }


def scored(day: dt.date, **scores: str) -> dict[str, object]:
    """A visit's report with what the customer scored."""
    return {
        "visited_on": day,
        "customer_address": "样例路28号",
        "customer_head": "洪样例",
        "market": "平稳",
        "service": "满意",
        "needs": "年度协议",
        **scores,
    }


def alarm(now: dt.datetime, hours: int = 5) -> dict[str, object]:
    """An urgent report of this moment, in the office's time, that asks for an answer in time."""
    said = now.replace(tzinfo=None, microsecond=0)
    return {
        "addressee": "总经理室",
        "contact_phone": "19900003308",
        "reported_at": said,
        "told_first": True,
        "visitor": "mira",
        "found_at": said - dt.timedelta(hours=1),
        "kinds": ["本公司产品有重大缺陷或问题"],
        "subject": "密封圈老化",
        "detail": "拆检五台，三台有裂纹",
        "source_note": "现场查看",
        "impact": "约六十四台",
        "unable": "没有新批次",
        "request": "请调拨",
        "reply_by": said + dt.timedelta(hours=hours),
    }
