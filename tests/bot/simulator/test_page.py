"""The chat page in a real browser: what a person sees, presses and types."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
)

if TYPE_CHECKING:
    from bot.simulator import Simulator
    from bot.simulator.client import Person

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium, chromium-browser or google-chrome on the PATH")

FRENCH = "L'OCI réitère son appel à la communauté internationale."
ARABIC = "تجدد المنظمة دعوتها إلى المجتمع الدولي في 18 نوفمبر 2024."


class Screen:
    """The page of one person, and what went wrong on it: complaints of the browser, requests to elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._requested(request.url))

    def _requested(self, url: str) -> None:
        if not url.startswith(f"{self.address}/"):
            self.complaints.append(f"requested {url}")

    async def open(self, query: str = "") -> Page:
        """Open the chat and wait until the bot stands in the header."""
        await self.page.goto(f"{self.address}/?{query}")
        await expect(self.page.locator("#bot-name")).not_to_be_empty()
        return self.page


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture
async def screen(browser: Browser, simulator: Simulator) -> AsyncIterator[Screen]:
    context = await browser.new_context(locale="fr", permissions=["clipboard-read", "clipboard-write"])
    shown = Screen(await context.new_page(), simulator.address)
    yield shown
    await context.close()
    assert shown.complaints == []


async def reply_with_two_quotes(bot: Bot, question: int) -> str:
    """Answer with a French and an Arabic quote and a gap between them; returns the text."""
    text = f"Deux extraits\n{FRENCH}\n[…]\n{ARABIC}\nFin"
    quotes = [MessageEntity("blockquote", text.index(quote), len(quote)) for quote in (FRENCH, ARABIC)]
    words = MessageEntity("bold", text.index("réitère"), len("réitère"))
    await bot.send_message(1, text, entities=[*quotes, words], reply_parameters=ReplyParameters(question))
    return text


async def direction(page: Page, selector: str) -> list[str]:
    """Return the computed direction of each element."""
    return list(await page.eval_on_selector_all(selector, "all => all.map(e => getComputedStyle(e).direction)"))


async def test_a_question_and_its_answer(screen: Screen, bot: Bot) -> None:
    page = await screen.open("language=fr")
    await page.locator("#text").fill("Que dit l'OCI ?")
    await page.keyboard.press("Enter")
    (update,) = await bot.get_updates(timeout=20)
    assert update.message is not None
    assert (update.message.text, update.message.from_user and update.message.from_user.language_code) == (
        "Que dit l'OCI ?",
        "fr",
    )
    text = await reply_with_two_quotes(bot, update.message.message_id)
    quotes = page.locator(".bot blockquote")
    await expect(quotes).to_have_count(2)
    assert await quotes.all_text_contents() == [FRENCH, ARABIC]
    assert await direction(page, ".bot blockquote") == ["ltr", "rtl"]
    lines = await page.locator(".bot .text > *").all_text_contents()
    assert "\n".join(lines) == text
    assert await page.locator(".bot blockquote strong").all_text_contents() == ["réitère"]
    await expect(page.locator(".bot .reply-preview")).to_contain_text("Que dit l'OCI ?")
    await expect(page.locator("#text")).to_have_value("")


@pytest.mark.parametrize(("language", "page_direction"), [("fr", "ltr"), ("ar", "rtl")])
async def test_sides_and_quotes_do_not_depend_on_the_direction_of_the_page(
    screen: Screen, bot: Bot, person: Person, language: str, page_direction: str
) -> None:
    asked = await person.say("un")
    await reply_with_two_quotes(bot, asked["message_id"])
    page = await screen.open(f"language={language}")
    await expect(page.locator(".bot blockquote")).to_have_count(2)
    assert await direction(page, "html") == [page_direction]
    assert await direction(page, ".bot blockquote") == ["ltr", "rtl"]
    own, bots, whole = [await page.locator(each).bounding_box() for each in (".person", ".bot", "main")]
    assert own is not None
    assert bots is not None
    assert whole is not None
    assert bots["x"] - whole["x"] < 40
    assert whole["x"] + whole["width"] - own["x"] - own["width"] < 40
    bars = "all => all.map(e => [getComputedStyle(e).borderLeftWidth, getComputedStyle(e).borderRightWidth])"
    (left, _), (_, right) = await page.eval_on_selector_all(".bot blockquote", bars)
    assert "0px" not in {left, right}


