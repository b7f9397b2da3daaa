"""Processes compiled for running: the step relation as machines, and as graphs for the checker and the
pictures."""

from procflow.program.program import MAIN, Program, compile_program
from procflow.program.relation import Edge, EdgeKind, Graph, NoEdge

__all__ = ["MAIN", "Edge", "EdgeKind", "Graph", "NoEdge", "Program", "compile_program"]
