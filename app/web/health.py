"""What a load balancer and a release ask: which content this copy serves."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.web.service import service

health = Blueprint("health", __name__)


@health.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Tell that this copy can take journeys, and with which content.

    An app without content, or with content that has a fault, never gets as far as this.
    """
    questionnaire = service().questionnaire
    return jsonify(
        version=questionnaire.version,
        digest=questionnaire.digest,
        approved=service().approved,
    )
