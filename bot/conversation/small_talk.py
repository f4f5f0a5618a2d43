"""Small talk: greetings, thanks and questions to the bot itself, told from questions, and answered in kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.conversation.composing import Composer
from bot.conversation.coverage import Coverage
from bot.conversation.reply import Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from index.text.folding import fold_text

_WORD = re.compile(r"\w+")
_LONGEST = 12
"""Words of small talk; a longer message is not looked at."""


class Kind(StrEnum):
    """What a pleasantry is. The first of these that a message holds is the one that is answered."""

    ABILITY = "ability"
    IDENTITY = "identity"
    WELL_BEING = "well-being"
    FAREWELL = "farewell"
    THANKS = "thanks"
    GREETING = "greeting"
    ASSENT = "assent"


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A message of nothing but pleasantries: what it is, and the language it is said in."""

    kind: Kind
    language: str


# Whole phrases, between semicolons, matched without case, accents, harakat and punctuation. A message is small talk
# only when it is made of these from its first word to its last: none of them may be a subject of a statement by itself
# (in French "aide" is aid too, in Arabic "سلام" is peace too).
_PHRASES: dict[Kind, dict[str, str]] = {
    Kind.ABILITY: {
        "en": """what can you do; what can you do for me; what do you do; what can i ask; what can i ask you; how do you
            work; how does this work; how does it work; how can you help; how can you help me; can you help me; can you
            help; help; help me; i need help; what are you for; what do you know; how do i use this; how do i use you;
            how to use this""",
        "fr": """que peux tu faire; que pouvez vous faire; que sais tu faire; que savez vous faire; tu sais faire quoi;
            qu est ce que tu peux faire; qu est ce que vous pouvez faire; qu est ce que tu sais faire; que puis je
            demander; que puis je te demander; que puis je vous demander; comment ca marche; comment tu marches;
            comment fonctionnes tu; comment fonctionnez vous; comment ca fonctionne; tu sers a quoi; vous servez a
            quoi; a quoi sers tu; a quoi servez vous; a quoi ca sert; peux tu m aider; pouvez vous m aider; aide
            moi; aidez moi; a l aide; que sais tu; que savez vous; que fais tu; que faites vous; tu fais quoi""",
        "ar": """ماذا تستطيع ان تفعل; ماذا يمكنك ان تفعل; ماذا يمكنك ان تفعل لي; ماذا تفعل; ما الذي يمكنك فعله; ماذا
            يمكنك فعله; ماذا بامكانك ان تفعل; كيف تعمل; كيف يعمل هذا; كيف يعمل هذا البوت; بماذا تساعدني; كيف تساعدني;
            كيف يمكنك مساعدتي; هل يمكنك مساعدتي; ساعدني; ماذا تعرف; عم اسالك; عن ماذا اسالك; ماذا اسالك; ما
            فائدتك; ما عملك; ما هي وظيفتك; ما وظيفتك; كيف استخدمك; ماذا يمكنني ان اسال""",
    },
    Kind.IDENTITY: {
        "en": """who are you; what are you; who is this; what is this; who made you; who built you; who created you; are
            you a bot; are you a robot; are you human; are you a human; are you a person; are you real; are you an ai;
            what is your name; what s your name; whats your name; your name; what is this bot; who am i talking to;
            introduce yourself; tell me about yourself""",
        "fr": """qui es tu; qui etes vous; t es qui; tu es qui; vous etes qui; c est quoi; c est quoi ce bot; qu est ce
            que c est; qui t a cree; qui vous a cree; qui t a fait; es tu un robot; etes vous un robot; tu es un robot;
            t es un robot; vous etes un robot; es tu humain; etes vous humain; es tu un bot; etes vous un bot; tu es un
            bot; comment t appelles tu; comment vous appelez vous; tu t appelles comment; quel est ton nom; quel est
            votre nom; ton nom; votre nom; presente toi; presentez vous; es tu une ia; etes vous une ia""",
        "ar": """من انت; من انتم; من تكون; ما انت; ما هذا; ما هذا البوت; من صنعك; من برمجك; هل انت بوت; هل انت روبوت; هل
            انت انسان; هل انت بشر; هل انت حقيقي; هل انت ذكاء اصطناعي; ما اسمك; عرفني بنفسك; عرف بنفسك; حدثني عن نفسك;
            مين انت""",
    },
    Kind.WELL_BEING: {
        "en": """how are you; how are you doing; how are you today; how are you doing today; how r u; how do you do; how
            is it going; how s it going; hows it going; what s up; whats up; sup; how have you been; and you; are you
            ok; are you well; all good; i am fine; i m fine; i am well; i am good; i m good""",
        "fr": """ca va; ca va bien; comment ca va; comment vas tu; comment allez vous; tu vas bien; vous allez bien;
            comment tu vas; quoi de neuf; et toi; et vous; la forme; je vais bien; comment ca se passe""",
        "ar": """كيف حالك; كيف حالكم; كيف الحال; كيفك; كيف انت; ما اخبارك; ما الاخبار; شلونك; كيف صحتك; هل انت بخير;
            وانت; انا بخير; عساك بخير; كيف امورك; ازيك; كيف حالك اليوم""",
    },
    Kind.FAREWELL: {
        "en": """goodbye; good bye; bye; bye bye; see you; see you later; see you soon; see you tomorrow; good night;
            goodnight; have a nice day; have a good day; have a good evening; take care; farewell""",
        "fr": """au revoir; adieu; a bientot; a plus; a plus tard; a demain; bonne nuit; bonne journee; bonne soiree;
            bonne fin de journee; a tout a l heure; ciao; tchao; a la prochaine""",
        "ar": """مع السلامه; وداعا; الي اللقاء; تصبح علي خير; تصبحون علي خير; في امان الله; نهارك سعيد; يومك سعيد; الي
            الغد; اراك لاحقا""",
    },
    Kind.THANKS: {
        "en": """thank you; thanks; thanks a lot; thank you very much; thank you so much; many thanks; thanks so much;
            thx; ty; much appreciated; i appreciate it; cheers; thanks for your help; thank you for your help; thanks
            again""",
        "fr": """merci; merci beaucoup; merci bien; grand merci; un grand merci; mille mercis; je te remercie; je vous
            remercie; merci pour votre aide; merci pour ton aide; merci a vous; merci a toi; mercis; merci infiniment;
            merci d avance""",
        "ar": """شكرا; شكرا لك; شكرا لكم; شكرا جزيلا; شكرا جزيلا لك; شكرا كثيرا; الف شكر; اشكرك; اشكركم; مشكور; تسلم;
            جزاك الله خيرا; جزاكم الله خيرا; بارك الله فيك; مع الشكر; لك الشكر; جزيل الشكر; شكرا علي المساعده""",
    },
    Kind.GREETING: {
        "en": """hello; hi; hey; hello there; hi there; hey there; good morning; good afternoon; good evening; good day;
            greetings; howdy; hiya; welcome; nice to meet you; pleased to meet you; peace be upon you; peace be with
            you""",
        "fr": """bonjour; bonsoir; salut; coucou; bon matin; bon apres midi; bienvenue; enchante; enchantee; rebonjour;
            bjr; bsr; allo""",
        "ar": """مرحبا; مرحبا بك; مرحبا بكم; اهلا; اهلا وسهلا; اهلا بك; هلا; هاي; السلام عليكم; السلام عليكم ورحمه الله;
            السلام عليكم ورحمه الله وبركاته; وعليكم السلام; سلام عليكم; صباح الخير; صباح النور; مساء الخير; مساء النور;
            تحيه طيبه; تحياتي; حياك الله""",
    },
    Kind.ASSENT: {
        "en": """ok; okay; fine; great; perfect; excellent; awesome; cool; got it; understood; i see; nice; well done;
            good job; good bot; lol; haha; very good; wonderful; amazing; bravo""",
        "fr": """d accord; dac; parfait; tres bien; super; genial; entendu; compris; c est bon; c est note; bien joue;
            bien recu; formidable; c est parfait""",
        "ar": """حسنا; تمام; طيب; ممتاز; رائع; جيد; جيد جدا; احسنت; مفهوم; اوكي; ههه; هههه; جميل; موافق""",
    },
}
# Who is spoken to, and what is said for politeness: beside a phrase, never by themselves.
_BESIDE = """
please; there; bot; dear bot; sir; madam; everyone; everybody; all; my friend; friend; team; so; oh; well; now; then;
s il te plait; s il vous plait; svp; stp; le bot; cher bot; a tous; a toutes; mon ami; messieurs; mesdames; madame;
monsieur; alors; bon; donc; dis moi; dites moi; tell me; من فضلك; لو سمحت; يا بوت; ايها البوت; يا صديقي; صديقي; جميعا;
قل لي; اخي; اختي
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold_text(text)))


@cache
def _table() -> dict[tuple[str, ...], SmallTalk | None]:
    found: dict[tuple[str, ...], SmallTalk | None] = {_words(phrase): None for phrase in _BESIDE.split(";")}
    for kind, languages in _PHRASES.items():
        for language, phrases in languages.items():
            for phrase in phrases.split(";"):
                found[_words(phrase)] = SmallTalk(kind, language)
    return found


@cache
def _longest() -> int:
    return max(map(len, _table()))


def heard(message: str) -> SmallTalk | None:
    """Return what small talk ``message`` is, or ``None`` when there is anything else in it."""
    words = _words(message)
    if not 0 < len(words) <= _LONGEST:
        return None
    found: list[SmallTalk] = []
    at = 0
    while at < len(words):
        lengths = range(min(_longest(), len(words) - at), 0, -1)
        length = next((size for size in lengths if words[at : at + size] in _table()), 0)
        if not length:
            return None
        if talk := _table()[words[at : at + length]]:
            found.append(talk)
        at += length
    order = list(Kind)
    return min(found, key=lambda talk: order.index(talk.kind), default=None)


def reply(talk: SmallTalk, coverage: Coverage, institution: Institution) -> Reply:
    """Return the friendly line for ``talk``, in its language; what the bot is and does comes with what it covers."""
    voice = Voice(talk.language)
    composer = Composer(voice.language)
    ask = voice.say("Ask me about a subject: a person, a place, a decision.")
    match talk.kind:
        case Kind.ABILITY:
            composer.line(
                voice.say(
                    "Type a question, in English, French or Arabic. "
                    "I answer with quotes, or say that nothing is on record."
                )
            )
        case Kind.IDENTITY:
            composer.line(
                voice.say("I am a program, not a person. I quote official statements and add nothing to them.")
            )
        case Kind.WELL_BEING:
            composer.line(voice.say("All is well here, thank you. {ask}", ask=ask))
        case Kind.FAREWELL:
            composer.line(voice.say("Goodbye. The record is here whenever you need it."))
        case Kind.THANKS:
            composer.line(voice.say("You are welcome. Ask again whenever you like."))
        case Kind.GREETING:
            composer.line(voice.say("Good day. {ask}", ask=ask))
        case Kind.ASSENT:
            composer.line(voice.say("Good. Ask again whenever you like."))
    if talk.kind in {Kind.ABILITY, Kind.IDENTITY} and coverage.count:
        add_coverage(composer, coverage, institution, voice)
    return composer.reply()


def add_coverage(composer: Composer, coverage: Coverage, institution: Institution, voice: Voice) -> None:
    """Add what the record holds, and whose statements these are."""
    composer.line(voice.say("On record: {coverage}", coverage=coverage.line(voice)), Mark.ITALIC)
    if who := coverage.who(voice, institution):
        composer.line(voice.say("Issued by: {who}.", who=who), Mark.ITALIC)
