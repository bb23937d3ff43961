package dev.plumb.processor.check;

import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.read.Token;

/** A problem and the token to blame. */
public record LocatedProblem(Problem problem, Token token) {}