async def test_the_gap_between_two_arabic_quotes_stands_on_their_side(screen: Screen, bot: Bot, person: Person) -> None:
    await person.say("un")
    await bot.send_message(1, "نص\n[…]\nOCI\n12")
    page = await screen.open("language=fr")
    await expect(page.locator(".bot .line")).to_have_text(["نص", "[…]", "OCI", "12"])
    assert await direction(page, ".bot .line") == ["rtl", "rtl", "ltr", "rtl"]


async def test_the_page_speaks_the_language_that_is_chosen(screen: Screen, bot: Bot) -> None:
    await bot.set_my_description("كلام رسمي", "ar")
    page = await screen.open("language=en")
    await expect(page.locator("#text")).to_have_attribute("placeholder", "Write a message")
    await page.locator("#language").select_option("ar")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator("#text")).to_have_attribute("placeholder", "اكتب رسالة")
    await expect(page.locator("#description")).to_have_text("كلام رسمي")
    await page.locator("#start").click()
    (update,) = await bot.get_updates(timeout=20)
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.text, update.message.from_user.language_code) == ("/start", "ar")


async def test_a_deep_link_starts_with_its_payload(screen: Screen, bot: Bot) -> None:
    page = await screen.open("language=en&start=s_abc_1_0_9")
    await page.locator("#start").click()
    (update,) = await bot.get_updates(timeout=20)
    assert update.message is not None
    assert update.message.text == "/start s_abc_1_0_9"


async def test_the_keys_under_a_message(screen: Screen, bot: Bot, person: Person) -> None:
    await person.say("un")
    keys = [
        [
            InlineKeyboardButton("Contexte", callback_data="c1"),
            InlineKeyboardButton("Page", url="https://example.org/a"),
        ],
        [InlineKeyboardButton("Copier", copy_text=CopyTextButton(ARABIC))],
        [InlineKeyboardButton("Partager", switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("#1"))],
    ]
    await bot.send_message(1, "deux", reply_markup=InlineKeyboardMarkup(keys))
    page = await screen.open("language=fr")
    link = page.get_by_role("link", name="Page")
    assert [await link.get_attribute(name) for name in ("href", "target", "rel")] == [
        "https://example.org/a",
        "_blank",
        "noopener noreferrer",
    ]
    await expect(page.get_by_role("button", name="Partager")).to_be_disabled()
    reason = "Fonctionne dans Telegram, pas dans le simulateur"
    await expect(page.get_by_role("button", name="Partager")).to_have_attribute("title", reason)
    await page.get_by_role("button", name="Copier").click()
    await expect(page.locator("#toast")).to_have_text("Copié")
    assert await page.evaluate("navigator.clipboard.readText()") == ARABIC
    pressed = page.get_by_role("button", name="Contexte")
    await pressed.click()
    query = (await bot.get_updates(timeout=20))[-1].callback_query
    assert query is not None
    assert query.data == "c1"
    await expect(pressed).to_have_attribute("aria-busy", "true")
    await query.answer("Voilà")
    await expect(page.locator("#toast")).to_have_text("Voilà")
    await expect(pressed).not_to_have_attribute("aria-busy", "true")
    await query.edit_message_text("trois")
    await expect(page.locator(".bot .text")).to_have_text("trois")
    await expect(page.locator(".keyboard")).to_have_count(0)


async def test_a_text_is_never_markup(screen: Screen, bot: Bot, person: Person) -> None:
    attack = "<img src=x onerror=alert(1)> <b>non</b>"
    await person.say(attack)
    await bot.send_message(
        1,
        attack,
        entities=[MessageEntity("text_link", 0, 4, url="javascript:alert(1)"), MessageEntity("blockquote", 0, 28)],
    )
    page = await screen.open()
    await expect(page.locator(".bot .text")).to_contain_text("<b>non</b>")
    assert await page.locator(".text img, .text b, .text a").count() == 0
    assert await page.locator(".person .text").text_content() == attack


