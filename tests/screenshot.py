"""The README's picture, from the real thing: ``python -m tests.screenshot ADDRESS FILE`` while `onrecord try` runs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

QUESTIONS = (("fr", "Combien d'aide les États-Unis ont-ils annoncée pour le peuple palestinien en mai 2021 ?"),)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def ask(page: Page, language: str, question: str) -> None:
    """Ask as a person with ``language`` would, and wait for the reply."""
    page.locator("select").first.select_option(language)
    before = page.locator("blockquote").count()
    page.locator("textarea").fill(question)
    page.locator("textarea").press("Enter")
    page.wait_for_function("before => document.querySelectorAll('blockquote').length > before", arg=before)
    page.wait_for_timeout(700)


def main(address: str, file: Path) -> None:
    """Take the picture."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 900, "height": 1180}, device_scale_factor=1)
        page.goto(address)
        for language, question in QUESTIONS:
            ask(page, language, question)
        page.locator("select").first.select_option("en")
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
