package dev.plumb.processor.check;

import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.read.Token;

/**
 * A problem and the token to blame.
 *
 * @param home the type that is in front of whoever reads the problem: that of the model or block whose source has the token
 */
public record LocatedProblem(Problem problem, Token token, Token home) {}
