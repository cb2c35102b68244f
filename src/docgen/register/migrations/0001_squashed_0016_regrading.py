"""The first sixteen steps in one: a new register comes to the same tables in a fifth of the time.

A register that has taken some of the steps goes on step by step, see ``register.steps``.
"""

from importlib import import_module

from django.db import migrations, models

_STEPS = (
    "0001_initial",
    "0002_log_is_append_only",
    "0003_change",
    "0004_retention",
    "0005_custody",
    "0006_description",
    "0007_copies",
    "0008_keeping",
    "0009_former_numbers",
    "0010_seals",
    "0011_loans",
    "0012_outside",
    "0013_permits",
    "0014_log_keeping",
    "0015_keys",
    "0016_regrading",
)
_log = import_module(f"{__package__}.0002_log_is_append_only")

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _to(table, name="+", *, null=False):
    """A reference to a row that cannot go while it is referred to."""
    return models.ForeignKey(
        null=null, on_delete=models.PROTECT, related_name=name, to=f"register.{table}"
    )


def _one(table, name):
    """The key of a table that holds at most one row for each row of another."""
    return models.OneToOneField(
        on_delete=models.PROTECT,
        primary_key=True,
        related_name=name,
        serialize=False,
        to=f"register.{table}",
    )


def _table(name, db_table, fields, *constraints):
    options = {"db_table": db_table} | ({"constraints": [*constraints]} if constraints else {})
    return migrations.CreateModel(name, fields, options)


class Tables(migrations.SeparateDatabaseAndState):
    """Many tables at once: Django looks at all models anew once, not after each of them."""

    def __init__(self, tables):
        super().__init__(tables, tables)

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.database_operations:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in reversed(self.database_operations):
            table.database_backwards(app_label, schema_editor, from_state, to_state)


