// The page's own words. What the bot says comes from the bot.

const LABELS = {
  en: {
    language: "Language of the person",
    reset: "Empty the chat",
    subtitle: "Local simulator: nothing leaves this computer",
    typing: "typing…",
    lost: "The simulator does not answer. Trying again…",
    whatCanItDo: "What can this bot do?",
    noDescription: "The bot has not introduced itself yet. Write something, or press Start.",
    start: "Start",
    conversation: "Conversation",
    cancel: "Cancel",
    commands: "Commands of the bot",
    noCommands: "The bot has set no commands",
    attach: "Send something else",
    write: "Write a message",
    send: "Send",
    close: "Close",
    copied: "Copied",
    notCopied: "The browser did not allow copying",
    notPlayed: "Works in Telegram, not in the simulator",
    you: "You",
    reply: "Reply",
    edited: "edited",
    deletedMessage: "Deleted message",
    photo: "Photo",
    voice: "Voice message",
    sticker: "Sticker",
    document: "Document",
    more: "Show all",
    less: "Show less",
    hiddenText: "Hidden text, press to show",
    failed: "Not sent",
    opens: "opens a new tab",
    copies: "copies the text",
  },
  fr: {
    language: "Langue de la personne",
    reset: "Vider la conversation",
    subtitle: "Simulateur local : rien ne quitte cet ordinateur",
    typing: "écrit…",
    lost: "Le simulateur ne répond pas. Nouvel essai…",
    whatCanItDo: "Que peut faire ce bot ?",
    noDescription: "Le bot ne s’est pas encore présenté. Écrivez-lui, ou appuyez sur Démarrer.",
    start: "Démarrer",
    conversation: "Conversation",
    cancel: "Annuler",
    commands: "Commandes du bot",
    noCommands: "Le bot n’a défini aucune commande",
    attach: "Envoyer autre chose",
    write: "Écrire un message",
    send: "Envoyer",
    close: "Fermer",
    copied: "Copié",
    notCopied: "Le navigateur n’a pas permis la copie",
    notPlayed: "Fonctionne dans Telegram, pas dans le simulateur",
    you: "Vous",
    reply: "Répondre",
    edited: "modifié",
    deletedMessage: "Message supprimé",
    photo: "Photo",
    voice: "Message vocal",
    sticker: "Autocollant",
    document: "Document",
    more: "Tout afficher",
    less: "Réduire",
    hiddenText: "Texte masqué, appuyer pour l’afficher",
    failed: "Non envoyé",
    opens: "ouvre un nouvel onglet",
    copies: "copie le texte",
  },
  ar: {
    language: "لغة المستخدم",
    reset: "مسح المحادثة",
    subtitle: "محاكٍ محلي: لا شيء يغادر هذا الحاسوب",
    typing: "يكتب…",
    lost: "المحاكي لا يستجيب. تجري إعادة المحاولة…",
    whatCanItDo: "ماذا يستطيع هذا البوت أن يفعل؟",
    noDescription: "لم يعرّف البوت بنفسه بعد. اكتب له أو اضغط على «ابدأ».",
    start: "ابدأ",
    conversation: "المحادثة",
    cancel: "إلغاء",
    commands: "أوامر البوت",
    noCommands: "لم يحدد البوت أي أمر",
    attach: "إرسال شيء آخر",
    write: "اكتب رسالة",
    send: "إرسال",
    close: "إغلاق",
    copied: "تم النسخ",
    notCopied: "لم يسمح المتصفح بالنسخ",
    notPlayed: "يعمل في تيليغرام، لا في المحاكي",
    you: "أنت",
    reply: "رد",
    edited: "معدَّلة",
    deletedMessage: "رسالة محذوفة",
    photo: "صورة",
    voice: "رسالة صوتية",
    sticker: "ملصق",
    document: "مستند",
    more: "عرض الكل",
    less: "عرض أقل",
    hiddenText: "نص مخفي، اضغط لعرضه",
    failed: "لم تُرسل",
    opens: "يفتح صفحة جديدة",
    copies: "ينسخ النص",
  },
};

let current = "en";

export function languageOf(wish) {
  return [wish, navigator.language.slice(0, 2)].find((code) => Object.hasOwn(LABELS, code ?? "")) ?? "en";
}

export function label(key) {
  return LABELS[current][key];
}

// Set the page's language: every element that names a label, the direction, the document's language.
export function speak(language) {
  current = language;
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-label]")) element.textContent = label(element.dataset.label);
  for (const element of document.querySelectorAll("[data-title]")) {
    element.title = label(element.dataset.title);
    element.setAttribute("aria-label", label(element.dataset.title));
  }
  for (const element of document.querySelectorAll("[data-aria]")) element.setAttribute("aria-label", label(element.dataset.aria));
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = label(element.dataset.placeholder);
}

export function clock(unixTime) {
  const locale = current === "ar" ? "ar-u-nu-latn" : current;
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(unixTime * 1000));
}
