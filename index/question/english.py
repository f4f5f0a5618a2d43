"""What English says of days and of speaking."""

from __future__ import annotations

from index.question.vocabulary import Vocabulary

_SAYING = (
    r"statements?|remarks|speech(?:es)?|press releases?|communiqu[eé]s?|declarations?|comments|comment on|"
    r"announcements?|messages?|interviews?|briefings?|words|news|reactions?|responses?"
)
_OFFICIAL = rf"(?:(?:public |official )?(?:{_SAYING}))"
_SAID = (
    r"say|said|says|saying|stated|declared?|announced?|commented|comment on|condemn(?:ed)?|call(?:ed)? for|"
    r"react(?:ed)?|respond(?:ed)?|think|thinks|claim(?:ed|s)?|urge[d]?|warn(?:ed)?|describe[d]?|express(?:ed)?|tell|told|"
    r"mention(?:ed)?"
)
_WHEN = r"when (?:did|has|have|had) [^?!.;]{1,80}?"
_PASSIVE = r"when (?:was|were|is) [^?!.;]{1,80}?"
_TREATED = "mentioned|discussed|addressed|raised|condemned|quoted|said|announced|stated|declared"
_NOT_THE = r"(?<!the)(?<!'s)(?<! at)(?<! a)(?<! of)(?<!its)(?<!their)(?<!his)(?<!her)(?<!very)"
_NOT_LAST = (
    "weeks?|months?|years?|quarter|night|times?|days?|spring|summer|autumn|fall|winter|century|decade|for|until|before|"
    "long|in|on|at|and|or|two|three|few|several|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_NOT_FIRST = (
    "lady|ladies|gentleman|vice|deputy|minister|secretary|round|half|quarter|world|day|week|month|year|class|lieutenant|"
    "nations?|responders?|time|hand|aid|phase|stage|step|in|of|and|then|place|generation"
)

