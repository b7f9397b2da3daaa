"""BPMN 2.0 XML with lanes and coordinates: what modelling tools open and engines load."""

from procflow.drawing.formats.bpmn.gateways import with_gateways
from procflow.drawing.formats.bpmn.sizes import bpmn_picture
from procflow.drawing.formats.bpmn.write import write_bpmn

__all__ = ["bpmn_picture", "with_gateways", "write_bpmn"]
