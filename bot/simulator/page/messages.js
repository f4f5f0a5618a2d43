// One message as a bubble, with what it replies to, its keyboard and its reaction.

import { button, link, make, safeAddress } from "/page/elements.js";
import { renderText } from "/page/entities.js";
import { clock, label } from "/page/labels.js";

const ICONS = { photo: "🖼️", voice: "🎙️", sticker: "", document: "📄" };

// A short form of a message, for the preview of a reply.
export function summary(message) {
  const kind = mediaKind(message);
  return message.text ?? message.caption ?? (kind ? label(kind) : "");
}

export function mediaKind(message) {
  return Object.keys(ICONS).find((kind) => message[kind]);
}

export function authorOf(message) {
  return message.from.is_bot ? message.from.first_name : label("you");
}

export function renderMessage(message, reaction, act) {
  const article = make("article", `message ${message.from.is_bot ? "bot" : "person"}`);
  article.dataset.id = message.message_id;
  const bubble = make("div", "bubble");
  bubble.append(make("span", "hidden", `${authorOf(message)}: `));
  if (message.reply_to_message) bubble.append(replyPreview(message, act));
  if (mediaKind(message)) bubble.append(media(message));
  const text = message.text ?? message.caption;
  if (text) {
    const body = make("div", "text");
    renderText(body, text, message.entities ?? message.caption_entities ?? [], act);
    bubble.append(body);
  }
  bubble.append(meta(message, reaction, act));
  article.append(bubble);
  if (message.reply_markup) article.append(keyboard(message, act));
  return article;
}

function replyPreview(message, act) {
  const origin = message.reply_to_message;
  const preview = button("reply-preview", null, () => act.show(origin.message_id));
  const words = make("span", "", (message.quote?.text ?? summary(origin)).slice(0, 200));
  words.dir = "auto";
  const author = make("strong", "", authorOf(origin));
  author.dir = "auto";
  preview.append(author, words);
  return preview;
}

function media(message) {
  const kind = mediaKind(message);
  const figure = make("div", `media ${kind}`);
  const icon = make("span", "media-icon", kind === "sticker" ? message.sticker.emoji : ICONS[kind]);
  icon.setAttribute("aria-hidden", "true");
  const name = make("span", "media-name", message.document?.file_name ?? label(kind));
  name.dir = "auto";
  figure.append(icon, name);
  return figure;
}

function meta(message, reaction, act) {
  const line = make("div", "meta");
  line.append(replyButton(message, act));
  if (reaction) line.append(make("span", "reaction", reaction));
  if (message.edit_date) line.append(make("span", "", label("edited")));
  const time = make("time", "", clock(message.date));
  time.dateTime = new Date(message.date * 1000).toISOString();
  line.append(time);
  return line;
}

function replyButton(message, act) {
  const element = button("reply", "↩", () => act.reply(message));
  element.title = label("reply");
  element.setAttribute("aria-label", `${label("reply")}: ${summary(message).slice(0, 40)}`);
  return element;
}

function keyboard(message, act) {
  const rows = make("div", "keyboard");
  for (const keys of message.reply_markup.inline_keyboard) {
    const row = make("div", "keys");
    for (const key of keys) row.append(keyButton(message, key, act));
    rows.append(row);
  }
  return rows;
}

function keyButton(message, key, act) {
  const address = key.url ? safeAddress(key.url) : null;
  const element = address ? addressKey(address, act) : button("key", null, () => {});
  const words = make("span", "", key.text);
  words.dir = "auto";
  element.append(words);
  if (key.style) element.classList.add(key.style);
  if (address) {
    mark(element, "↗", "opens");
  } else if (key.callback_data) {
    element.addEventListener("click", () => act.press(message.message_id, key.callback_data, element));
  } else if (key.copy_text) {
    mark(element, "⧉", "copies");
    element.addEventListener("click", () => act.copy(key.copy_text.text));
  } else {
    element.disabled = true;
    element.title = label("notPlayed");
  }
  return element;
}

function addressKey(address, act) {
  const element = link("key", address);
  element.addEventListener("click", (event) => {
    if (act.deepLink(address)) event.preventDefault();
  });
  return element;
}

function mark(element, sign, key) {
  const icon = make("span", "sign", sign);
  icon.setAttribute("aria-hidden", "true");
  element.append(icon);
  element.title = label(key);
}
