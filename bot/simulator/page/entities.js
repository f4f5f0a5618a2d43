// A text with Bot API entities as elements. Offsets are UTF-16 units, as in JavaScript strings.

import { button, link, make, safeAddress } from "/page/elements.js";
import { label } from "/page/labels.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const STRONG = /[\p{L}\u200e\u200f]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff]/;

// `act` is what the page does: `command(text)` says a command, `deepLink(address)` returns true when it took a link.
export function renderText(container, text, entities, act) {
  const sorted = [...entities].sort(inReadingOrder);
  const direction = directionOf(text);
  let at = 0;
  for (const block of sorted.filter((entity) => BLOCKS.has(entity.type))) {
    if (block.offset < at) continue;
    const end = block.offset + block.length;
    // The line break beside a block is the block's own: shown as well, it would be an empty line.
    renderLines(container, text, at, text[block.offset - 1] === "\n" ? block.offset - 1 : block.offset, sorted, direction, act);
    renderBlock(container, text, block, sorted, act);
    at = text[end] === "\n" ? end + 1 : end;
  }
  renderLines(container, text, at, text.length, sorted, direction, act);
}

// Each line is a paragraph with its own direction; one without letters, such as […], follows the message.
function renderLines(container, text, start, end, entities, direction, act) {
  if (start >= end) return;
  let from = start;
  for (const line of text.slice(start, end).split("\n")) {
    const paragraph = make("p", line ? "line" : "line blank");
    paragraph.dir = STRONG.test(line) ? "auto" : direction;
    const inside = entities.filter((entity) => !BLOCKS.has(entity.type));
    renderInline(paragraph, text, from, from + line.length, inside, act);
    container.append(paragraph);
    from += line.length + 1;
  }
}

function renderBlock(container, text, block, entities, act) {
  const end = block.offset + block.length;
  const element = make(block.type === "pre" ? "pre" : "blockquote");
  element.dir = "auto";
  renderInline(element, text, block.offset, end, entities.filter((entity) => !BLOCKS.has(entity.type)), act);
  container.append(element);
  if (block.type === "expandable_blockquote") {
    element.classList.add("collapsed");
    const toggle = button("more", label("more"), () => {
      const collapsed = element.classList.toggle("collapsed");
      toggle.textContent = label(collapsed ? "more" : "less");
      toggle.setAttribute("aria-expanded", String(!collapsed));
    });
    toggle.setAttribute("aria-expanded", "false");
    container.append(toggle);
  }
}

// Entities may nest and may cross; one that crosses the end of another goes on after it as a second element.
function renderInline(parent, text, start, end, entities, act) {
  let rest = entities.map((entity) => clipped(entity, start, end)).filter(Boolean).sort(inReadingOrder);
  let at = start;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = entity.offset + entity.length;
    parent.append(text.slice(at, entity.offset));
    const element = wrap(entity, text.slice(entity.offset, stop), act);
    renderInline(element, text, entity.offset, stop, others, act);
    parent.append(element);
    rest = others.map((other) => clipped(other, stop, end)).filter(Boolean).sort(inReadingOrder);
    at = stop;
  }
  parent.append(text.slice(at, end));
}

function clipped(entity, start, end) {
  const from = Math.max(entity.offset, start);
  const to = Math.min(entity.offset + entity.length, end);
  return to > from ? { ...entity, offset: from, length: to - from } : null;
}

function inReadingOrder(a, b) {
  return a.offset - b.offset || b.length - a.length;
}

function directionOf(text) {
  const first = text.match(STRONG);
  return first && RIGHT_TO_LEFT.test(first[0]) ? "rtl" : "ltr";
}

function wrap(entity, words, act) {
  switch (entity.type) {
    case "url":
    case "text_link":
      return anchor(entity.url ?? words, act);
    case "email":
      return anchor(`mailto:${words}`, act);
    case "bot_command":
      return button("command", null, () => act.command(words));
    case "spoiler":
      return spoiler();
    case "text_mention":
    case "mention":
    case "hashtag":
    case "cashtag":
      return make("span", "tag");
    case "date_time": {
      const time = make("time");
      time.dateTime = new Date(entity.unix_time * 1000).toISOString();
      return time;
    }
    default:
      return make(TAGS[entity.type] ?? "span");
  }
}

function anchor(address, act) {
  const safe = safeAddress(address);
  if (safe === null) return make("span");
  const element = link("", safe);
  element.title = safe;
  element.addEventListener("click", (event) => {
    if (act.deepLink(safe)) event.preventDefault();
  });
  return element;
}

function spoiler() {
  const element = button("spoiler", null, () => {
    element.classList.add("shown");
    element.removeAttribute("aria-label");
  });
  element.setAttribute("aria-label", label("hiddenText"));
  return element;
}
