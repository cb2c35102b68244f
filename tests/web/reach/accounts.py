"""Who reaches the pages of sign-in and account."""

from __future__ import annotations

from tests.web.reach import Reach

EVERYBODY = "everyone nobody"
REACH = {
    "account_login": Reach(gets=EVERYBODY, posts=EVERYBODY),
    "demo-sign-in": Reach(posts=EVERYBODY, data={"login": "mira"}),
    "account_logout": Reach(gets="everyone"),  # whoever sends it is led to the door
    "account_reauthenticate": Reach(gets="everyone", posts="everyone"),
    "openid_connect_login": Reach(kwargs=lambda _: {"provider_id": "company"}),
    "openid_connect_callback": Reach(kwargs=lambda _: {"provider_id": "company"}),
    "account": Reach(gets="everyone"),
    "account_change_password": Reach(),
    "session-end": Reach(kwargs=lambda _: {"number": 4711}),
    "sessions-end": Reach(posts="everyone"),
    "invitation": Reach(kwargs=lambda _: {"secret": "never-given"}),
    "mfa_index": Reach(gets="everyone"),
    "mfa_authenticate": Reach(gets="everyone", posts="everyone"),  # led on: they are in
    "mfa_reauthenticate": Reach(gets="everyone", posts="everyone"),  # led to their password
    "mfa_activate_totp": Reach(gets="everyone", posts="everyone"),
    "mfa_deactivate_totp": Reach(),
    "mfa_add_webauthn": Reach(gets="everyone", posts="everyone"),
    "mfa_reauthenticate_webauthn": Reach(gets="everyone", posts="everyone"),  # the same
    "mfa_remove_webauthn": Reach(kwargs=lambda _: {"pk": 4711}),
    "mfa_view_recovery_codes": Reach(),
    "mfa_generate_recovery_codes": Reach(gets="everyone", posts="everyone"),
}
