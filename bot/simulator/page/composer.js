// The place to write: a text that grows, the menu of commands, other things to send.

import { button, make } from "/page/elements.js";
import { label } from "/page/labels.js";

const at = (id) => document.getElementById(id);

export class Composer {
  // `send(facts)` sends what the person made and returns a promise.
  constructor(send) {
    this.send = send;
    this.commands = [];
    this.choice = -1;
    this.text = at("text");
    this.menu = at("commands");
    this.attachments = at("attachments");
    at("composer").addEventListener("submit", (event) => this.submit(event));
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    at("open-commands").addEventListener("click", () => this.toggleCommands());
    at("open-attachments").addEventListener("click", () => this.toggleAttachments());
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".bottom")) this.close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen()) this.close(true);
    });
    this.attachments.addEventListener("keydown", (event) => this.attachmentKey(event));
    this.changed();
  }

  setCommands(commands) {
    this.commands = commands;
    this.changed();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.value;
    if (!text.trim()) return;
    this.text.value = "";
    this.changed();
    if (!(await this.send({ kind: "text", text }))) this.restore(text);
    this.text.focus();
  }

  // What could not be sent comes back, unless something else is being written by now.
  restore(text) {
    if (this.text.value) return;
    this.text.value = text;
    this.changed();
  }

  changed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 180)}px`;
    at("send").disabled = !this.text.value.trim();
    if (/^\/\w*$/.test(this.text.value)) this.showCommands(this.text.value.slice(1));
    else this.close();
  }

  key(event) {
    const open = !this.menu.hidden && this.menu.children.length > 0;
    if (open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      this.choose(this.choice + (event.key === "ArrowDown" ? 1 : -1));
    } else if (open && event.key === "Tab" && this.choice >= 0) {
      event.preventDefault();
      this.text.value = `${this.menu.children[this.choice].dataset.command} `;
      this.changed();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (open && this.choice >= 0) this.menu.children[this.choice].click();
      else at("composer").requestSubmit();
    }
  }

  toggleCommands() {
    const wasOpen = !this.menu.hidden;
    this.close();
    if (wasOpen) return;
    this.showCommands("");
    this.text.focus();
    if (this.commands.length) this.choose(0);
  }

  showCommands(start) {
    this.close();
    const fitting = this.commands.filter((each) => each.command.startsWith(start));
    if (!fitting.length && start) return;
    this.menu.replaceChildren(...fitting.map((each, index) => this.commandItem(each, index)));
    if (!fitting.length) this.menu.append(make("li", "nothing", label("noCommands")));
    this.menu.hidden = false;
    at("open-commands").setAttribute("aria-expanded", "true");
  }

  commandItem(each, index) {
    const item = make("li");
    item.id = `command-${index}`;
    item.setAttribute("role", "option");
    item.dataset.command = `/${each.command}`;
    const name = make("b", "", `/${each.command}`);
    name.dir = "ltr";
    const words = make("span", "", each.description);
    words.dir = "auto";
    item.append(name, words);
    item.addEventListener("click", () => {
      this.text.value = "";
      this.changed();
      this.send({ kind: "text", text: `/${each.command}` });
    });
    return item;
  }

  choose(index) {
    const items = [...this.menu.querySelectorAll("[role=option]")];
    if (!items.length) return;
    this.choice = (index + items.length) % items.length;
    items.forEach((item, each) => item.setAttribute("aria-selected", String(each === this.choice)));
    items[this.choice].scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", items[this.choice].id);
  }

  toggleAttachments() {
    const wasOpen = !this.attachments.hidden;
    this.close();
    if (wasOpen) return;
    const kinds = [["photo", "🖼️"], ["voice", "🎙️"], ["sticker", "👍"], ["document", "📄"]];
    this.attachments.replaceChildren(...kinds.map(([kind, sign]) => {
      const item = make("li");
      item.setAttribute("role", "none");
      const choice = button("", null, () => {
        this.close(true);
        this.send({ kind });
      });
      choice.setAttribute("role", "menuitem");
      const icon = make("span", "", sign);
      icon.setAttribute("aria-hidden", "true");
      choice.append(icon, label(kind));
      item.append(choice);
      return item;
    }));
    this.attachments.hidden = false;
    at("open-attachments").setAttribute("aria-expanded", "true");
    this.attachments.querySelector("button").focus();
  }

  attachmentKey(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const items = [...this.attachments.querySelectorAll("button")];
    const next = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    items[(next + items.length) % items.length].focus();
  }

  isOpen() {
    return !this.menu.hidden || !this.attachments.hidden;
  }

  close(focus = false) {
    this.menu.hidden = true;
    this.attachments.hidden = true;
    this.choice = -1;
    this.text.removeAttribute("aria-activedescendant");
    at("open-commands").setAttribute("aria-expanded", "false");
    at("open-attachments").setAttribute("aria-expanded", "false");
    if (focus) this.text.focus();
  }
}
