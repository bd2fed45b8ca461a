"""English forms: plurals, spellings on both sides of the Atlantic, what is only offered."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rxglossary.glossary import Glossary, Term
from rxglossary.languages.english import (
    _HARD_CH,
    _IRREGULAR,
    _MANY,
    ENGLISH,
    English,
    _safe_plurals,
    american,
    plurals,
)
from rxglossary.matching.matcher import Matcher

# Medical nouns with the plurals that medical dictionaries give, the rules' knowledge aside.
NOUNS = """
    abscess abscesses | abdomen abdomens | acetabulum acetabula | adenoma adenomas/adenomata
    alga algae | alveolus alveoli | amoeba amoebas/amoebae | ampulla ampullae | aneurysm aneurysms
    antibody antibodies | aorta aortas/aortae | apex apices | appendix appendices/appendixes
    arthritis arthritides | artery arteries | atrium atria | axilla axillae | axis axes
    bacillus bacilli | bacterium bacteria | biopsy biopsies | bronchus bronchi | bulla bullae
    bursa bursae | calculus calculi | calf calves | calyx calyces | carcinoma carcinomas/carcinomata
    cavity cavities | cerebellum cerebella | cervix cervices/cervixes | child children
    cicatrix cicatrices | cilium cilia | coccus cocci | coccyx coccyges | colon colons
    conjunctiva conjunctivas/conjunctivae | cornea corneas/corneae | corpus corpora
    cortex cortices | costa costae | cranium crania | crisis crises | cyst cysts
    diagnosis diagnoses | diverticulum diverticula | drug drugs | duodenum duodena
    embolus emboli | embryo embryos | enema enemas | epididymis epididymides | eye eyes
    fetus fetuses | fibroma fibromas/fibromata | fistula fistulas/fistulae | focus foci/focuses
    foot feet | foramen foramina | fornix fornices | fossa fossae | fungus fungi
    ganglion ganglia | glans glandes | half halves | haematoma haematomas/haematomata
    hernia hernias/herniae | hiatus hiatuses | hypothesis hypotheses | ilium ilia
    index indices/indexes | injury injuries | ischium ischia | kidney kidneys | labium labia
    larva larvae | larynx larynges | lens lenses | leukocyte leukocytes | locus loci
    louse lice | lumen lumina/lumens | macula maculae | man men | meatus meatuses | meninx meninges
    metastasis metastases | mitochondrion mitochondria | mouse mice | mucosa mucosas/mucosae
    myoma myomas/myomata | nares nares | neurosis neuroses | nucleus nuclei | oedema oedemas
    ovary ovaries | ovum ova | papilla papillae | patella patellae | pelvis pelvises/pelves
    petechia petechiae | phalanx phalanges | pharynx pharynges | placenta placentas/placentae
    plexus plexuses | prosthesis prostheses | protozoon protozoa | psychosis psychoses
    reflex reflexes | sarcoma sarcomas/sarcomata | scapula scapulae | septum septa
    sequela sequelae | serum sera/serums | sinus sinuses | spermatozoon spermatozoa
    stigma stigmata/stigmas | stimulus stimuli | stoma stomata/stomas | stomach stomachs
    testis testes | thorax thoraces | thrombus thrombi | tibia tibiae | tooth teeth
    trachea tracheae | tumour tumours | ulcer ulcers | uterus uteri | varix varices
    vertebra vertebrae | vertex vertices | villus villi | virus viruses | viscus viscera
    woman women | x-ray x-rays