ENGLISH = Vocabulary(
    since=("since", "starting", "as from", "no earlier than"),
    before=("before", "prior to", "earlier than"),
    after=("after", "later than"),
    until=("until", "till", "up to", "through", "no later than", "not later than"),
    between=("between",),
    starting=("from",),
    inside=("in", "during", "throughout", "over(?= (?:the|these|this) )", "as of"),
    of=("of",),
    parts=(
        *("early", "late", "mid", "mid-", "the beginning of", "the start of", "the end of", "the middle of", "end of"),
        *("beginning of", "start of", "middle of"),
    ),
    year_word=("the year", "year"),
    ending=("late", "(?:the )?end of"),
    month_word=("the month of",),
    article=("the",),
    together=("and", "&", "or"),
    up_to=("to", "until", "till", "through"),
    last_year=("of last year", "last year"),
    this_year=("of this year", "this year"),
    last_one=(),
    seasons={"spring(?: of)?": (3, 3), "summer(?: of)?": (6, 3), "(?:autumn|fall)(?: of)?": (9, 3)},
    fractions={
        r"(?:first|1st) half(?: of)?|h1(?: of)?": (1, 6),
        r"(?:second|2nd) half(?: of)?|h2(?: of)?": (7, 6),
        r"(?:first|1st) quarter(?: of)?|q1(?: of)?": (1, 3),
        r"(?:second|2nd) quarter(?: of)?|q2(?: of)?": (4, 3),
        r"(?:third|3rd) quarter(?: of)?|q3(?: of)?": (7, 3),
        r"(?:fourth|4th|last) quarter(?: of)?|q4(?: of)?": (10, 3),
    },
    units={"days?": "day", "weeks?": "week", "months?": "month", "quarters?": "quarter", "years?": "year"},
    numbers={
        "an?": 1,
        "one": 1,
        "two": 2,
        "a couple of": 2,
        "couple of": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "fifteen": 15,
        "twenty": 20,
    },
    relative=(
        ("today", r"today(?:'s)?"),
        ("yesterday", r"(?<!before )yesterday(?:'s)?"),
        ("eve", r"(?:the )?day before yesterday"),
        ("this", r"this (?P<unit>week|month|quarter|year)(?:'s)?(?! of)"),
        ("last", r"(?:last|previous) (?P<unit>week|month|quarter|year)(?:'s)?(?! of)"),
        ("lasting", r"(?:the (?:last|past)|this past|past) (?P<unit>week|month|quarter|year)(?! of)"),
        ("lasting", r"(?:the |these )?(?:last|past|previous) (?P<n>{n}) (?P<unit>{unit})(?! of)"),
        ("ago", r"(?P<n>{n}) (?P<unit>{unit}) ago"),
        ("weekday", r"last (?P<weekday>{weekday})"),
        ("this", r"(?<=since )(?:the )?(?:beginning|start) of the (?P<unit>year|month)(?! \d)"),
    ),
    relative_hints=("last", "past", "previous", "this", "today", "yesterday", "ago", " of the "),
    order_hints=("last", "late", "newest", "recent", "first", "earliest", "oldest"),
    counted=(
        *("people", "persons", "dollars", "euros", "troops", "soldiers", "civilians", "million", "billion", "thousand"),
        *("deaths", "dead", "refugees", "days", "hours", "miles", "km", "tons", "tonnes", "women", "men", "children"),
        *("percent", "per cent", "words", "votes", "cases", "doses", "jobs", "families", "members", "prisoners"),
    ),
    events=("attacks?", "massacres?", "uprising", "revolution", "war", "coup", "bombings?", "movement", "anniversary"),
    naming=(
        *("generation", "class of"),
        *(
            "resolutions?",
            "decisions?",
            "agenda",
            "vision",
            "horizon",
            "plan",
            "strategy",
            "roadmap",
            "budget",
            "goals?",
        ),
        *("targets?", "expo", "euro", "olympics", "games", "world cup", "article", "sdgs?", "number", "no", "flight"),
        *(
            "law",
            "act",
            "directive",
            "regulation",
            "convention",
            "protocol",
            "than",
            "about",
            "some",
            "least",
            "nearly",
        ),
    ),
    speech=(
        *(_SAYING, _SAID),
        *(
            "position",
            "positions",
            "stance",
            "views?",
            "(?:speak|spoke|speaks|talk|talked) (?:about|of|on|to)",
            "latest (?:on|about|from)",
            "according to",
        ),
    ),
    facts=(
        "how many",
        "how much",
        "how long",
        "how old",
        "how far",
        "how often",
        "who",
        "whom",
        "where",
        "which",
        "why",
        "when",
        "what (?:year|date|day|time|percentage|share)",
        "number of",
        "percentage of",
        "amount of",
    ),
    asking=("what(?! about)", "how(?! about)"),
    when=("when",),
    latest=(
        r"(?<!at the )(?<!at )(?P<cue>latest)",
        r"(?P<cue>newest)(?! (?:members?|states?|country|nation)(?!\w))",
        r"(?P<cue>most recent(?:ly)?)",
        r"(?P<cue>recently|lately)",
        rf"(?<!one of the )(?P<cue>last) (?:{_OFFICIAL}|said|spoke|position on)",
        r"(?P<cue>(?:the )?last time)",
        rf"{_WHEN}{_NOT_THE} (?P<cue>last) (?!(?:{_NOT_LAST})(?!\w))[a-z]+",
        rf"{_PASSIVE}{_NOT_THE} (?P<cue>last) (?:{_TREATED})",
    ),
    earliest=(
        rf"(?P<cue>earliest) (?:\w+ )?(?:{_SAYING})",
        r"(?<!at the )(?<!at )(?P<cue>earliest)(?= ?$| on | about |[?!.,])",
        rf"(?<!one of the )(?P<cue>(?:very )?first) {_OFFICIAL}",
        r"(?P<cue>(?:for )?(?:the )?first time)",
        r"(?P<cue>oldest) (?:statement|remarks|speech|press release|communique|declaration)",
        rf"{_WHEN}{_NOT_THE} (?P<cue>first) (?!(?:{_NOT_FIRST})(?!\w))[a-z]+",
        rf"{_PASSIVE}{_NOT_THE} (?P<cue>first) (?:{_TREATED})",
    ),
    speaker_before=("according to", "in the words of"),
    speaker_after=(rf"'s? (?:latest |last |recent |first |official |joint )?(?:{_SAYING}|positions?|stance|views?)",),
    speaker_around=(
        (
            r"(?:did|does|do|has|have|had)",
            rf"(?:(?:ever|also|just|recently|last|first|already|officially) )?(?:{_SAID})",
        ),
        (r"(?:what|how|everything|anything|all|that)", rf"(?:(?:has|have|had) )?(?:recently |just )?(?:{_SAID})"),
        (rf"(?:{_SAYING}|positions?|stance|views?) (?:by|from|of)", r"(?!'s? (?!on|about))"),
        (r"(?:latest|most recent|last|first|newest|earliest)", rf"(?:{_SAYING})"),
        (
            r"^",
            rf"(?:(?:latest|last|first|recent) )?(?:{_SAYING}|positions?|stance) (?:on|about|regarding|after|over)",
        ),
    ),
    titles=(
        *("the", "mr", "mrs", "ms", "dr", "president", "prime", "foreign", "minister", "secretary", "general"),
        *("spokesperson", "spokesman", "spokeswoman", "ambassador", "king", "us", "then", "chancellor", "commissioner"),
    ),
)
