"""What a load balancer and a release ask."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.web.service import service
from app.web.views.shared import web


@web.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Tell that this copy serves."""
    return Response("ok", mimetype="text/plain")


@web.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Tell that this copy can take journeys, and with which content.

    An app without content, or with content that has a fault, never gets as far as this.
    """
    return jsonify(service().state())
