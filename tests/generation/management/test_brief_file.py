"""A brief as a file."""

import json

import pytest

from generation.blueprints import get_blueprint
from generation.errors import InvalidRequestError
from generation.management.brief_file import BriefFileError, read_brief_file
from tests.support.funnels import SAMPLES, sample

_FUNNEL = get_blueprint("funnel")


def _file(tmp_path, text):
    path = tmp_path / "brief.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["calm-inbox", "first-5k"])
def test_the_packaged_samples_can_be_read(name):
    file = read_brief_file(SAMPLES / f"{name}.json", _FUNNEL)

    assert file.name == sample(name)["name"]
    assert file.brief == sample(name)["brief"]
    assert file.inputs == {}


def test_a_language_left_out_is_english(tmp_path):
    loaded = sample()
    del loaded["language"]

    assert read_brief_file(_file(tmp_path, loaded), _FUNNEL).language == "en"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BriefFileError, match=r"There is no file .*nowhere\.json\."):
        read_brief_file(tmp_path / "nowhere.json", _FUNNEL)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(BriefFileError, match="cannot be read: Is a directory"):
        read_brief_file(tmp_path, _FUNNEL)


def test_bad_json_is_shown_its_place(tmp_path):
    with pytest.raises(BriefFileError, match=r"is not JSON: .* at line 2, column 1\."):
        read_brief_file(_file(tmp_path, '{"name":\n'), _FUNNEL)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "brief.json"
    path.write_bytes(b"\xff\xfe{")

    with pytest.raises(BriefFileError, match="not a text file in UTF-8"):
        read_brief_file(path, _FUNNEL)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(sample()), encoding="utf-8-sig")

    assert read_brief_file(path, _FUNNEL).name == sample()["name"]


@pytest.mark.parametrize("text", ['{"name": ' + "9" * 5000 + "}", "[" * 100_000], ids=["digits", "depth"])
def test_what_json_itself_gives_up_on_is_refused(tmp_path, text):
    with pytest.raises(BriefFileError, match="nests too deeply, or holds a number"):
        read_brief_file(_file(tmp_path, text), _FUNNEL)


def test_a_list_is_no_brief(tmp_path):
    with pytest.raises(BriefFileError, match="should hold an object"):
        read_brief_file(_file(tmp_path, []), _FUNNEL)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "Calm \u202exobni"}, "name"),
        ({"brief": "text"}, "brief"),
        ({"inputs": []}, "inputs"),
        ({"inputs": {"topic": "x"}}, "inputs.topic"),
        ({"language": "xx"}, "language"),
        ({"language": None}, "language"),
        ({"title": "x"}, "title"),
        ({"brief": {}}, "brief.topic"),
    ],
)
def test_what_is_missing_or_wrong_is_named_by_its_place(tmp_path, changes, place):
    with pytest.raises(InvalidRequestError) as caught:
        read_brief_file(_file(tmp_path, sample() | changes), _FUNNEL)

    assert caught.value.problems[place]