async def test_marks_nest_cross_and_keep_every_character(screen: Screen, bot: Bot, person: Person) -> None:
    await person.say("un")
    text = "👍 abcdefghij oci.org /help"
    marks = [("bold", 3, 4), ("italic", 5, 4), ("underline", 5, 1), ("strikethrough", 8, 3)]
    await bot.send_message(1, text, entities=[MessageEntity(*mark) for mark in marks])
    page = await screen.open()
    line = page.locator(".bot .line")
    await expect(line).to_have_text(text)
    covered = {tag: "".join(await line.locator(tag).all_text_contents()) for tag in ("strong", "em", "u", "s")}
    assert covered == {"strong": "abcd", "em": "cdef", "u": "c", "s": "fgh"}
    found = line.get_by_role("link", name="oci.org")
    assert [await found.get_attribute(name) for name in ("href", "rel")] == ["https://oci.org/", "noopener noreferrer"]
    await line.get_by_role("button", name="/help").click()
    await expect(page.locator(".person .text").last).to_have_text("/help")
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["un", "/help"]


async def test_the_keyboard_alone_is_enough(screen: Screen, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("latest", "Les dernières"), BotCommand("language", "Langue")])
    page = await screen.open("language=fr")
    await page.locator("#text").focus()
    await page.keyboard.type("/la")
    await expect(page.locator("#commands").get_by_role("option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".person .text")).to_have_text("/language")
    await page.keyboard.type("un")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("deux")
    await page.keyboard.press("Enter")
    await expect(page.locator(".person .line")).to_have_text(["/language", "un", "deux"])
    texts = [update.message.text for update in await bot.get_updates(timeout=20) if update.message]
    assert texts == ["/language", "un\ndeux"]


async def test_what_the_bot_is_doing_and_what_it_thinks(screen: Screen, bot: Bot, person: Person) -> None:
    asked = await person.say("un")
    page = await screen.open("language=fr")
    await bot.send_chat_action(1, "typing")
    await expect(page.locator("#typing")).to_be_visible()
    await bot.set_message_reaction(1, asked["message_id"], "👀")
    await expect(page.locator(".person .reaction")).to_have_text("👀")
    text = "Plus de contexte\n" + "mot " * 200
    await bot.send_message(1, text.strip(), entities=[MessageEntity("expandable_blockquote", 17, 799)])
    await expect(page.locator("#typing")).to_be_hidden()
    quote = page.locator(".bot blockquote")
    assert await quote.text_content() == ("mot " * 200).strip()
    folded = await quote.bounding_box()
    await page.get_by_role("button", name="Tout afficher").click()
    unfolded = await quote.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > 2 * folded["height"]
    await bot.delete_message(1, asked["message_id"])
    await expect(page.locator(".person")).to_have_count(0)


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (360, "ar"), (1200, "en")])
async def test_nothing_sticks_out(screen: Screen, bot: Bot, person: Person, width: int, language: str) -> None:
    asked = await person.say("Donaudampfschifffahrtsgesellschaft" * 6)
    await reply_with_two_quotes(bot, asked["message_id"])
    keys = [[InlineKeyboardButton(f"Bouton {each}", callback_data=str(each)) for each in range(4)]]
    await bot.send_message(1, "x" * 300, reply_markup=InlineKeyboardMarkup(keys))
    await screen.page.set_viewport_size({"width": width, "height": 740})
    page = await screen.open(f"language={language}")
    await expect(page.locator(".key")).to_have_count(4)
    sizes: list[Any] = await page.evaluate(
        "[document.documentElement, document.getElementById('scroll')].map(e => e.scrollWidth - e.clientWidth)"
    )
    assert sizes == [0, 0]


async def test_the_page_begins_again_when_the_chat_is_emptied(screen: Screen, person: Person) -> None:
    await person.say("un")
    page = await screen.open("language=fr")
    await expect(page.locator(".person")).to_have_count(1)
    await page.get_by_role("button", name="Vider la conversation").click()
    await expect(page.locator(".person")).to_have_count(0)
    await expect(page.locator("#start")).to_be_visible()
