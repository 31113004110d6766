"""What tokten-render registers with tokten_core: a renderer for each kind of file."""

from __future__ import annotations

from collections.abc import Sequence

from tokten_core.hookspecs import hookimpl
from tokten_core.ports import Renderer
from tokten_render.docx import Docx
from tokten_render.html import Html
from tokten_render.markdown import Markdown
from tokten_render.pdf import Pdf
from tokten_render.pictures import Png, Svg
from tokten_render.plain import Json
from tokten_render.xlsx import Xlsx

__all__ = ["tokten_renderers"]


@hookimpl
def tokten_renderers() -> Sequence[Renderer]:
    """Give the renderers for xlsx, docx, pdf, html, md and json, and for the charts alone as svg and png."""
    return [Xlsx(), Docx(), Pdf(), Html(), Markdown(), Json(), Svg(), Png()]
