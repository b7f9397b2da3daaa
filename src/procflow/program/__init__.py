"""Processes compiled for running: the step relation as machines, and as graphs for checks and pictures."""

from procflow.program.main_graph import MAIN
from procflow.program.program import Program, compile_program
from procflow.program.reach import reached, returning, window
from procflow.program.relation import Edge, EdgeKind, Graph, NoEdge

__all__ = [
    "MAIN",
    "Edge",
    "EdgeKind",
    "Graph",
    "NoEdge",
    "Program",
    "compile_program",
    "reached",
    "returning",
    "window",
]
