package dev.plumb.source;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.BlockLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes stretches of layers that are alike as uses of one block, in a row as a repetition: as often as that makes the source shorter. The layers are the same ones with
 * the same weights by other paths; if anything else came out, the model would stay as it is.
 */
final class BlockFinder {
    private static final int MOST_ATTRIBUTES = 4;

    /** Lines of a layer: its annotation, its method and an empty one. */
    private static final int LINES_OF_LAYER = 3;

    /** Lines that the file of a block has whatever is in it. */
    private static final int LINES_OF_BLOCK = 18;

    private static final List<String[]> AXES =
            List.of(new String[] {"d"}, new String[] {"time", "c"}, new String[] {"h", "w", "c"}, new String[] {
                "depth", "h", "w", "c"
            });

    private static final List<TensorKind> KINDS =
            List.of(TensorKind.VEC, TensorKind.SEQ, TensorKind.IMAGE, TensorKind.VOLUME);

    private final String packageName;
    private final Predicate<String> taken;
    private final Draft original;
    private final List<FoundBlock> blocks = new ArrayList<>();

    /** For the path of a layer of a block what the layer was called. */
    private final Map<String, String> before = new LinkedHashMap<>();

    private Draft draft;

    private BlockFinder(Draft draft, String packageName, Predicate<String> taken) {
        this.packageName = packageName;
        this.taken = taken;
        this.original = draft;
        this.draft = draft;
    }

    /**
     * What was found.
     *
     * @param draft the model with uses of blocks
     * @param before the names of the layers inside of them before, by their paths
     */
    record Found(Draft draft, List<FoundBlock> blocks, Map<String, String> before) {}

    /**
     * Looks for blocks.
     *
     * @param packageName of the annotations
     * @param taken whether there is a type of that name already
     */
    static Found in(Draft draft, String packageName, Predicate<String> taken) {
        BlockFinder finder = new BlockFinder(draft, packageName, taken);
        while (finder.replaceBest()) {
            // what is left may have others
        }
        return finder.blocks.isEmpty() || !finder.isSame()
                ? new Found(draft, List.of(), Map.of())
                : new Found(finder.draft, finder.blocks, finder.before);
    }

    private boolean replaceBest() {
        Verdict verdict = GraphChecker.check(draft);
        Optional<Graph> graph = verdict.graph();
        if (graph.isEmpty()) {
            return false;
        }
        Set<String> warned = new HashSet<>();
        verdict.warnings().forEach(warning -> warned.add(warning.place().layer()));
        Stretches stretches = new Stretches(draft, graph.get(), warned);
        Optional<Candidate> best = Optional.empty();
        for (Stretches.Alike alike : stretches.all()) {
            Candidate candidate = new Candidate(alike, stretches);
            if (candidate.saved() > 0
                    && best.filter(other -> !candidate.isBetterThan(other)).isEmpty()) {
                best = Optional.of(candidate);
            }
        }
        best.ifPresent(this::replace);
        return best.isPresent();
    }

    /** Stretches that may become uses of a block. */
    private final class Candidate {
        private final Stretches.Alike alike;
        private final List<List<Draft.Step>> stretches = new ArrayList<>();
        private final List<String> names;
        private final BlockAttributes attributes;

        /** The stretches that follow each other with the same values, by their numbers. */
        private final List<List<Integer>> runs = new ArrayList<>();

        Candidate(Stretches.Alike alike, Stretches all) {
            this.alike = alike;
            alike.starts().forEach(start -> stretches.add(draft.steps().subList(start, start + alike.length())));
            this.names = BlockNames.inside(names(0));
            this.attributes = new BlockAttributes(stretches, names);
            for (int i = 0; i < stretches.size(); i++) {
                boolean follows = i > 0
                        && attributes.of(i).equals(attributes.of(i - 1))
                        && all.isFollowed(
                                alike.starts().get(i - 1),
                                alike.length(),
                                alike.starts().get(i));
                if (!follows) {
                    runs.add(new ArrayList<>());
                }
                runs.get(runs.size() - 1).add(i);
            }
        }

        List<String> names(int stretch) {
            return stretches.get(stretch).stream().map(Draft.Step::name).toList();
        }

        /** What saves as much is better where the names of its layers have more in common: then it is what somebody meant. */
        boolean isBetterThan(Candidate other) {
            return saved() > other.saved() || (saved() == other.saved() && common() > other.common());
        }

        private int common() {
            int common = 0;
            for (int i = 0; i < stretches.size(); i++) {
                common += BlockNames.common(names(i)).length();
            }
            return common;
        }

        /** How many lines fewer there are, by estimate. */
        int saved() {
            if (attributes.count() > MOST_ATTRIBUTES) {
                return 0;
            }
            int body = LINES_OF_LAYER * alike.length();
            long repeated = runs.stream().filter(run -> run.size() > 1).count();
            return body * stretches.size()
                    - LINES_OF_LAYER * runs.size()
                    - (int) repeated
                    - LINES_OF_BLOCK
                    - 2 * attributes.count()
                    - body;
        }
    }

