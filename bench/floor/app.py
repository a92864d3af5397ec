"""The wizard. ``gunicorn bench.floor.app:app`` serves it."""

from pathlib import Path
from typing import Any

import yaml
from flask import Flask, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, SubmitField
from wtforms.validators import InputRequired

CONTENT = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
QUESTIONS: dict[str, Any] = {question["name"]: question for question in CONTENT["questions"]}
NAMES = list(QUESTIONS)

app = Flask(__name__)
app.config["SECRET_KEY"] = "only for measuring"  # noqa: S105  # it opens nothing


def form_of(question: dict[str, Any]) -> FlaskForm:
    """The form of one question, with what was answered before."""

    class Form(FlaskForm):  # type: ignore[misc]
        answer = RadioField(
            question["text"],
            choices=[(option["code"], option["text"]) for option in question["options"]],
            validators=[InputRequired("Select an answer")],
        )
        submit = SubmitField("Continue")

    return Form(answer=session["answers"].get(question["name"]))


def open_question() -> str | None:
    """The first question without an answer."""
    return next((name for name in NAMES if name not in session.get("answers", {})), None)


@app.get("/")
def start() -> ResponseReturnValue:
    """Show the start page."""
    return render_template("start.html", title=CONTENT["title"], form=FlaskForm())


@app.post("/start")
def begin() -> ResponseReturnValue:
    """Forget all answers and go to the first question."""
    session["answers"] = {}
    return redirect(url_for("ask", name=NAMES[0]), 303)


@app.route("/questions/<name>", methods=["GET", "POST"])
def ask(name: str) -> ResponseReturnValue:
    """Ask one question; with an answer, save it and go on."""
    if "answers" not in session or name not in QUESTIONS:
        return redirect(url_for("start"), 303)
    question, place = QUESTIONS[name], NAMES.index(name)
    form = form_of(question)
    if form.validate_on_submit():
        session["answers"] = {**session["answers"], name: form.answer.data}
        after = NAMES[place + 1] if place + 1 < len(NAMES) else None
        return redirect(url_for("ask", name=after) if after else url_for("check"), 303)
    back = url_for("ask", name=NAMES[place - 1]) if place else url_for("start")
    return render_template(
        "question.html", question=question, form=form, number=place + 1, of=len(NAMES), back=back
    )


@app.get("/check-answers")
def check() -> ResponseReturnValue:
    """Show every answer with a way to change it."""
    if name := open_question():
        return redirect(url_for("ask", name=name), 303)
    rows = [
        (question, option["text"])
        for question in CONTENT["questions"]
        for option in question["options"]
        if option["code"] == session["answers"][question["name"]]
    ]
    return render_template("check.html", rows=rows)


@app.get("/result")
def result() -> ResponseReturnValue:
    """Add the points up and say what they mean."""
    if name := open_question():
        return redirect(url_for("ask", name=name), 303)
    points = sum(
        option["points"]
        for question in CONTENT["questions"]
        for option in question["options"]
        if option["code"] == session["answers"][question["name"]]
    )
    text = [found["text"] for found in CONTENT["results"] if points >= found["from"]][-1]
    return render_template("result.html", points=points, text=text)
