"""Tools for authors and for the clinical safety officer. The web never imports them."""
