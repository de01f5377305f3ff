from tests.support.pseudo import longer


def test_placeholders_survive_and_everything_else_grows():
    assert "%(date)s" in longer("Answer by %(date)s")
    assert longer("Next") != "Next"
    assert len(longer("A sentence of some length")) > 1.3 * len("A sentence of some length")
