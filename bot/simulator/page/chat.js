// The chat of one person with the bot: what the simulator tells, shown; what the person does, told to the simulator.

import { Composer } from "/page/composer.js";
import { renderText } from "/page/entities.js";
import { label, languageOf, speak } from "/page/labels.js";
import { authorOf, renderMessage, summary } from "/page/messages.js";

const at = (id) => document.getElementById(id);
const address = new URLSearchParams(location.search);
const chat = Number(address.get("chat")) || 1;
const TYPING_LASTS = 5000;
const TOAST_LASTS = 2600;
const PRESS_LASTS = 10000;

let language = languageOf(address.get("language") ?? localStorage.getItem("language"));
let bot = null;
let last = 0;
let replying = null;
let typingTimer = 0;
let toastTimer = 0;
const messages = new Map();
const reactions = new Map();
const pressed = new Map();

async function ask(path, facts) {
  const response = facts === undefined
    ? await fetch(`/simulator/${path}`)
    : await fetch(`/simulator/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ chat, language, ...facts }),
    });
  const answer = await response.json();
  if (!answer.ok) throw new Error(answer.description);
  return answer;
}

// What a person can do; returns whether it worked, and says so when it did not.
async function tell(path, facts) {
  try {
    return await ask(path, facts);
  } catch (problem) {
    toast(`${label("failed")}: ${problem.message}`);
    return null;
  }
}

async function send(facts) {
  const reply = replying ? { reply_to: replying.id, quote: replying.quote } : {};
  stopReplying();
  return tell("messages", { ...facts, ...reply });
}

const act = {
  command: (text) => send({ kind: "text", text }),
  show: (id) => {
    const target = at("log").querySelector(`[data-id="${id}"]`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1500);
  },
  reply: (message) => {
    const chosen = getSelection();
    const inside = at("log").querySelector(`[data-id="${message.message_id}"] .text`)?.contains(chosen.anchorNode);
    const words = inside ? chosen.toString().trim() : "";
    const quote = words && (message.text ?? message.caption ?? "").includes(words) ? words : "";
    replying = { id: message.message_id, quote };
    at("replying-to").textContent = authorOf(message);
    at("replying-text").textContent = quote || summary(message);
    at("replying").hidden = false;
    at("text").focus();
  },
  press: async (id, data, key) => {
    key.setAttribute("aria-busy", "true");
    const answer = await tell("presses", { message_id: id, data });
    if (answer) pressed.set(answer.callback_query_id, key);
    setTimeout(() => key.removeAttribute("aria-busy"), answer ? PRESS_LASTS : 0);
  },
  copy: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(label("copied"));
    } catch {
      toast(label("notCopied"));
    }
  },
  // A link that starts this very bot is said to it; any other is the browser's.
  deepLink: (link) => {
    const url = new URL(link);
    const own = url.hostname === "t.me" && url.pathname === `/${bot?.username}` && url.searchParams.has("start");
    if (own) send({ kind: "text", text: `/start ${url.searchParams.get("start")}` });
    return own;
  },
};

function stopReplying() {
  replying = null;
  at("replying").hidden = true;
}

function toast(text) {
  const box = at("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, TOAST_LASTS);
}

function typing(shown) {
  clearTimeout(typingTimer);
  const stay = atEnd();
  at("typing").hidden = !shown;
  at("subtitle").textContent = label(shown ? "typing" : "subtitle");
  if (shown) typingTimer = setTimeout(() => typing(false), TYPING_LASTS);
  if (stay) toEnd();
}

const atEnd = () => at("scroll").scrollHeight - at("scroll").scrollTop - at("scroll").clientHeight < 120;
const toEnd = () => { at("scroll").scrollTop = at("scroll").scrollHeight; };

function place(message) {
  const id = message.message_id;
  const stay = atEnd();
  const old = at("log").querySelector(`[data-id="${id}"]`);
  const element = renderMessage(message, reactions.get(id), act);
  messages.set(id, message);
  if (old) old.replaceWith(element);
  else at("log").append(element);
  at("empty").hidden = true;
  if (!old || stay) toEnd();
}

function introduce() {
  const name = bot.first_name;
  document.title = name;
  at("bot-name").textContent = name;
  for (const id of ["avatar", "avatar-large"]) at(id).textContent = [...name][0] ?? "";
  at("description").replaceChildren();
  renderText(at("description"), bot.description || label("noDescription"), [], act);
  composer.setCommands(bot.commands);
  at("empty").hidden = messages.size > 0;
}

const shows = {
  message: ({ message }) => {
    if (message.from.is_bot) typing(false);
    place(message);
  },
  edited: ({ message }) => place(message),
  deleted: ({ message_id: id }) => {
    messages.delete(id);
    at("log").querySelector(`[data-id="${id}"]`)?.remove();
    at("empty").hidden = messages.size > 0;
  },
  typing: () => typing(true),
  reaction: ({ message_id: id, reaction }) => {
    reactions.set(id, reaction.map((each) => each.emoji).join(""));
    if (messages.has(id)) place(messages.get(id));
  },
  callback_answer: (event) => {
    pressed.get(event.callback_query_id)?.removeAttribute("aria-busy");
    pressed.delete(event.callback_query_id);
    if (event.text && event.show_alert) {
      at("alert-text").textContent = event.text;
      at("alert").showModal();
    } else if (event.text) {
      toast(event.text);
    }
  },
  profile: () => load(),
  reset: () => load(),
};

// Everything anew: at the start, in another language, when the bot changed its profile, when the chat was emptied.
async function load() {
  const state = await ask(`state?chat=${chat}&language=${language}`);
  bot = state.bot;
  last = state.last;
  messages.clear();
  at("log").replaceChildren();
  typing(false);
  for (const message of state.messages) place(message);
  introduce();
  toEnd();
}

// Return the next events, or null when the simulator does not answer.
async function news() {
  try {
    if (bot === null) await load();
    const found = await ask(`events?chat=${chat}&after=${last}&seconds=25`);
    at("lost").hidden = true;
    return found;
  } catch {
    at("lost").hidden = false;
    return null;
  }
}

async function follow() {
  for (;;) {
    const found = await news();
    if (found === null || found.last < last) {
      bot = null; // gone, or another simulator at the same address: begin again
      if (found === null) await new Promise((resolve) => { setTimeout(resolve, 1500); });
      continue;
    }
    last = found.last;
    for (const event of found.events) await shows[event.kind]?.(event);
  }
}

const composer = new Composer(send);
speak(language);
at("language").value = language;
at("subtitle").textContent = label("subtitle");
at("language").addEventListener("change", async (event) => {
  language = event.target.value;
  localStorage.setItem("language", language);
  speak(language);
  await load();
});
at("reset").addEventListener("click", () => tell("reset", {}));
at("start").addEventListener("click", () => {
  const payload = address.get("start");
  send({ kind: "text", text: payload ? `/start ${payload}` : "/start" });
});
at("stop-replying").addEventListener("click", () => {
  stopReplying();
  at("text").focus();
});
follow();
