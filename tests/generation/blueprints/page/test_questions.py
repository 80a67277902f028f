from generation.blueprints.page.questions import answered_questions


def test_each_question_has_its_answer_without_marks() -> None:
    text = "### How *big* is it?\n\nAs **big** as [a hand](https://a.example).\n\n### Is it `x`?\nIt\nis."

    assert list(answered_questions(text)) == [
        ("How big is it?", "As big as a hand."),
        ("Is it x?", "It is."),
    ]


def test_lists_tables_and_quotations_are_told_in_one_line() -> None:
    table = "| a | b |\n| --- | --- |\n| c | d |"
    text = f"### What is in it?\n\n- One\n- Two\n\n> Three\n\n{table}\n\n```\nfour\nfive\n```"

    assert list(answered_questions(text)) == [("What is in it?", "One Two Three a b c d four five")]


def test_what_nobody_asks_or_nobody_answers_is_no_question() -> None:
    text = "Before all.\n\n### About it\n\nText.\n\n### Empty?\n\n### Last?\n\nYes."

    assert list(answered_questions(text)) == [("Last?", "Yes.")]


def test_a_question_may_stand_in_quotation_marks() -> None:
    text = "### \u00ab Est-ce que \u00e7a va\u00a0?\u00a0\u00bb\n\nOui.\n\n### \u201cIs it?\u201d\n\nIt is."

    assert [question for question, _ in answered_questions(text)] == [
        "\u00ab Est-ce que \u00e7a va ? \u00bb",
        "\u201cIs it?\u201d",
    ]


def test_html_is_only_text() -> None:
    assert list(answered_questions("### Safe?\n\n<script>x</script>")) == [("Safe?", "<script>x</script>")]