TABLES = [
    _table(
        "Person",
        "register_person",
        [
            ("id", _ID.clone()),
            ("password", models.CharField(verbose_name="password", max_length=128)),
            ("last_login", models.DateTimeField(verbose_name="last login", blank=True, null=True)),
            ("login", models.CharField(max_length=64, unique=True)),
            ("name", models.CharField(max_length=64)),
            ("os_login", models.CharField(max_length=64, unique=True, null=True)),
            ("unit", models.CharField(max_length=64)),
            ("clearance", models.SmallIntegerField()),
            ("roles", models.JSONField(default=list)),
            ("active", models.BooleanField(default=True)),
            ("version", models.IntegerField(default=1)),
        ],
    ),
    _table(
        "Checkpoint",
        "register_checkpoint",
        [
            ("id", _ID.clone()),
            ("size", models.BigIntegerField()),
            ("note", models.TextField()),
            ("at", models.DateTimeField()),
        ],
    ),
    _table(
        "Customer",
        "register_customer",
        [
            ("id", _ID.clone()),
            ("kind", models.CharField(max_length=16)),
            ("name", models.CharField(max_length=200)),
            ("plain_name", models.CharField(max_length=200, db_index=True)),
            ("credit_code", models.CharField(max_length=18, blank=True, db_index=True)),
            ("id_number", models.CharField(max_length=18, blank=True, db_index=True)),
            ("phone", models.CharField(max_length=40, blank=True)),
            ("address", models.CharField(max_length=300, blank=True)),
            ("contact", models.CharField(max_length=64, blank=True)),
            ("legal_person", models.CharField(max_length=64, blank=True)),
            ("email", models.CharField(max_length=100, blank=True)),
            ("unit", models.CharField(max_length=64)),
            ("version", models.IntegerField(default=1)),
        ],
    ),
    _table(
        "LogEntry",
        "register_log_entry",
        [
            ("idx", models.BigIntegerField(primary_key=True, serialize=False)),
            ("leaf", models.BinaryField()),
            ("leaf_hash", models.BinaryField()),
        ],
    ),
    _table(
        "LogHead",
        "register_log_head",
        [
            ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
            ("size", models.BigIntegerField()),
            ("frontier", models.BinaryField()),
            ("last_time", models.CharField(max_length=40)),
        ],
    ),
    _table(
        "LogNote",
        "register_log_note",
        [
            ("id", _ID.clone()),
            ("idx", models.BigIntegerField(db_index=True)),
            ("name", models.CharField(max_length=32)),
            ("salt", models.BinaryField()),
            ("value", models.TextField()),
        ],
    ),
    _table(
        "Series",
        "register_series",
        [
            ("name", models.CharField(primary_key=True, max_length=160, serialize=False)),
            ("last", models.BigIntegerField(default=0)),
        ],
    ),
    _table(
        "Dossier",
        "register_dossier",
        [
            ("number", models.BigIntegerField(primary_key=True, serialize=False)),
            ("type", models.CharField(max_length=32)),
            ("key", models.CharField(max_length=120)),
            ("title", models.CharField(max_length=240)),
            ("unit", models.CharField(max_length=64, db_index=True)),
            ("rank", models.SmallIntegerField()),
            ("retention", models.CharField(max_length=32)),
            ("state", models.CharField(max_length=16, default="active")),
            ("opened_at", models.DateTimeField()),
            ("last_turn", models.IntegerField(default=0)),
            ("version", models.IntegerField(default=1)),
            ("customer", _to("customer", "dossiers")),
            (
                "file_number",
                models.CharField(max_length=200, blank=True, db_index=True, default=""),
            ),
        ],
        models.UniqueConstraint(
            name="one_active_dossier_a_key",
            fields=("type", "key"),
            condition=models.Q(("state", "active")),
        ),
    ),
    _table(
        "Item",
        "register_item",
        [
            ("id", _ID.clone()),
            ("turn", models.IntegerField()),
            ("title", models.CharField(max_length=240)),
            ("group", models.CharField(max_length=32)),
            ("rank", models.SmallIntegerField()),
            ("retention", models.CharField(max_length=32)),
            ("template", models.CharField(max_length=120, blank=True)),
            ("form_number", models.CharField(max_length=80, blank=True, db_index=True)),
            ("filed_at", models.DateTimeField()),
            ("dated", models.DateField()),
            ("head", models.IntegerField(default=1)),
            ("state", models.CharField(max_length=16, default="filed")),
            ("version", models.IntegerField(default=1)),
            ("dossier", _to("dossier", "items")),
            ("filed_by", _to("person")),
            ("custody", models.CharField(max_length=16, default="department")),
        ],
        models.UniqueConstraint(name="one_item_a_turn", fields=("dossier", "turn")),
    ),
    _table(
        "Grant",
        "register_grant",
        [
            ("id", _ID.clone()),
            ("granted_at", models.DateTimeField()),
            ("dossier", _to("dossier", "grants")),
            ("granted_by", _to("person")),
            ("person", _to("person", "grants")),
        ],
        models.UniqueConstraint(name="one_grant_each", fields=("person", "dossier")),
    ),
    _table(
        "ItemText",
        "register_item_text",
        [
            ("item", _one("item", "text")),
            ("body", models.TextField()),
        ],
    ),
    _table(
        "IssuedNumber",
        "register_issued_number",
        [
            ("id", _ID.clone()),
            ("number", models.CharField(max_length=80, unique=True)),
            ("series", models.CharField(max_length=160)),
            ("seq", models.IntegerField()),
            ("template", models.CharField(max_length=120)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("issued_at", models.DateTimeField()),
            ("holder", models.CharField(max_length=80, blank=True)),
            ("issued_by", _to("person")),
            ("item", _to("item", null=True)),
        ],
    ),
    _table(
        "ItemVersion",
        "register_item_version",
        [
            ("id", _ID.clone()),
            ("n", models.IntegerField()),
            ("at", models.DateTimeField()),
            ("files", models.JSONField()),
            ("log_index", models.BigIntegerField()),
            ("by", _to("person")),
            ("item", _to("item", "versions")),
        ],
        models.UniqueConstraint(name="one_version_a_number", fields=("item", "n")),
    ),
    _table(
        "Loan",
        "register_loan",
        [
            ("id", _ID.clone()),
            ("kind", models.CharField(max_length=16)),
            ("purpose", models.CharField(max_length=32)),
            ("state", models.CharField(max_length=16)),
            ("requested_at", models.DateTimeField()),
            ("decided_at", models.DateTimeField(null=True)),
            ("reason", models.CharField(max_length=300, blank=True)),
            ("out_at", models.DateTimeField(null=True)),
            ("due", models.DateField(null=True)),
            ("returned_at", models.DateTimeField(null=True)),
            ("remark", models.CharField(max_length=300, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("borrower", _to("person", "loans")),
            ("decided_by", _to("person", null=True)),
            ("handed_by", _to("person", null=True)),
            ("item", _to("item", "loans")),
            ("taken_by", _to("person", null=True)),
            ("confirmed", models.JSONField(default=dict)),
            ("held_until", models.DateField(null=True)),
            ("out_index", models.BigIntegerField(null=True)),
            ("renewals", models.SmallIntegerField(default=0)),
            ("recalled", models.BooleanField(default=False)),
            ("reminders", models.JSONField(default=list)),
            ("pages", models.IntegerField(null=True)),
            ("condition", models.CharField(max_length=16, blank=True, default="")),
            ("missing", models.CharField(max_length=300, blank=True, default="")),
            ("loss", models.CharField(max_length=300, blank=True, default="")),
            ("lost_at", models.DateTimeField(null=True)),
            ("settled_by", _to("person", null=True)),
            ("settled_at", models.DateTimeField(null=True)),
            ("replacement", models.CharField(max_length=300, blank=True, default="")),
            ("log_index", models.BigIntegerField(null=True)),
        ],
        models.UniqueConstraint(
            name="one_original_out",
            fields=("item",),
            condition=models.Q(("kind__in", ["paper", "in-place"]), ("state", "out")),
        ),
    ),
    _table(
        "Outbox",
        "register_outbox",
        [
            ("seq", models.BigAutoField(primary_key=True, serialize=False)),
            ("stage", models.CharField(max_length=120, blank=True, db_index=True)),
            ("item", _to("item")),
        ],
    ),
    _table(
        "Change",
        "register_change",
        [
            ("seq", models.BigAutoField(primary_key=True, serialize=False)),
            ("line", models.TextField()),
        ],
    ),
    _table(
        "Hold",
        "register_hold",
        [
            ("id", _ID.clone()),
            ("name", models.CharField(max_length=120)),
            ("reason", models.CharField(max_length=300)),
            ("item", _to("item", "holds", null=True)),
            ("dossier", _to("dossier", "holds", null=True)),
            ("customer", _to("customer", "holds", null=True)),
            ("set_by", _to("person")),
            ("set_at", models.DateTimeField()),
            ("released_by", _to("person", null=True)),
            ("released_at", models.DateTimeField(null=True)),
            ("release_reason", models.CharField(max_length=300, blank=True)),
        ],
    ),
    _table(
        "DestructionList",
        "register_destruction_list",
        [
            ("id", _ID.clone()),
            ("kind", models.CharField(max_length=16)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("opinion", models.CharField(max_length=500)),
            ("method", models.CharField(max_length=64, blank=True)),
            ("proposed_by", _to("person")),
            ("proposed_at", models.DateTimeField()),
            ("reason", models.CharField(max_length=300, blank=True)),
            ("carried_out_by", _to("person", null=True)),
            ("carried_out_at", models.DateTimeField(null=True)),
            ("version", models.IntegerField(default=1)),
        ],
    ),
    _table(
        "DestructionLine",
        "register_destruction_line",
        [
            ("id", _ID.clone()),
            ("list", _to("destructionlist", "lines")),
            ("item", _to("item", "destruction_lines")),
            ("due", models.DateField(null=True)),
            ("start", models.DateField(null=True)),
            ("twin", _to("item", null=True)),
        ],
        models.UniqueConstraint(name="one_destruction_line_a_paper", fields=("list", "item")),
    ),
    _table(
        "DestructionSignature",
        "register_destruction_signature",
        [
            ("id", _ID.clone()),
            ("list", _to("destructionlist", "signatures")),
            ("person", _to("person")),
            ("part", models.CharField(max_length=16)),
            ("on", models.DateField()),
            ("at", models.DateTimeField()),
        ],
        models.UniqueConstraint(
            name="one_destruction_signature", fields=("list", "person", "part", "on")
        ),
    ),
    _table(
        "Tombstone",
        "register_tombstone",
        [
            ("item", _one("item", "tombstone")),
            ("list", _to("destructionlist", "tombstones")),
            ("at", models.DateTimeField()),
            ("facts", models.JSONField()),
        ],
    ),
    _table(
        "FilePattern",
        "register_file_pattern",
        [
            ("type", models.CharField(primary_key=True, max_length=32, serialize=False)),
            ("pattern", models.CharField(max_length=80)),
        ],
    ),
    _table(
        "DossierStage",
        "register_dossier_stage",
        [
            ("id", _ID.clone()),
            ("stage", models.CharField(max_length=32)),
            ("on", models.DateField()),
            ("at", models.DateTimeField()),
            ("by", _to("person")),
            ("dossier", _to("dossier", "stages")),
        ],
        models.UniqueConstraint(name="one_day_a_stage", fields=("dossier", "stage")),
    ),
    _table(
        "DossierLink",
        "register_dossier_link",
        [
            ("id", _ID.clone()),
            ("why", models.CharField(max_length=120)),
            ("at", models.DateTimeField()),
            ("by", _to("person")),
            ("one", _to("dossier", "links_on")),
            ("other", _to("dossier", "links_back")),
        ],
        models.UniqueConstraint(name="one_link_a_pair", fields=("one", "other")),
    ),
    _table(
        "Validity",
        "register_validity",
        [
            ("id", _ID.clone()),
            ("name", models.CharField(max_length=120)),
            ("until", models.DateField()),
            ("item", _to("item", "validities")),
        ],
    ),
    _table(
        "Transfer",
        "register_transfer",
        [
            ("id", _ID.clone()),
            ("rule", models.CharField(max_length=32)),
            ("unit", models.CharField(max_length=64, db_index=True)),
            ("receiver", models.CharField(max_length=64)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("started", models.DateField(null=True)),
            ("due", models.DateField()),
            ("proposed_at", models.DateTimeField()),
            ("sent_at", models.DateTimeField(null=True)),
            ("late_reason", models.CharField(max_length=300, blank=True)),
            ("accepted_at", models.DateTimeField(null=True)),
            ("list_number", models.CharField(max_length=80, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("accepted_by", _to("person", null=True)),
            ("proposed_by", _to("person")),
            ("sent_by", _to("person", null=True)),
        ],
    ),
    _table(
        "TransferLine",
        "register_transfer_line",
        [
            ("id", _ID.clone()),
            ("state", models.CharField(max_length=16)),
            ("note", models.CharField(max_length=300, blank=True)),
            ("item", _to("item", "transfer_lines")),
            ("transfer", _to("transfer", "lines")),
        ],
        models.UniqueConstraint(name="one_line_a_paper", fields=("transfer", "item")),
    ),
    _table(
        "Description",
        "register_description",
        [
            ("room", models.CharField(max_length=20, blank=True)),
            ("cabinet", models.CharField(max_length=20, blank=True)),
            ("shelf", models.CharField(max_length=20, blank=True)),
            ("box", models.CharField(max_length=20, blank=True)),
            ("barcode", models.CharField(max_length=40, blank=True, db_index=True)),
            ("version", models.IntegerField(default=1)),
            ("item", _one("item", "description")),
            ("made_up", models.BooleanField(default=False)),
            ("responsible", models.CharField(max_length=120, blank=True)),
            ("doc_number", models.CharField(max_length=80, blank=True)),
            ("made_on", models.DateField(null=True)),
            ("pages", models.IntegerField(null=True)),
            ("carrier", models.CharField(max_length=16, blank=True)),
        ],
    ),
    _table(
        "DossierPlace",
        "register_dossier_place",
        [
            ("room", models.CharField(max_length=20, blank=True)),
            ("cabinet", models.CharField(max_length=20, blank=True)),
            ("shelf", models.CharField(max_length=20, blank=True)),
            ("box", models.CharField(max_length=20, blank=True)),
            ("barcode", models.CharField(max_length=40, blank=True, db_index=True)),
            ("version", models.IntegerField(default=1)),
            ("dossier", _one("dossier", "place")),
        ],
    ),
    _table(
        "Copy",
        "register_copy",
        [
            ("id", _ID.clone()),
            ("kind", models.CharField(max_length=16)),
            ("number", models.CharField(max_length=40, null=True)),
            ("holder", models.CharField(max_length=120, db_index=True)),
            ("reason", models.CharField(max_length=300)),
            ("since", models.DateField()),
            ("until", models.DateField(null=True)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("noted_at", models.DateTimeField()),
            ("log_index", models.BigIntegerField()),
            ("ended_on", models.DateField(null=True)),
            ("remark", models.CharField(max_length=300, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("item", _to("item", "copies")),
            ("noted_by", _to("person")),
            ("ended_by", _to("person", null=True)),
        ],
        models.UniqueConstraint(name="one_number_a_paper", fields=("number", "item")),
    ),
    _table(
        "Shortening",
        "register_shortening",
        [
            ("id", _ID.clone()),
            ("old", models.CharField(max_length=32)),
            ("new", models.CharField(max_length=32)),
            ("reason", models.CharField(max_length=300)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("proposed_at", models.DateTimeField()),
            ("approved_at", models.DateTimeField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
            ("remark", models.CharField(max_length=300, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("item", _to("item", "shortenings")),
            ("proposed_by", _to("person")),
            ("approved_by", _to("person", null=True)),
            ("ended_by", _to("person", null=True)),
        ],
    ),
    _table(
        "FormState",
        "register_form_state",
        [
            ("item", _one("item", "form_state")),
            ("blanks", models.IntegerField(default=0)),
            ("is_signed", models.BooleanField(default=False)),
        ],
    ),
    _table(
        "FormerNumber",
        "register_former_number",
        [
            ("id", _ID.clone()),
            ("old", models.CharField(max_length=200, blank=True, db_index=True)),
            ("new", models.CharField(max_length=200)),
            ("at", models.DateTimeField()),
            ("dossier", _to("dossier", "former_numbers")),
        ],
    ),
    _table(
        "Seal",
        "register_seal",
        [
            ("id", _ID.clone()),
            ("n", models.IntegerField()),
            ("at", models.DateTimeField()),
            ("why", models.CharField(max_length=120, blank=True)),
            ("papers", models.IntegerField()),
            ("sha512", models.CharField(max_length=128)),
            ("log_index", models.BigIntegerField()),
            ("by", _to("person")),
            ("dossier", _to("dossier", "seals")),
        ],
        models.UniqueConstraint(name="one_seal_a_number", fields=("dossier", "n")),
    ),
    _table(
        "OutsideRequest",
        "register_outside_request",
        [
            ("id", _ID.clone()),
            ("kind", models.CharField(max_length=16, db_index=True)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("body", models.CharField(max_length=120)),
            ("branch", models.CharField(max_length=40, blank=True)),
            ("phone", models.CharField(max_length=40, blank=True)),
            ("notice", models.CharField(max_length=80, blank=True)),
            ("notice_on", models.DateField(null=True)),
            ("notice_title", models.CharField(max_length=80, blank=True)),
            ("cause", models.CharField(max_length=200, blank=True)),
            ("scope", models.CharField(max_length=500)),
            ("permit", models.CharField(max_length=80, blank=True)),
            ("authority", models.CharField(max_length=120, blank=True)),
            ("requested_at", models.DateTimeField()),
            ("until", models.DateField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
            ("reason", models.CharField(max_length=300, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("ended_by", _to("person", null=True)),
            ("notice_scan", _to("item", null=True)),
            ("requested_by", _to("person")),
        ],
    ),
    _table(
        "OutsideOfficer",
        "register_outside_officer",
        [
            ("id", _ID.clone()),
            ("name", models.CharField(max_length=64)),
            ("document", models.CharField(max_length=40)),
            ("number", models.CharField(max_length=64)),
            ("scan", _to("item", null=True)),
            ("request", _to("outsiderequest", "officers")),
        ],
    ),
    _table(
        "OutsideServing",
        "register_outside_serving",
        [
            ("id", _ID.clone()),
            ("gives", models.CharField(max_length=16)),
            ("at", models.DateTimeField()),
            ("log_index", models.BigIntegerField()),
            ("copy", _to("copy", "outside_servings", null=True)),
            ("escort", _to("person")),
            ("item", _to("item", "outside_servings")),
            ("request", _to("outsiderequest", "servings")),
            ("served_by", _to("person")),
        ],
    ),
    _table(
        "OutsidePaper",
        "register_outside_paper",
        [
            ("id", _ID.clone()),
            ("whole", models.BooleanField(default=False)),
            ("item", _to("item", "outside_papers")),
            ("request", _to("outsiderequest", "papers")),
        ],
        models.UniqueConstraint(name="one_outside_line_a_paper", fields=("request", "item")),
    ),
    _table(
        "OutsideSignature",
        "register_outside_signature",
        [
            ("id", _ID.clone()),
            ("role", models.CharField(max_length=16)),
            ("of", models.CharField(max_length=64)),
            ("opinion", models.CharField(max_length=300, blank=True)),
            ("at", models.DateTimeField()),
            ("person", _to("person")),
            ("request", _to("outsiderequest", "signatures")),
        ],
        models.UniqueConstraint(name="one_outside_signature", fields=("request", "person")),
        models.UniqueConstraint(name="one_outside_role", fields=("request", "role")),
    ),
    _table(
        "Permit",
        "register_permit",
        [
            ("id", _ID.clone()),
            ("act", models.CharField(max_length=16)),
            ("purpose", models.CharField(max_length=16)),
            ("why", models.CharField(max_length=300)),
            ("wanted", models.CharField(max_length=64, db_index=True)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("asked_at", models.DateTimeField()),
            ("until", models.DateField(null=True)),
            ("ended_at", models.DateTimeField(null=True)),
            ("remark", models.CharField(max_length=300, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("asked_by", _to("person")),
            ("item", _to("item", "permits")),
        ],
    ),
    _table(
        "PermitApproval",
        "register_permit_approval",
        [
            ("id", _ID.clone()),
            ("role", models.CharField(max_length=16)),
            ("unit", models.CharField(max_length=64)),
            ("at", models.DateTimeField()),
            ("permit", _to("permit", "approvals")),
            ("person", _to("person")),
        ],
        models.UniqueConstraint(name="one_approval_each", fields=("permit", "person")),
    ),
    _table(
        "LogHash",
        "register_log_hash",
        [
            ("id", _ID.clone()),
            ("level", models.SmallIntegerField()),
            ("place", models.BigIntegerField()),
            ("hash", models.BinaryField()),
        ],
        models.UniqueConstraint(name="one_hash_a_place", fields=("level", "place")),
    ),
    _table(
        "Cosignature",
        "register_cosignature",
        [
            ("id", _ID.clone()),
            ("size", models.BigIntegerField()),
            ("vkey", models.TextField()),
            ("note", models.TextField()),
            ("at", models.DateTimeField()),
        ],
    ),
    _table(
        "Flood",
        "register_log_flood",
        [
            ("key", models.CharField(primary_key=True, max_length=64, serialize=False)),
            ("since", models.DateTimeField()),
            ("last", models.DateTimeField()),
            ("count", models.IntegerField()),
            ("facts", models.TextField()),
        ],
    ),
    _table(
        "OfficeKey",
        "register_office_key",
        [
            ("id", _ID.clone()),
            ("name", models.CharField(max_length=16, unique=True)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("made_at", models.DateTimeField()),
            ("share_set", models.IntegerField()),
            ("drilled_at", models.DateTimeField(null=True)),
            ("is_on", models.BooleanField(default=False)),
            ("made_by", _to("person")),
        ],
    ),
    _table(
        "PaperKey",
        "register_paper_key",
        [
            ("id", _ID.clone()),
            ("n", models.IntegerField()),
            ("recipient", models.CharField(max_length=62, unique=True)),
            ("shredded_at", models.DateTimeField(null=True, db_index=True)),
            ("item", _to("item", "keys")),
        ],
        models.UniqueConstraint(name="one_key_a_version", fields=("item", "n")),
    ),
    _table(
        "Regrading",
        "register_regrading",
        [
            ("id", _ID.clone()),
            ("old", models.SmallIntegerField()),
            ("new", models.SmallIntegerField()),
            ("reason", models.CharField(max_length=300)),
            ("state", models.CharField(max_length=16, db_index=True)),
            ("wanted", models.CharField(max_length=64)),
            ("approvals", models.JSONField(default=list)),
            ("proposed_at", models.DateTimeField()),
            ("ended_at", models.DateTimeField(null=True)),
            ("remark", models.CharField(max_length=300, blank=True)),
            ("version", models.IntegerField(default=1)),
            ("dossier", _to("dossier", "regradings")),
            ("ended_by", _to("person", null=True)),
            ("item", _to("item", "regradings", null=True)),
            ("proposed_by", _to("person")),
        ],
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("register", step) for step in _STEPS]
    dependencies = []
    operations = [Tables(TABLES), migrations.RunPython(_log.forbid, _log.allow)]
