"""The real PDFs and Word files: how many words of a passage that was checked on the page are kept, in its order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import docx, pdf

SHARED = Path(__file__).parents[3].parent / "shared"
RAW = SHARED / "raw"

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason="the shared material (../shared/raw) is not here")


@dataclass(frozen=True)
class Checked:
    """A passage as it stands on the page ``page``, the day of issue, and what must not have come with the text."""

    page: int
    passage: str
    day: str | None
    kept: float = 1.0
    unwanted: str = ""


TABLE = {
    "pdf-FOMCpresconf20120125.pdf": Checked(
        2,
        "An important aspect of policy transparency is clarity about policy objectives. With respect to the "
        "objective of "
        "price stability, it is essential to recognize that the inflation rate over the longer run is primarily "
        "determined by monetary policy, and hence the Committee has the ability to specify a longer-run goal for "
        "inflation. The Committee judges that inflation at the rate of 2 percent, as measured by the annual change",
        "2012-01-25",
        unwanted=r"of 29\b|FINAL",
    ),
    "pdf-unga79-sn_fr.pdf": Checked(
        6,
        "Pourtant, nous constatons chaque jour que le droit international, ciment de la paix mondiale, est "
        "souvent violé. "
        "Des résolutions adoptées par cette même Assemblée sont ignorées. En tolérant ces violations répétées, nous "
        "foulons aux pieds les principes de la Charte des Nations Unies et sapons les fondements mêmes de cette "
        "Maison "
        "de la paix.",
        "2024-09-25",
        unwanted=r"(?m)^\d{1,2}$",
    ),
    "pdf-unga79-cd_fr.pdf": Checked(
        5,
        "Par ailleurs, la pleine participation et l'engagement des jeunes, tant des filles que des garçons, sont "
        "également primordiaux pour bâtir une société durable et inclusive. Ce principe constitue le fondement de la "
        "Déclaration sur les Générations Futures, soulignant notre responsabilité envers les générations à venir et "
        "l'importance des décisions qui garantissent leur épanouissement.",
        "2024-09-25",
        unwanted=r"(?m)^\d{1,2}$",
    ),
    "pdf-unga79-mx_es.pdf": Checked(
        4,
        "Esto se reflejó también en nuestra política exterior, porque México es un país de migrantes, ninguna "
        "etapa del "
        "ciclo migratorio nos es ajena, y con base en nuestra experiencia, pusimos en marcha el Modelo Mexicano de "
        "Movilidad Humana, una propuesta para gestionar la migración de manera integral, por medio de la "
        "atención a sus "
        "causas estructurales y a la colaboración regional.",
        "2024-09-28",
        unwanted=r"28th floor|Página",
    ),
    "pdf-unga79-sa_ar.pdf": Checked(
        3,
        "حَرِصتْ المملكةِ العربيةِ السعودية منذُ مُشاركتِها في تأسيسِ هذهِ المنظمةْ، على بذلِ كُلِّ جهدٍ ممكنٍ "
        "في سبيلِ ترجمةِ ميثاقِ "
        "الأمَمِ المتحدة إلى واقعٍ ملّموسْ، عَبْرَ ترّسيخِ احترامِ القانون الدّولي، وحِفظِ الأمنْ والسّلمْ "
        "الدوليين، ودعمِ قنواتِ العمل "
        "الدّولي مُتعددِ الأطراف في جميعِ المجالاتْ//",
        "2024-09-28",
        unwanted="صفحة",
    ),
    "pdf-unga79-tn_ar.pdf": Checked(
        2,
        'يسعدني في البداية أن أتقدّم إلى سعادة السيد فيليمون يانغ " Mr. Philemon Yang " ومن خلاله إلى جمهورية '
        "الكاميرون، "
        "بأحرّ التهاني على توليه رئاسة الجمعية العامّة لهذه الدورة 79، متمنّيا له النّجاح والتوفيق في إدارة "
        "أعمالها، ومؤكّدا دعم "
        'تونس لرؤيته "الوحدة والتنوع من أجل تعزيز السلام والتنمية المستدامة والكرامة الإنسانية في كل مكان"',
        None,
        unwanted=r"(?m)^\d{1,2}$",
    ),
    "pdf-unga79-ye_ar.pdf": Checked(
        3,
        "ومؤخرًا، جمدت الحكومة اليمنية قراراتها المتعلقة بنقل مقرات البنوك من صنعاء الخاضعة لسيطرة المليشيات "
        "إلى العاصمة "
        "المؤقتة عدن، استجابة لطلب الأمم المتحدة والمجتمع الدولي بخفض التصعيد، على أن يشارك الحوثيون في محادثات جدية "
        "لمعالجة الأزمات الاقتصادية، واحياء جهود السلام بموجب خارطة طريق توسط لها الاشقاء في المملكة العربية "
        "السعودية، وسلطنة "
        "عمان.",
        None,
        unwanted=r"(?m)^\d{1,2}$",
    ),
}
SCANS = ("pdf-unga79-ps_ar.pdf", "pdf-unga79-ca_en.pdf")
WORD_FILES = {
    "docx-en-2022-05-25-u-s-organization-of.docx": (
        "us-state-dept/2022-05-25-u-s-organization-of-islamic-cooperation-strategic-dialogue.md",
        "U.S.-Organization of Islamic Cooperation Strategic Dialogue",
    ),
    "docx-ar-ye-ar.docx": (
        "un-general-debate/ye-ar.md",
        "Statement of Yemen, General Debate of the 79th session of the UN General Assembly",
    ),
}


def _words(text: str) -> list[str]:
    # Vowel signs are too small to be checked by eye on every letter.
    return "".join(one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Mn").split()


def _kept(passage: str, text: str) -> float:
    wanted, found = _words(passage), _words(text)
    starts = [at for at in range(len(found)) if found[at] == wanted[0]]
    windows = (found[at : at + len(wanted) + 3] for at in starts)
    matched = (SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks() for window in windows)
    return max((sum(block.size for block in blocks) / len(wanted) for blocks in matched), default=0.0)


@pytest.mark.parametrize("name", TABLE)
def test_the_words_of_a_checked_passage_are_kept(name: str) -> None:
    checked = TABLE[name]

    [draft] = pdf.read(Document.file(RAW / name))

    assert _kept(checked.passage, draft.text) >= checked.kept
    assert not re.search(checked.unwanted, draft.text)
    assert (draft.date.day.isoformat() if draft.date.day else None) == checked.day
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc\ue000-\uf8ff\ufffd]", draft.text)
    assert draft.language.value == name.rsplit("_", 1)[-1][:2] if "_" in name else "en"


@pytest.mark.parametrize("name", TABLE)
def test_a_passage_is_one_paragraph(name: str) -> None:
    [draft] = pdf.read(Document.file(RAW / name))

    assert max(_kept(TABLE[name].passage, paragraph) for paragraph in draft.text.split("\n\n")) == 1.0


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_is_refused_with_what_would_help(name: str) -> None:
    with pytest.raises(SourceError, match=r"a scan.*OCR") as refused:
        pdf.read(Document.file(RAW / name))
    assert name in str(refused.value)


@pytest.mark.parametrize("name", WORD_FILES)
def test_a_word_file_is_the_body_it_was_made_from(name: str) -> None:
    made_from, title = WORD_FILES[name]
    body = (SHARED / "statements" / made_from).read_text(encoding="utf-8").split("\n---\n", 1)[1]

    [draft] = docx.read(Document.file(RAW / name))

    assert " ".join(draft.text.split()) == " ".join(unicodedata.normalize("NFC", body).split())
    assert draft.title == title
