"""Coming in with a real browser: an app's code, a passkey, a button of the demo, no scripts."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from playwright.sync_api import Page, expect
from tests.support.browsers import Sat
from tests.web.reach.cast import LOGINS

from docgen.office.demo_people import PASSWORD

STRANGER, LAWYER = LOGINS["stranger"][0], LOGINS["legal"][0]
#: A key that is always at hand and has just seen its owner's finger.
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code(secret: str, *, later: int = 0) -> str:
    """What the app shows."""
    return str(format_hotp_value(hotp_value(secret, list(counters())[1 + later])))


def give_password(page: Page, login: str) -> None:
    """Fill the door's form and send it."""
    page.goto("/login/")
    page.get_by_label("账号").or_(page.get_by_label("Login")).fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button.main").click()


def leave(page: Page) -> None:
    """Sign out."""
    page.goto("/logout/")
    page.locator("main form button").click()


def test_somebody_sets_up_an_app_and_comes_in_with_its_code(sat: Sat) -> None:
    page = sat.page()
    give_password(page, STRANGER)
    page.goto("/2fa/app/")
    expect(page.locator("img.qr")).to_have_js_property("complete", value=True)
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 100
    page.locator("details summary").last.click()
    secret = page.locator("code.secret").inner_text()
    page.locator("input[name=code]").fill(code(secret))
    page.locator("main button.main").click()
    expect(page.locator(".codes code")).to_have_count(10)

    leave(page)
    give_password(page, STRANGER)
    page.locator("input[name=code]").fill(code(secret, later=1))
    page.locator("form button.main").click()

    expect(page).to_have_url(f"{sat.served.address}/")
    expect(page.locator(".me summary")).to_contain_text(STRANGER)


def test_a_passkey_is_added_and_opens_the_door(sat: Sat) -> None:
    address = sat.served.address.replace("127.0.0.1", "localhost")  # keys are for names alone
    with sat.browser.new_context(base_url=address) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        machine = context.new_cdp_session(page)
        machine.send("WebAuthn.enable")
        machine.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        page.goto("/login/")
        page.locator(f'button[value="{LAWYER}"]').click()
        page.goto("/2fa/passkeys/")
        page.locator("#add-passkey").click()
        expect(page.locator(".codes code")).to_have_count(10)

        leave(page)
        give_password(page, LAWYER)
        page.locator("#use-passkey").click()

        expect(page).to_have_url(f"{address}/")
        assert wrong == []


def test_the_password_can_be_looked_at_and_is_hidden_again(sat: Sat) -> None:
    page = sat.page()
    page.goto("/login/")
    field = page.locator("input[name=password]")

    field.fill("secret")
    page.locator("button.show").click()
    shown = field.get_attribute("type")
    page.locator("button.show").click()

    assert (shown, field.get_attribute("type")) == ("text", "password")


def test_without_scripts_a_button_of_the_demo_leads_in(sat: Sat) -> None:
    page = sat.page(scripts=False, width=390)
    page.goto("/login/")

    page.locator(f'button[value="{STRANGER}"]').click()

    expect(page).to_have_url(f"{sat.served.address}/")
