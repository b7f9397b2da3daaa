"""Elements of BPMN's XML, with texts that any reader takes."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from procflow.drawing.text import plain

_SPACES = {
    "xmlns": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def definitions(**attributes: str) -> Element:
    """The root of a file."""
    return Element("definitions", {**_SPACES, **{name: clean(value) for name, value in attributes.items()}})


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new element at the end of another; an attribute without a text is left out."""
    given = {name: clean(value) for name, value in attributes.items() if value}
    made = SubElement(parent, tag, given)
    if text:
        made.text = clean(text)
    return made


def expression(parent: Element, tag: str, text: str) -> None:
    """An expression that is worked out over the data of a case."""
    add(parent, tag, text, **{"xsi:type": "tFormalExpression"})


def clean(text: str) -> str:
    """The text as it can be drawn, its lines kept."""
    return "\n".join(plain(line) for line in text.split("\n"))


def to_bytes(root: Element) -> bytes:
    """The file, one element a line."""
    indent(root)
    written: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
