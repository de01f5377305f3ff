"""Requests made from the description by a generator that knows nothing else, good and spoiled: the API keeps to it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from portal.core import db
from portal.open_data import rules
from tests.factories import programs
from tests.support.proof import rounds

#: How many requests for each address. That nothing opens without a good token has its own tests: the generator does not
#: know that ours is one, so its check of that is left out.
EACH = rounds(25, 400)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_one_that_the_description_promises(furnished, lead, mode, monkeypatch):
    monkeypatch.setattr(rules, "EACH_MINUTE", 10**9)
    _token, text = programs.make_token(by=lead)
    db.session.commit()
    described = furnished.test_client().get("/api/v1/openapi.json").get_json()
    schema = schemathesis.openapi.from_dict(described)
    schema.app = furnished
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @seed(5)
        @settings(
            max_examples=EACH,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def tries(case):
            response = case.call(headers={"Authorization": f"Bearer {text}"})
            case.validate_response(response, excluded_checks=[ignored_auth])
            assert response.status_code < 500
            seen.add(response.status_code)

        tries()
    assert seen >= ({200} if mode is GenerationMode.POSITIVE else {400})
