"""Processes compiled for running: the step relation as machines, and as graphs for the checker."""

from procflow.program.main_graph import MAIN
from procflow.program.program import Program, compile_program
from procflow.program.reach import Ways, leading_to, reached, returning, ways_between, window
from procflow.program.relation import Edge, EdgeKind, Graph, NoEdge

__all__ = [
    "MAIN",
    "Edge",
    "EdgeKind",
    "Graph",
    "NoEdge",
    "Program",
    "Ways",
    "compile_program",
    "leading_to",
    "reached",
    "returning",
    "ways_between",
    "window",
]