"""
TABLE = [row.split() for line in NOUNS.strip().splitlines() for row in line.split("|")]


def likely(noun: str) -> str:
    head, hyphen, word = noun.rpartition("-")
    found = plurals(word)
    return head + hyphen + (found[0][0] if found else word)


def test_the_likely_plural_of_medical_nouns():
    """Of 138 medical nouns the first plural is a right one, with a few named exceptions."""
    assert len(TABLE) == len({noun for noun, _ in TABLE}) == 138
    wrong = {noun: likely(noun) for noun, right in TABLE if likely(noun) not in right.split("/")}
    assert wrong == {
        "cicatrix": "cicatrixes",  # a scar: both are read, -ices in anatomy alone
        "glans": "glans",
    }
    assert len(TABLE) - len(wrong) >= 0.95 * len(TABLE)


AUTOMATIC = """
    tumour tumours | biopsy biopsies | metastasis metastases | arthritis arthritides
    carcinoma carcinomas carcinomata | larynx larynges larynxes | vertebra vertebrae vertebras
    forefoot forefeet | grandchild grandchildren | clubfoot clubfeet | lens lenses | virus viruses
    atrium atriums | calf calfs | stomach stomachs | lash lashes | basis | diabetes | biceps
    vertebrae | obstetrics
"""


@pytest.mark.parametrize(
    "row", [r for line in AUTOMATIC.strip().splitlines() for r in line.split("|")]
)
def test_plurals_that_are_taken(row):
    """The plurals that are no other word are taken without asking."""
    word, *expected = row.split()
    assert [form for form, reason in plurals(word) if not reason] == expected


def test_two_letters_decide_what_the_rules_decide():
    """Where the last two letters tell the plural, it is that of the rules."""
    for end, many in _MANY.items():
        assert _safe_plurals("bl" + end) == (["bl" + many] if many else [])
    assert not {word[-2:] for word in (*_IRREGULAR, *_HARD_CH)} & _MANY.keys()


OFFERED = [
    pytest.param("left atrium", ["left atria"], id="um"),
    pytest.param("calf", ["calves"], id="calf"),
    pytest.param("basis", ["bases"], id="basis"),
    pytest.param("viscus", ["viscera"], id="us"),
    pytest.param("colon", [], id="colon-and-cola"),
    pytest.param("pus", [], id="pus-and-pi"),
    pytest.param("virus", [], id="regular"),
    pytest.param("tumor", ["tumour"], id="or"),
    pytest.param("hemorrhage", ["haemorrhage"], id="hem"),
    pytest.param("pediatric anemia", ["paediatric anaemia"], id="two"),
    pytest.param("diarrhea", ["diarrhoea"], id="rrhea"),
    pytest.param("paediatrics", [], id="british-already"),
    pytest.param("রোগ", [], id="other-script"),
]


@pytest.mark.parametrize(("form", "expected"), OFFERED)
def test_what_is_only_offered(form, expected):
    """What may be another word is offered with a reason, and is no surface form."""
    offers = list(ENGLISH.offered_forms(form))
    assert [offer.form for offer in offers] == expected
    assert all(offer.reason for offer in offers)
    assert not {offer.form for offer in offers} & set(ENGLISH.surface_forms(form))


PAIRS = """
    anaemia anemia | anaesthesia anesthesia | oedema edema | oesophagus esophagus
    oestrogen estrogen | haemorrhage hemorrhage | haematoma hematoma | leukaemia leukemia
    ischaemia ischemia | paediatric pediatric | orthopaedic orthopedic | gynaecology gynecology
    faeces feces | caecum cecum | foetus fetus | diarrhoea diarrhea | dyspnoea dyspnea
    apnoea apnea | gonorrhoea gonorrhea | amoeba ameba | coeliac celiac | caesarean cesarean
    haemoglobin hemoglobin | hypoglycaemia hypoglycemia | septicaemia septicemia
    tumour tumor | colour color | labour labor | odour odor | behaviour behavior | humour humor
    fibre fiber | centre center | litre liter | titre titer | goitre goiter
    sulphonamide sulfonamide | sulphate sulfate | immunise immunize | immunisation immunization
    sterilised sterilized | hospitalisation hospitalization | paralyse paralyze | dialyse dialyze
    catheterisation catheterization | counselling counseling | labelling labeling
    leucocyte leukocyte | ageing aging | programme program
