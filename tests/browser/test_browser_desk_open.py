"""The desk's secret address in a browser: it opens the desk, is hidden afterwards, and other sites cannot use its
session."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.support.commands import desk_app
from tests.support.serving import serving
from tests.support.web_fakes import FakeServices
from webui.desk.session import address


def test_the_secret_address_opens_the_desk_and_a_link_elsewhere_does_not(
    browser: Browser, services: FakeServices, served: set[str]
) -> None:
    app = desk_app(services)
    with serving(app, served) as url, browser.new_context() as context:
        page = context.new_page()

        def status(path: str) -> int:
            answer = page.goto(url + path)
            assert answer is not None
            return answer.status

        assert status("/receipts") == 404
        opened = page.goto(address(f"{url}/", app.config["DESK_TOKEN"]).replace("/desk?", "/receipts?"))
        assert opened is not None
        assert (opened.status, page.url) == (200, f"{url}/receipts")
        assert app.config["DESK_TOKEN"] not in page.content() + str(opened.request.all_headers())
        assert status("/receipts") == 200
        assert page.evaluate("document.cookie") == ""
        page.goto(f"data:text/html,<a href='{url}/receipts'>elsewhere</a>")
        with page.expect_response(f"{url}/receipts") as answer:
            page.get_by_text("elsewhere").click()
        assert answer.value.status == 404
        assert status("/receipts") == 200
