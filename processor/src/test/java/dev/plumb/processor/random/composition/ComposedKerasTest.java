package dev.plumb.processor.random.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Problem;
import dev.plumb.processor.random.Compiled;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is said of models made of parts is what Keras says, and what they compute is what Keras computes with the same weights. */
final class ComposedKerasTest {
    private static final long BATCH = 2;
    private static final double TOLERANCE = 1e-5;

    /** So many with extracted parts are compiled in each build; {@code -Dcomposed=10000} compiles all. */
    private static final int COMPILED = Integer.getInteger("composed", 30);

    private static final Map<Program, Map<?, ?>> RECORDED = new LinkedHashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = ComposedKerasTest.class.getResourceAsStream("/keras/composed_models.json")) {
            Map<String, Object> json = JSON.std.mapFrom(file);
            assertEquals("3.15.1", json.get("keras"));
            List<?> cases = (List<?>) Objects.requireNonNull(json.get("cases"));
            List<Program> programs = ComposedSample.programs();
            assertEquals(programs.size(), cases.size(), "to be recorded anew: runtime/src/test/fixtures/README.md");
            for (int i = 0; i < cases.size(); i++) {
                Map<?, ?> recorded = (Map<?, ?>) cases.get(i);
                Program program = programs.get(i);
                Object tree = JSON.std.anyFrom(JSON.std.asString(ProgramTree.of(program)));
                assertEquals(tree, recorded.get("program"), "to be recorded anew: runtime/src/test/fixtures/README.md");
                RECORDED.put(program, recorded);
            }
        }
    }

    @Test
    void kerasSaysTheSame() {
        Map<String, String> differences = new LinkedHashMap<>();
        Map<String, Integer> excused = new TreeMap<>();
        int accepted = 0;
        int refused = 0;
        for (Map.Entry<Program, Map<?, ?>> one : RECORDED.entrySet()) {
            ByHand.Result byHand = ByHand.of(one.getKey());
            Map<?, ?> keras = one.getValue();
            // what Keras finds out only when it runs is a refusal, too
            boolean acceptedByKeras = Boolean.TRUE.equals(keras.get("accepted")) && !keras.containsKey("fails");
            String difference = "";
            if (byHand.isSound() && acceptedByKeras) {
                difference = sizes(byHand.graph().orElseThrow(), keras);
                accepted++;
            } else if (byHand.isSound()) {
                difference = "Keras refuses: " + keras.get("refusal") + keras.get("fails");
            } else if (acceptedByKeras) {
                Set<String> ids = about(one.getKey(), byHand);
                if (!ids.isEmpty() && STRICTER.keySet().containsAll(ids)) {
                    ids.forEach(id -> excused.merge(id, 1, Integer::sum));
                } else {
                    difference = "Keras accepts: " + byHand;
                }
            } else {
                refused++;
            }
            if (!difference.isEmpty()) {
                differences.put(one.getKey().mistake() + "\n" + ProgramSource.of(one.getKey()), difference);
            }
        }
        assertEquals(Map.of(), differences);
        assertEquals(STRICTER.keySet(), excused.keySet(), "excuses that nothing needs");
        assertTrue(accepted > 300 && refused > 50, accepted + " accepted, " + refused + " refused by both");
    }

    /** What is wrong for Plumb. */
    private static Set<String> about(Program program, ByHand.Result byHand) {
        if (program.declarations().stream().anyMatch(one -> isFaultyAlone(program, one))) {
            return Set.of("in a block that nothing uses");
        }
        Set<String> about = new TreeSet<>();
        if (program.mistake().equals(Mistake.ITSELF.name()) && byHand.problems().isEmpty()) {
            about.add("recursion");
        }
        for (Problem problem : byHand.problems()) {
            boolean distributed = problem.text().contains("different-weights] TimeDistributed");
            about.add(problem.id().id() + (distributed ? " TimeDistributed" : ""));
        }
        return about;
    }

    /** Whether it is a block that nothing uses, and without it the program is right. */
    private static boolean isFaultyAlone(Program program, Program.Declaration block) {
        List<Program.Declaration> others = new ArrayList<>(program.declarations());
        others.remove(block);
        return block.kind() == Program.Kind.BLOCK
                && ByHand.of(new Program(program.name(), others, program.mistake()))
                        .isSound();
    }

    /** Where the language is stricter on purpose. */
    private static final Map<String, String> STRICTER = Map.of(
            "dead-layer", "Keras leaves it out of the model without a word",
            "dtype-mismatch", "Keras casts floats to integers where it looks up words",
            "disconnected-input", "Keras lets it be fed and ignores it",
            "recursion",
                    "the step in which a block uses itself is left out by its condition, and Keras never comes there",
            "in a block that nothing uses", "Keras never sees it: it knows no blocks",
            "different-weights TimeDistributed",
                    "in a part that nothing uses: Keras looks at the weights when it runs");

    private static String sizes(Graph graph, Map<?, ?> keras) {
        List<String> shapes = graph.outputs().stream()
                .map(output -> output.type().shape().dims().toString())
                .toList();
        List<String> kerasShapes = ((List<?>) Objects.requireNonNull(keras.get("shapes")))
                .stream().map(Object::toString).toList();
        long parameters = ((Number) Objects.requireNonNull(keras.get("parameters"))).longValue();
        boolean same = parameters == graph.parameters()
                || (parameters < graph.parameters() && parameters >= neededParameters(graph));
        return shapes.equals(kerasShapes) && same
                ? ""
                : shapes + " and " + graph.parameters() + " parameters, for Keras " + kerasShapes + " and "
                        + parameters;
    }

    /**
     * Those of the layers that an output needs. Of a block with several outputs one may be taken alone: what only the others need are weights of
     * the block, but Keras, which knows no blocks, has them in no model.
     */
    private static long neededParameters(Graph graph) {
        Set<String> needed = new TreeSet<>();
        List<String> open = new ArrayList<>();
        graph.outputs().forEach(output -> open.add(output.wire().source()));
        while (!open.isEmpty()) {
            String name = open.remove(0);
            graph.nodes().stream()
                    .filter(node -> node.name().equals(name) && needed.add(node.isShared() ? node.sharing() : name))
                    .forEach(node -> node.inputs().forEach(input -> open.add(input.source())));
        }
        return graph.nodes().stream()
                .filter(node -> needed.contains(node.name()))
                .mapToLong(Node::parameters)
                .sum();
    }

    @Test
    void kerasComputesTheSame() {
        Map<Program, Map<?, ?>> computed = computed();
        assertTrue(computed.size() >= 300, computed.size() + " with outputs");
        List<String> differences = new ArrayList<>();
        computed.forEach((program, outputs) -> {
            Graph graph = ByHand.of(program).graph().orElseThrow();
            differences.addAll(differences(program, outputs, prepared(Network.create(graph, 1)), Optional.empty()));
        });
        assertEquals(List.of(), differences);
    }

    @Test
    void generatedClassesAndTheirPartsComputeTheSame() throws ReflectiveOperationException {
        Map<Program, Map<?, ?>> extracting = new LinkedHashMap<>();
        computed().forEach((program, outputs) -> {
            if ((outputs.size() > 1 && extracting.size() < COMPILED) || COMPILED > RECORDED.size()) {
                extracting.put(program, outputs);
            }
        });
        Compiled compiled = RandomProgramsTest.compiled(extracting.keySet());
        List<String> differences = new ArrayList<>();
        int parts = 0;
        for (Map.Entry<Program, Map<?, ?>> one : extracting.entrySet()) {
            Class<?> type = compiled.loaded(ProgramSource.generatedClass(one.getKey()));
            Object model = type.getMethod("create", long.class).invoke(null, 1L);
            Network network = prepared((Network) type.getMethod("network").invoke(model));
            Optional<Network> taken = Optional.empty();
            if (one.getValue().containsKey("taken")) {
                parts++;
                Object part = type.getMethod("taken").invoke(model);
                taken = Optional.of(
                        (Network) part.getClass().getMethod("network").invoke(part));
            }
            differences.addAll(differences(one.getKey(), one.getValue(), network, taken));
        }
        assertEquals(List.of(), differences);
        assertTrue(parts >= 20, parts + " extracted parts");
    }

    private static Map<Program, Map<?, ?>> computed() {
        Map<Program, Map<?, ?>> computed = new LinkedHashMap<>();
        RECORDED.forEach((program, recorded) -> {
            if (recorded.get("computed") instanceof Map<?, ?> outputs
                    && ByHand.of(program).isSound()) {
                computed.put(program, outputs);
            }
        });
        return computed;
    }

    private static Network prepared(Network network) {
        network.weights().forEach((path, values) -> network.setWeight(path, Numbers.weight(path, values.shape())));
        return network;
    }

    private static List<String> differences(
            Program program, Map<?, ?> recorded, Network network, Optional<Network> part) {
        String difference = difference(network, recorded.get("outputs"))
                + part.map(taken -> difference(taken, recorded.get("taken"))).orElse("");
        return difference.isEmpty() ? List.of() : List.of(difference + "\n" + ProgramSource.of(program));
    }

    /** What differs between what a network computes and what is recorded, or "". */
    private static String difference(Network network, Object recorded) {
        List<INDArray> inputs = network.graph().inputs().stream()
                .map(input -> {
                    long[] sizes = input.type().shape().dims().stream()
                            .mapToLong(dim -> Long.parseLong(dim.toString()))
                            .toArray();
                    long[] shape = new long[sizes.length + 1];
                    shape[0] = BATCH;
                    System.arraycopy(sizes, 0, shape, 1, sizes.length);
                    return Numbers.input(input.name(), input.type().dtype(), shape);
                })
                .toList();
        List<INDArray> outputs = network.predict(inputs);
        List<?> expected = (List<?>) recorded;
        StringBuilder differences = new StringBuilder();
        for (int i = 0; i < expected.size(); i++) {
            Map<?, ?> tensor = (Map<?, ?>) expected.get(i);
            double[] values = numbers(tensor.get("values"));
            long[] shape = ((List<?>) Objects.requireNonNull(tensor.get("shape")))
                    .stream().mapToLong(size -> ((Number) size).longValue()).toArray();
            INDArray right = Nd4j.create(values, shape, 'c');
            double magnitude = Math.max(1, right.amaxNumber().doubleValue());
            double error = outputs.get(i)
                    .castTo(DataType.DOUBLE)
                    .sub(right)
                    .amaxNumber()
                    .doubleValue();
            if (!(error <= TOLERANCE * magnitude)) {
                differences.append("output " + i + " is off by " + error + " of " + magnitude + " ");
            }
        }
        return differences.toString();
    }

    private static double[] numbers(Object values) {
        return ((List<?>) Objects.requireNonNull(values))
                .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
    }
}
