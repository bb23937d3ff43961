package dev.plumb.processor.random;

import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.build.GraphBuilder;

/** Models as calls of the functional API. */
final class FunctionalApi {
    private FunctionalApi() {}

    /**
     * The graph of a draft.
     *
     * @throws dev.plumb.graph.check.GraphException if it has problems
     */
    static Graph build(Draft draft) {
        GraphBuilder builder = GraphBuilder.named(draft.name());
        draft.inputs()
                .forEach(input -> builder.input(
                        input.name(), input.type().shape(), input.type().dtype()));
        draft.steps()
                .forEach(step -> builder.apply(
                        step.name(),
                        step.layer().orElseThrow(),
                        step.sources().stream().map(Draft.Source::wire).toArray(Wire[]::new)));
        for (Draft.Output output : draft.outputs()) {
            Wire wire = Wire.of(output.name());
            Metric[] metrics = output.metrics().toArray(Metric[]::new);
            output.loss()
                    .ifPresentOrElse(loss -> builder.output(wire, loss, metrics), () -> builder.output(wire, metrics));
        }
        return builder.build();
    }
}
