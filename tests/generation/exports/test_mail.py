"""Emails as drafts."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from generation.exports.mail import mails_of, write_mail
from tests.support.exported import part, section, small_content
from tests.support.hostile import hostile_content


def read(draft: bytes) -> EmailMessage:
    message = message_from_bytes(draft, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def text_of(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def test_a_draft_is_text_and_html_with_its_subject():
    (mail,) = mails_of(small_content())

    message = read(write_mail(mail))

    assert message["Subject"] == "Your forty minutes begin here"
    assert message["X-Unsent"] == "1"
    assert text_of(message, "plain").strip() == "Here it is: https://harbourdesk.example/40"
    assert "One page to print" in text_of(message, "html")


def test_a_button_is_a_line_in_the_text_and_a_link_in_the_html():
    body = "Read https://a.example/ now.\n\nButton: Read it"
    (mail,) = mails_of(small_content(parts=(part("all_emails", section("e", body, kind="email")),)))

    assert mail.text.endswith("Read it: https://a.example/")
    assert '<a href="https://a.example/" style="display:inline-block' in mail.html


def test_the_same_email_gives_the_same_bytes():
    (mail,) = mails_of(small_content())

    assert write_mail(mail) == write_mail(mail)


def test_the_boundary_stands_plainly_in_the_header_and_is_not_too_long():
    (mail,) = mails_of(small_content())

    head, _, _ = write_mail(mail).decode().partition("\r\n\r\n")

    boundary = re.search(r'boundary="([^"]+)"', head)  # not in pieces, `boundary*0=`
    assert boundary is not None
    assert len(boundary[1]) <= 70


def test_hostile_text_adds_no_header_no_part_and_no_script():
    (mail,) = mails_of(hostile_content())

    message = read(write_mail(mail))

    assert sorted(message.keys()) == ["Content-Type", "MIME-Version", "Subject", "X-Unsent"]
    assert [piece.get_content_type() for piece in message.iter_parts()] == ["text/plain", "text/html"]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", mail.subject + mail.preview + mail.name)
    assert "<script" not in mail.html
    assert 'href="javascript:' not in mail.html


def test_a_subject_of_two_lines_is_one_line():
    fields = {"subject": "Hello\r\nBcc: all@a.example"}
    (mail,) = mails_of(small_content(parts=(part("x", section("e", "Text.", kind="email", fields=fields)),)))

    assert read(write_mail(mail))["Subject"] == "Hello Bcc: all@a.example"
