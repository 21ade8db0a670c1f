# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages in Debian's chromium, served by the server that people use."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright
from waitress.server import create_server

CHROMIUM = Path("/usr/bin/chromium")
QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed: the browser tests did not run"),
]
PATIENCE = 60_000
"""Milliseconds that a page may take for anything: a busy machine is slow, and nothing here measures it."""
expect.set_options(timeout=PATIENCE)
LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""
WIDE: ViewportSize = {"width": 1280, "height": 800}
NAMELESS = """
() => [...document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea")]
  .filter((item) => item.checkVisibility())
  .filter((item) => !(item.getAttribute("aria-label") || item.labels?.[0]?.textContent || item.textContent).trim())
  .filter((item) => item.getAttribute("aria-hidden") !== "true")
  .map((item) => item.outerHTML)
"""


class Server:
    """The server of an application, on a port of its own; it can be stopped and come back on the same port."""

    def __init__(self, app: Flask) -> None:
        self.app, self.port = app, 0
        self.start()

    def start(self) -> None:
        """Answer from now on."""
        # what a cut connection leaves waiting stays in memory: a temporary file would be found open by the next test
        self._server = create_server(self.app, host="127.0.0.1", port=self.port, threads=8, outbuf_overflow=64 << 20)
        self.port = self._server.effective_port
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(OSError):  # stopping closes the sockets that the loop waits for
            self._server.run()

    def stop(self) -> None:
        """Answer nobody any more: open connections are cut."""
        self._server.close()
        self._server.asyncore.close_all(map=self._server._map)
        self._thread.join(10)
        self._server.task_dispatcher.shutdown()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """The archive served, until the end of the test."""
    made = Server(app)
    yield made
    made.stop()


@pytest.fixture
def address(server: Server) -> str:
    """Where the archive is served."""
    return server.address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Chromium]:
    """Debian's chromium."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Chromium, address: str) -> Iterator[Page]:
    """A page of a laptop whose every complaint fails the test."""
    with laptop(chromium) as (page, complaints):
        yield page
    assert complaints == []


@pytest.fixture
def tried_page(chromium: Chromium, address: str) -> Iterator[Page]:
    """The same for what goes wrong on purpose: an answer that is refused or does not come is no complaint."""
    with laptop(chromium) as (page, complaints):
        yield page
    assert [one for one in complaints if not one.startswith("Failed to load resource")] == []


def until(page: Page, holds: str, given: object = None) -> None:
    """Wait for what a script says of the page; asked from outside, since the page itself evaluates no text."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(holds, given):
        assert time.monotonic() < end, holds
        page.wait_for_timeout(50)


@contextmanager
def laptop(chromium: Chromium) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it complains about."""
    complaints: list[str] = []
    with page_of(chromium.new_context(viewport=WIDE, reduced_motion="reduce")) as page:
        page.context.add_init_script(LISTEN)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page, complaints


@contextmanager
def phone(chromium: Chromium, width: int = 360, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    """A page on a small screen that is touched."""
    screen: ViewportSize = {"width": width, "height": 640}
    with page_of(chromium.new_context(viewport=screen, color_scheme=scheme, has_touch=True, is_mobile=True)) as page:
        yield page


@contextmanager
def scriptless(chromium: Chromium) -> Iterator[Page]:
    """A page that runs no script."""
    with page_of(chromium.new_context(java_script_enabled=False)) as page:
        yield page


@contextmanager
def page_of(context: BrowserContext) -> Iterator[Page]:
    """A page of a profile that is closed afterwards."""
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


class Mortal:
    """A chromium with a profile on the disk, which can be killed (SIGKILL, every process of it) and started again."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        words = [
            str(CHROMIUM),
            *QUIET.split(),
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
        ]
        (profile / "DevToolsActivePort").unlink(missing_ok=True)
        self._process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        address = ""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "DevTools listening on" in line:
                address = line.split()[-1]
                break
        self._drain = threading.Thread(target=self._process.stderr.read, daemon=True)
        self._drain.start()
        self._browser = playwright.chromium.connect_over_cdp(address)
        self.context.set_default_timeout(PATIENCE)

    @property
    def context(self) -> BrowserContext:
        """Its only profile."""
        return self._browser.contexts[0]

    def kill(self) -> None:
        """As when the power goes: no process of it gets to do anything more."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._drain.join(10)
        if self._process.stderr is not None:
            self._process.stderr.close()


@contextmanager
def mortal(playwright: Playwright, profile: Path) -> Iterator[Mortal]:
    """A killable browser, killed at the end at the latest."""
    profile.mkdir(exist_ok=True)
    browser = Mortal(playwright, profile)
    try:
        yield browser
    finally:
        if browser._process.poll() is None:
            browser.kill()