    private void replace(Candidate candidate) {
        List<Draft.Step> first = candidate.stretches.get(0);
        String type = BlockNames.type(
                candidate.names(0),
                original.name(),
                first.get(0).layer().orElseThrow().layerName(),
                name -> taken.test(name)
                        || blocks.stream().anyMatch(block -> block.name().equals(name)));
        Draft wiring = wiring(type, candidate);
        BlockDefinition block = new BlockDefinition(
                packageName.isEmpty() ? type : packageName + "." + type, candidate.attributes.declared(), wiring);
        Optional<Draft> line = StraightLine.of(wiring);
        blocks.add(new FoundBlock(
                block, original.name(), candidate.stretches.size(), line.orElse(wiring), line.isPresent()));
        Set<String> names = new HashSet<>();
        draft.inputs().forEach(input -> names.add(input.name()));
        draft.steps().forEach(step -> names.add(step.name()));
        candidate.stretches.forEach(stretch -> stretch.forEach(step -> names.remove(step.name())));
        Map<String, Draft.Step> uses = new HashMap<>();
        Map<String, String> renamed = new HashMap<>();
        for (List<Integer> run : candidate.runs) {
            String use = BlockNames.use(candidate.names(run.get(0)), type, names);
            names.add(use);
            List<Draft.Step> begin = candidate.stretches.get(run.get(0));
            List<Draft.Step> end = candidate.stretches.get(run.get(run.size() - 1));
            BlockLayer each = block.with(candidate.attributes.of(run.get(0)));
            LayerSpec layer = run.size() > 1 ? Repetition.of(run.size(), each) : each;
            Draft.Step last = end.get(end.size() - 1);
            uses.put(
                    begin.get(0).name(),
                    new Draft.Step(
                            use,
                            Optional.of(layer),
                            List.of(begin.get(0).sources().get(0)),
                            last.declared(),
                            Draft.Terms.NONE));
            renamed.put(last.name(), use);
            for (int i = 0; i < run.size(); i++) {
                String path = use + (run.size() > 1 ? "/" + i : "") + "/";
                List<String> old = candidate.names(run.get(i));
                for (int place = 0; place < old.size(); place++) {
                    before.put(path + candidate.names.get(place), old.get(place));
                }
            }
        }
        Set<String> gone = new HashSet<>();
        candidate.stretches.forEach(stretch -> stretch.forEach(step -> gone.add(step.name())));
        List<Draft.Step> steps = new ArrayList<>();
        for (Draft.Step step : draft.steps()) {
            Draft.Step use = uses.get(step.name());
            if (use != null || !gone.contains(step.name())) {
                steps.add(rewired(use == null ? step : use, renamed));
            }
        }
        draft = draft.withSteps(steps);
    }

    private static Draft.Step rewired(Draft.Step step, Map<String, String> renamed) {
        return step.withSources(step.sources().stream()
                .map(source -> renamed.containsKey(source.wire().source())
                        ? new Draft.Source(
                                new TensorName(
                                        Objects.requireNonNull(
                                                renamed.get(source.wire().source())),
                                        source.wire().output()),
                                source.declared())
                        : source)
                .toList());
    }

    private Draft wiring(String type, Candidate candidate) {
        List<Draft.Step> first = candidate.stretches.get(0);
        TensorName taken = first.get(0).sources().get(0).wire();
        TensorType given =
                GraphChecker.graph(draft).node(first.get(0).name()).inputTypes().get(0);
        Map<String, String> inside = new HashMap<>();
        for (int place = 0; place < first.size(); place++) {
            inside.put(first.get(place).name(), candidate.names.get(place));
        }
        TensorKind kind = KINDS.get(given.rank() - 1);
        List<Draft.Step> steps = new ArrayList<>();
        for (int place = 0; place < first.size(); place++) {
            Draft.Step step = first.get(place);
            List<Draft.Source> sources = step.sources().stream()
                    .map(source -> source.wire().equals(taken)
                            ? new Draft.Source(TensorName.of(BlockNames.INPUT), kind)
                            : new Draft.Source(
                                    TensorName.of(Objects.requireNonNull(
                                            inside.get(source.wire().source()))),
                                    source.declared()))
                    .toList();
            steps.add(new Draft.Step(
                    candidate.names.get(place),
                    Optional.of(candidate.attributes.layer(place)),
                    sources,
                    step.declared(),
                    step.terms().withBindings(candidate.attributes.bindings(place), "")));
        }
        return new Draft(
                type,
                List.of(new Draft.Input(
                        BlockNames.INPUT, TensorType.of(Shape.parse(AXES.get(given.rank() - 1)), given.dtype()), kind)),
                steps,
                List.of(new Draft.Output(candidate.names.get(first.size() - 1), Optional.empty(), List.of())));
    }

    /** Whether the model is the one that it was: the same layers, wired alike, by other names. */
    private boolean isSame() {
        Graph was = GraphChecker.graph(original);
        Optional<Graph> now = GraphChecker.decide(draft).graph();
        return now.isPresent()
                && now.get().nodes().size() == was.nodes().size()
                && now.get().parameters() == was.parameters()
                && now.get().nodes().stream().allMatch(node -> isSame(was, node))
                && now.get().outputs().stream()
                        .map(Graph.Output::type)
                        .toList()
                        .equals(was.outputs().stream().map(Graph.Output::type).toList());
    }

    private boolean isSame(Graph was, Node node) {
        Optional<Node> other = was.nodes().stream()
                .filter(old -> old.name().equals(before.getOrDefault(node.name(), node.name())))
                .findFirst();
        return other.isPresent()
                && other.get().outputTypes().equals(node.outputTypes())
                && other.get().trainable() == node.trainable()
                && values(other.get().spec()).equals(values(node.spec()))
                && other.get()
                        .inputs()
                        .equals(node.inputs().stream()
                                .map(wire -> new TensorName(
                                        before.getOrDefault(wire.source(), wire.source()), wire.output()))
                                .toList());
    }

    private static Map<String, Object> values(Attributed layer) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("", layer.definition().annotation());
        layer.attributes().forEach((name, value) -> values.put(name, Numbers.plain(value)));
        return values;
    }
}