"""
PAIR_TABLE = [row.split() for line in PAIRS.strip().splitlines() for row in line.split("|")]


def test_american_spellings():
    """Of 50 British words the American spelling is made, but for two that no rule makes."""
    assert len(PAIR_TABLE) == 50
    wrong = [british for british, wanted in PAIR_TABLE if american(british) != wanted]
    assert wrong == ["ageing", "programme"]


@pytest.mark.parametrize(
    "word",
    "shoe shoes toe toes aloe goes four hour pour your sour tour filling pulling swelling spelling"
    " rise wise more care sore are vertebrae exercises fibres heart MRI 5".split(),
)
def test_what_is_no_british_spelling(word):
    """No word turns into another one that people write."""
    assert american(word) in (word, "exercizes", "fibers")


def found(text: str, name: str, **fields: object) -> list[str]:
    matcher = Matcher(Glossary([Term("t", en="x", term={"en": name}, **fields)]))
    return [text[match.start : match.end] for match in matcher.find(text)]


WRITTEN = [
    pytest.param("tumour", "tumors tumor tumours", ["tumors", "tumor", "tumours"], id="both"),
    pytest.param("tumor", "tumour tumor", ["tumor"], id="american-alone"),
    pytest.param("anti-inflammatory", "antiinflammatory", ["antiinflammatory"], id="joined"),
    pytest.param("tumour marker", "tumormarkers", ["tumormarkers"], id="joined-american-plural"),
    pytest.param("vertebra", "vertebrae vertebras", ["vertebrae", "vertebras"], id="ae"),
    pytest.param("atrium", "atria atriums", ["atriums"], id="a-is-offered-only"),
    pytest.param("SSRI", "SSRIs SSRI's", ["SSRIs", "SSRI's"], id="acronym"),
]


@pytest.mark.parametrize(("name", "text", "expected"), WRITTEN)
def test_what_matches(name, text, expected):
    """The spellings of a form are found, each whole."""
    assert found(text, name) == expected


def test_the_author_decides():
    """`plural` and `forms` add what the rules don't take; `plural: none` takes nothing."""
    assert found("atria", "atrium", plural="atria") == ["atria"]
    assert found("atria", "atrium", forms={"en": ["atria"]}) == ["atria"]
    assert found("tumours tumors", "tumour", plural="none") == []


ORDER = ["zoster", "Cafés", "café", "blood-type", "bloodstain", "blood test", "angina"]


def test_order_and_index():
    """Words sort without regard to case, accents, hyphens and spaces, and are listed by letter."""
    assert sorted(ORDER, key=ENGLISH.collation_key) == [
        "angina", "bloodstain", "blood test", "blood-type", "café", "Cafés", "zoster",
    ]  # fmt: skip
    assert [ENGLISH.index_bucket(word) for word in ("angina", "éclair", "β-blocker", "")] == [
        "A", "E", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("plurals", [True, False])
def test_many_forms_at_once(plurals):
    """Many forms have the surface forms that each has alone, in the same order."""
    nouns = [noun for noun, _ in TABLE] + [british for british, _ in PAIR_TABLE]
    some = "b12 x-ray covid-19 anti-inflammatory রোগ ée".split()
    forms = list(dict.fromkeys(["", *nouns, *map(" ".join, pairwise(nouns)), *some]))
    found: dict[str, list[str]] = {form: [] for form in forms}
    for other, place in zip(*ENGLISH.all_surface_forms(forms, plurals=plurals), strict=True):
        found[forms[place]].append(other)
    alone = {form: list(ENGLISH.surface_forms(form, plurals=plurals)) for form in forms}
    assert found == alone
    assert sum(map(len, alone.values())) > len(forms) / 3


def test_a_kind_of_english_is_asked_for_its_own_forms():
    """A language that changes `surface_forms` alone is heard when a glossary is compiled."""

    class Scots(English):
        def surface_forms(self, form, *, plurals=True):
            return [form + "ies"] if plurals else []

    assert Scots("sco").all_surface_forms(["bairn", "lass"]) == (["bairnies", "lassies"], [0, 1])
    assert Scots("sco").all_surface_forms(["bairn"], plurals=False) == ([], [])
