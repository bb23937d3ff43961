package dev.plumb.processor.check;

import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.read.Token;

/**
 * A problem and the token to blame.
 *
 * @param home what is in front of whoever reads the problem: the type of the model or block whose source has the token; or, where the token is
 *     inherited, the override that the problem goes back to
 */
public record LocatedProblem(Problem problem, Token token, Token home) {}
