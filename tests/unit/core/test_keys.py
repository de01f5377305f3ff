import pytest

from config import UnsafeSettings
from portal.core import keys


def test_keys_are_made_once_and_readable_by_nobody_else(tmp_path):
    assert "field-1.key" in keys.create_keys(tmp_path)
    first = keys.load_keys(tmp_path)
    assert keys.create_keys(tmp_path) == []
    assert keys.load_keys(tmp_path) == first
    assert all(path.stat().st_mode & 0o777 == 0o400 for path in tmp_path.glob("*.key"))


@pytest.mark.parametrize("name", ["session.key", "pepper.key", "audit.key", "field-1.key"])
def test_a_missing_key_is_named(tmp_path, name):
    keys.create_keys(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(UnsafeSettings, match=name):
        keys.load_keys(tmp_path)


@pytest.mark.parametrize("content", ["", "aa" * 31, "not hexadecimal" * 8])
def test_a_short_or_strange_key_is_refused(tmp_path, content):
    keys.create_keys(tmp_path)
    (tmp_path / "pepper.key").unlink()
    (tmp_path / "pepper.key").write_text(content)
    (tmp_path / "pepper.key").chmod(0o400)
    with pytest.raises(UnsafeSettings, match=r"pepper\.key"):
        keys.load_keys(tmp_path)


def test_a_key_open_to_others_is_refused(tmp_path):
    keys.create_keys(tmp_path)
    (tmp_path / "audit.key").chmod(0o444)
    with pytest.raises(UnsafeSettings, match="chmod"):
        keys.load_keys(tmp_path)


def test_the_newest_field_key_seals_and_each_purpose_has_its_own_key(tmp_path):
    keys.create_keys(tmp_path)
    assert keys.add_field_key(tmp_path) == 2
    loaded = keys.load_keys(tmp_path)
    assert loaded.current_field == 2
    assert loaded.derive("a") != loaded.derive("b")
    assert loaded.derive("a") == keys.load_keys(tmp_path).derive("a")
