"""What counts as the address of a page elsewhere."""

import pytest

from portal.core import addresses


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("https://example.org/report.pdf", True),
        ("https://example.org:8443/", True),
        ("http://example.org/", False),
        ("https://", False),
        ("https://[x", False),
        ("https://somebody:secret@example.org/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_whole_addresses_over_https(typed, is_one):
    assert addresses.is_page(typed) is is_one
