package dev.plumb.processor.random;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A random model of {@link KerasSample}, and what both say about it.
 *
 * @param graph the graph, if Plumb accepts it
 * @param problems what is wrong with it for Plumb
 * @param keras what was recorded
 */
record KerasCase(Draft draft, Optional<Graph> graph, List<Problem> problems, Map<String, Object> keras) {

    /** All that were recorded. */
    static List<KerasCase> sample() throws IOException {
        List<KerasCase> sample = new ArrayList<>();
        try (InputStream file = KerasCase.class.getResourceAsStream("/keras/random_graphs.json")) {
            Map<String, Object> json = JSON.std.mapFrom(file);
            if (!"3.15.1".equals(json.get("keras"))) {
                throw new IllegalStateException("recorded from Keras " + json.get("keras"));
            }
            ((List<?>) json.get("cases")).forEach(recorded -> sample.add(of(map(recorded))));
        }
        return sample;
    }

    private static KerasCase of(Map<String, Object> recorded) {
        Draft draft = DraftTree.read(map(recorded.get("graph")));
        try {
            return new KerasCase(draft, Optional.of(GraphChecker.graph(draft)), List.of(), recorded);
        } catch (GraphException broken) {
            return new KerasCase(draft, Optional.empty(), broken.problems(), recorded);
        }
    }

    boolean isAcceptedByKeras() {
        return Boolean.TRUE.equals(keras.get("accepted"));
    }

    boolean isAcceptedByBoth() {
        return graph.isPresent() && isAcceptedByKeras();
    }

    boolean isRefusedByBoth() {
        return graph.isEmpty() && !isAcceptedByKeras();
    }

    /** The exception of Keras. */
    String refusal() {
        return String.valueOf(keras.get("refusal"));
    }

    /** The layer or input at which Keras refuses, "" if at none. */
    String refusedAt() {
        return String.valueOf(keras.get("at"));
    }

    /** A layer and all layers and inputs that it depends on. */
    Set<String> before(String layer) {
        Set<String> before = new LinkedHashSet<>(Set.of(layer));
        List<String> open = new ArrayList<>(List.of(layer));
        while (!open.isEmpty()) {
            Draft.Step step = draft.stepsByName().get(open.remove(0));
            if (step != null) {
                step.sources().stream()
                        .map(Draft.Source::wire)
                        .map(TensorName::source)
                        .filter(before::add)
                        .forEach(open::add);
            }
        }
        return before;
    }

    static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, item) -> map.put(key.toString(), item));
        return map;
    }

    @Override
    public String toString() {
        return String.valueOf(keras.get("graph"));
    }
}
