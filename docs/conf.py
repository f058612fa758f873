"""Configuration of the documentation."""

import importlib.metadata

project = "relabel"
copyright = "2026, the relabel maintainers"
release = importlib.metadata.version("relabel-relationships")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"relabel {release}"
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
nitpicky = False


def setup(app: object) -> None:
    """Name the languages of code blocks that the highlighter does not know."""
    from pygments.lexers.data import JsonLexer
    from pygments.lexers.special import TextLexer

    app.add_lexer("csv", TextLexer)
    app.add_lexer("jsonl", JsonLexer)
