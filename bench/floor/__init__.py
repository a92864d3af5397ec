"""A plain wizard of 20 questions, as anybody would write it: what the self-check is measured by.

Flask-WTF with its default widgets and tokens, Flask's own session, Jinja. Nothing here is tuned,
and nothing is slowed down.
"""
