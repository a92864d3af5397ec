from app.content.model import Questionnaire
from tests.web.browser import Browser


def test_a_copy_says_which_content_it_serves(client: Browser, questionnaire: Questionnaire) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json == {
        "version": questionnaire.version,
        "digest": questionnaire.digest,
        "approved": False,
    }
