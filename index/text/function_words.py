"""Words that carry no subject: articles, pronouns, prepositions, auxiliaries, and the words a question is asked with.

Closed classes only, in the folded form of :func:`index.text.analysis.fold`. They are left out of a *question*; texts
keep theirs. Function words are few in every language: no word that names a thing belongs here.
"""

from __future__ import annotations

_ENGLISH = """
a about after again against all also am an and any are as at be because been before being between both but by can could
did do does doing done down during each few for from further get got had has have having he her here hers him his how i
if in into is it its just latest made many me more most much my no nor not now of off on once only or other our out over
own please said same say saying says she should so some such tell than that the their them then there these they this
those through to too under until up upon us very was we were what whats when where which while who whom whose why will
with would you your
"""
_FRENCH = """
ai aie aient ainsi ait alors as au aura aussi autre autres aux avaient avait avant avec avez avoir avons bien ca ce cela
ces cet cette ceux chez ci combien comme comment contre dans de depuis des dire dit dite dits donc dont du elle elles en
encore entre es est et etaient etait etant ete etes etre eu eux faire fait font fut il ils je jusque la le les leur
leurs lors lui ma mais me meme memes mes moi moins mon ne ni nos notre nous on ont ou par parce pas pendant peu peut
peuvent plus pour pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se selon sera ses si soit son sont
sous sujet sur ta te tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y
"""
_ARABIC = """
ما ماذا من متي اين كيف لماذا لم لما كم هل اي ايه ان انه انها الذي التي الذين اللذين اللتين هو هي هم هن نحن انا انت هذا
هذه ذلك تلك هولاء اوليك في علي الي عن مع بين عند حول حتي منذ خلال بعد قبل دون ضد لدي كان كانت يكون تكون كانوا قد لقد
سوف لا لن ليس ليست غير كل بعض اذا او ام ثم بل لكن لان حيث حين عندما كما مثل به بها له لها لهم فيه فيها منه منها عليه
عليها اليه اليها عنه عنها بشان قال قالت يقول تقول قالوا بماذا
"""

_SOCIAL = """
hello hi hey thanks thank goodbye bye bonjour bonsoir salut coucou merci revoir مرحبا اهلا شكرا صباح
مساء الخير
"""

FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_FRENCH} {_ARABIC}".split())

_POLITE = """
yes no yeah ok okay oui non daccord نعم حسنا
good morning evening afternoon night how welcome beaucoup bien soir matin nuit مساء صباح الخير جزيلا عليكم
"""

_STATEMENTS = """
statement statements remarks release releases press communique communiques declaration declarations news speech speeches
message messages publication publications published issued made official officiel officielle publie publiee presse
discours allocution nouvelle nouvelles بيان البيان بيانات البيانات بيانا تصريح التصريح تصريحات خطاب الخطاب كلمه رسمي
الرسمي صدر صادر الصادر نشر
"""

STATEMENT_WORDS = frozenset(_STATEMENTS.split())
"""Words for what the record is made of: beside "latest" they ask for the latest of all."""

SOCIAL_WORDS = frozenset(_SOCIAL.split())
"""Words of greeting and thanks: alone they ask for nothing, though texts hold them ("Bonjour, Madame").

Not the Arabic greeting that is also the word for peace: peace is a subject.
"""

POLITE_WORDS = SOCIAL_WORDS | frozenset(_POLITE.split())
"""Words that a greeting may be made of. They stay in a question that has a subject beside them."""
