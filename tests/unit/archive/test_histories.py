"""Whatever is filed, in whatever order: it reads as filed, and both judges accept the archive."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.support.archive import MIRA, NOW, Office, new_office, urn
from tests.support.ocfl_layout import problems

# Names that only differ by case or Unicode form, Chinese, names Windows cannot have, folders.
NAMES = [
    "合同.docx",
    "附件/清单.xlsx",
    "附件/清单（副本）.xlsx",
    "A.txt",
    "a.txt",
    "caf\u00e9",
    "cafe\u0301",
    "CON",
    "a?b:c.pdf",
    "~2/A.txt",
    "deep/er/still/x",
    "Deep/er/still/X",
]
CONTENTS = [b"1", b"2", "合同".encode(), b"\0" * 5000, b"large " * 1200]
ITEMS = [urn(310000001, 1), urn(310000001, 2), urn(4200000000, 1)]

files = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(CONTENTS), min_size=1, max_size=6)


class Histories(RuleBasedStateMachine):
    """Files into three items and compares with a plain dictionary."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="docgen-histories-"))
        self.filed: dict[str, dict[str, dict[str, bytes]]] = {item: {} for item in ITEMS}

    @initialize()
    def begin(self) -> None:
        self.office = new_office(self.base / "office")

    def _note(self, item: str, state: dict[str, bytes]) -> None:
        self.filed[item][f"v{len(self.filed[item]) + 1}"] = state

    @rule(item=st.sampled_from(ITEMS), new=files)
    def file_anew(self, item: str, new: dict[str, bytes]) -> None:
        """A version that holds these files and no others."""
        self.office.add(new, item)
        self._note(item, new)

    @rule(item=st.sampled_from(ITEMS), new=files, data=st.data())
    def change_some(self, item: str, new: dict[str, bytes], data: st.DataObject) -> None:
        """A version that keeps some files unread, drops some and brings some."""
        versions = list(self.filed[item].values())
        before = versions[-1] if versions else {}
        clear = sorted(before.keys() - new.keys())
        keep = data.draw(st.lists(st.sampled_from(clear), unique=True)) if clear else []
        self.office.add(new, item, keep=keep)
        self._note(item, {**{name: before[name] for name in keep}, **new})

    @rule(item=st.sampled_from(ITEMS), new=files)
    def give_up(self, item: str, new: dict[str, bytes]) -> None:
        """Something is prepared and not committed."""
        self.office.store.discard(self.office.seal(new, item).name)

    @rule(item=st.sampled_from(ITEMS))
    def destroy(self, item: str) -> None:
        """The object goes; the same id begins anew."""
        self.office.store.remove(item)
        self.filed[item] = {}

    @rule(new=st.lists(files, min_size=3, max_size=3))
    def file_together(self, new: list[dict[str, bytes]]) -> None:
        """A group: new items and new versions."""
        with self.office.store.group() as group:
            names = [
                group.stage(one).seal(item, message="m", user=MIRA, created=NOW).name
                for item, one in zip(ITEMS, new, strict=True)
            ]
            group.settle()
        assert self.office.store.publish_many(names) == {}
        for item, one in zip(ITEMS, new, strict=True):
            self._note(item, one)

    @rule()
    def recover(self) -> None:
        """A recovery finds nothing to do."""
        assert self.office.store.sweep([]) == []
        for item in ITEMS:
            assert self.office.store.repair_object(item).done == []

    @invariant()
    def everything_reads_as_filed(self) -> None:
        for item in ITEMS:
            assert self.office.state(item) == self.filed[item]

    @invariant()
    def both_judges_agree(self) -> None:
        assert self.office.findings() == []
        assert problems(self.office.root) == []
        assert self.office.in_work() == []

    def teardown(self) -> None:
        shutil.rmtree(self.base)


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=25,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
