"""Who makes papers on the page: clerks and archivists; a draft and a batch are their owner's."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.reach import Reach
from tests.web.reach.cast import Cast

FILLING = "clerk archivist stranger"
_FORM = "template=complaint/complaint-record"


def _template(cast: Cast) -> Mapping[str, object]:
    return dict(zip(("family", "name"), cast.template, strict=True))


def _draft(_: Cast) -> Mapping[str, object]:
    return {"code": "D000001"}


def _job(_: Cast) -> Mapping[str, object]:
    return {"code": "J000001"}


REACH = {
    "new": Reach(gets=FILLING, log="form.filled"),
    "new-star": Reach(kwargs=_template, posts=FILLING),
    "new-form": Reach(kwargs=_template, gets=FILLING, posts=FILLING, log="form.filled"),
    "drafts": Reach(gets=FILLING, log="form.filled"),
    "draft": Reach(kwargs=_draft, gets="clerk", posts="clerk"),
    "draft-preview": Reach(kwargs=_draft, gets="clerk"),
    "draft-make": Reach(kwargs=_draft, posts="clerk"),
    "draft-move": Reach(kwargs=_draft, posts="clerk"),
    "draft-paper": Reach(kwargs=lambda cast: {**_draft(cast), "kind": "docx"}),
    "batches": Reach(gets=FILLING, posts=FILLING, log="form.filled"),
    "batch-sheet": Reach(query=f"{_FORM}&rows=1", gets=FILLING),
    "batch": Reach(kwargs=_job, gets="clerk"),
    "batch-act": Reach(kwargs=_job, posts="clerk"),
    "batch-result": Reach(kwargs=lambda cast: {**_job(cast), "name": "结果.xlsx"}),
    "job": Reach(kwargs=_job, gets="clerk"),
}
