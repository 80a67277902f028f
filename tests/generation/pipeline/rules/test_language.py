import pytest

from generation.pipeline.rules.language import wrong_language
from tests.support.blueprints import make_section
from tests.support.pieces import found, make_piece

PROSE = {
    "en": (
        "The day starts in the inbox and it never leaves it. Client requests arrive in five places, "
        "and some of them get lost on the way. What you need is not another app but two windows a day "
        "that your clients know about, and a rule for everything that comes in between."
    ),
    "es": (
        "El día empieza en la bandeja de entrada y no sale de ella. Las peticiones de los clientes "
        "llegan por cinco sitios y algunas se pierden por el camino. Lo que necesitas no es otra "
        "aplicación, sino dos ventanas al día que tus clientes conozcan, y una regla para todo lo que "
        "llega entre ellas."
    ),
    "fr": (
        "La journée commence dans la boîte de réception et n'en sort jamais. Les demandes des clients "
        "arrivent par cinq chemins et certaines se perdent en route. Ce qu'il vous faut n'est pas une "
        "autre application, mais deux moments par jour que vos clients connaissent, et une règle pour "
        "tout ce qui arrive entre les deux."
    ),
    "de": (
        "Der Tag beginnt im Posteingang und verlässt ihn nicht mehr. Die Anfragen der Kunden kommen "
        "an fünf Stellen an, und einige gehen auf dem Weg verloren. Was du brauchst, ist nicht noch "
        "ein Programm, sondern zwei feste Zeiten am Tag, die deine Kunden kennen, und eine Regel für "
        "alles, was dazwischen kommt."
    ),
    "it": (
        "La giornata comincia nella posta e non ne esce più. Le richieste dei clienti arrivano da "
        "cinque parti e alcune si perdono per strada. Quello che ti serve non è un'altra "
        "applicazione, ma due finestre al giorno che i tuoi clienti conoscono, e una regola per tutto "
        "ciò che arriva nel mezzo."
    ),
    "pt": (
        "O dia começa na caixa de entrada e nunca sai dela. Os pedidos dos clientes chegam por cinco "
        "lugares e alguns perdem-se no caminho. Aquilo de que você precisa não é mais um aplicativo, "
        "mas duas janelas por dia que os seus clientes conheçam, e uma regra para tudo o que chega no "
        "meio."
    ),
    "nl": (
        "De dag begint in de inbox en komt er niet meer uit. De vragen van klanten komen op vijf "
        "plekken binnen, en een aantal daarvan raakt onderweg kwijt. Wat je nodig hebt is niet nog "
        "een app, maar twee momenten per dag die je klanten kennen, en een regel voor alles wat er "
        "tussendoor komt."
    ),
}
LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco "
    "laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in "
    "voluptate velit esse cillum dolore eu fugiat."
    " "
)


@pytest.mark.parametrize("language", PROSE)
@pytest.mark.parametrize("asked", PROSE)
def test_prose_is_wrong_in_every_language_but_its_own(language: str, asked: str) -> None:
    expected = set() if language == asked else {"wrong_language"}

    assert found((wrong_language,), make_piece(PROSE[language], language=asked)) == expected


@pytest.mark.parametrize("asked", PROSE)
@pytest.mark.parametrize(
    "text",
    [
        LOREM * 3,
        "word " * 200,
        "filler text for the section " * 40,
        "lorem ipsum dolor sit amet " * 40,
        "the " * 100,
        "This is the text that you will have for this. " * 20,
        "calm inbox morning client reply window folder rule note hour week plan " * 20,
        " ".join(f"word{number}" for number in range(200)),
        PROSE["en"][:150],
        "",
    ],
)
def test_filler_and_short_texts_prove_nothing(text: str, asked: str) -> None:
    assert found((wrong_language,), make_piece(text, language=asked)) == set()


def test_a_list_of_jargon_between_a_few_english_words_proves_nothing() -> None:
    jargon = (
        "folder note amet tensor tensor and zeta matrix and kernel delta window hour lorem aliqua amet "
        "amet folder vector sigma vector the and zeta portal is lorem note linux you morning is dolor "
        "tempor kappa portal aliqua magna magna calm folder kappa client calm reply and matrix vector"
    )

    assert found((wrong_language,), make_piece(jargon, language="de")) == set()


def test_english_names_and_links_do_not_make_a_german_text_english() -> None:
    name = "The Inbox That You Have and the Calm of It for This and for You and Your Team"
    body = f"{PROSE['de']} {name} https://a.example/the-and-of-to " * 2

    assert found((wrong_language,), make_piece(body, make_section(include=(name,)), language="de")) == set()


def test_the_message_names_both_languages() -> None:
    (violation,) = wrong_language(make_piece(PROSE["fr"], language="nl"))

    assert violation.message == "French stands where Dutch was asked for."
