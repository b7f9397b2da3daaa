"""A whole BPMN file."""

from procflow.drawing.formats.bpmn.diagram import write_diagrams
from procflow.drawing.formats.bpmn.elements import write_process
from procflow.drawing.formats.bpmn.gateways import with_gateways
from procflow.drawing.formats.bpmn.model import Model
from procflow.drawing.formats.bpmn.xml import add, definitions, to_bytes
from procflow.drawing.picture import Picture


def write_bpmn(picture: Picture) -> bytes:
    """The BPMN 2.0 file of a picture, its expressions in Python.

    Raises ``ValueError`` for a picture whose drawing has not gone through :func:`with_gateways`.
    """
    drawing = picture.drawing
    if with_gateways(drawing) != drawing:
        raise ValueError("a picture for BPMN is laid out from with_gateways(drawing)")
    model = Model(drawing)
    root = definitions(
        id="Definitions",
        name=drawing.title,
        targetNamespace=f"urn:procflow:{model.process}",
        expressionLanguage="https://docs.python.org/3/reference/expressions.html",
        exporter="procflow",
    )
    pool = add(root, "collaboration", id="Collaboration")
    add(pool, "participant", id="Pool", name=drawing.title, processRef=model.process)
    write_process(root, model)
    write_diagrams(root, model, picture.layout, picture.sized.plan.direction)
    return to_bytes(root)
