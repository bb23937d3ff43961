package dev.plumb.graph.check;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Decides whether a draft is a model: names, cycles, connectivity, then types in topological order, then training facts. All problems
 * are found, each is reported once, and none that only follows from another.
 */
public final class GraphChecker {
    private GraphChecker() {}

    /**
     * The graph of this draft, or all of its problems, with a fix where one was found that passes these same rules. A draft with a step
     * without a layer has no graph, and that is no new problem. A graph comes with its warnings.
     */
    public static Verdict check(Draft draft) {
        Verdict verdict = decide(draft);
        return verdict.graph()
                .map(graph -> verdict.withWarnings(Lint.warnings(draft, graph)))
                .orElse(verdict);
    }

    /** As {@link #check}, without looking for warnings: for those who only want the graph. */
    public static Verdict decide(Draft draft) {
        Findings findings = analyse(draft);
        if (findings.problems().isEmpty()) {
            return new Verdict(
                    isComplete(draft) ? Optional.of(graph(draft, findings.types())) : Optional.empty(),
                    List.of(),
                    List.of(),
                    findings.types().firstOutputs());
        }
        List<Problem> problems = FixSearch.addFixes(draft, findings);
        return new Verdict(
                Optional.empty(), problems, List.of(), findings.types().firstOutputs());
    }

    static boolean isComplete(Draft draft) {
        for (Draft.Step step : draft.steps()) {
            if (step.layer().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The graph of a draft that should be one: problems come without fixes, since it is not the draft that is to be mended.
     *
     * @throws GraphException with all problems, if there are any
     */
    public static Graph graph(Draft draft) {
        Findings findings = analyse(draft);
        if (!findings.problems().isEmpty()) {
            throw new GraphException(draft.name(), findings.problems());
        }
        return graph(draft, findings.types());
    }

    /**
     * The graph with numbers for its symbolic sizes, checked by the same rules as ever: what could not be decided before is decided here.
     *
     * @throws GraphException if the sizes do not fit
     */
    public static Graph bind(Graph graph, Map<String, Long> sizes) {
        return fed(graph, input -> input.type().shape().bind(sizes));
    }

    /**
     * The graph with inputs of other shapes, checked by the same rules as ever.
     *
     * @param shapes what each input becomes
     * @throws GraphException if they do not fit
     */
    public static Graph fed(Graph graph, Function<Draft.Input, Shape> shapes) {
        List<Draft.Input> inputs = graph.draft().inputs().stream()
                .map(input ->
                        new Draft.Input(input.name(), input.type().withShape(shapes.apply(input)), input.declared()))
                .toList();
        return DeclaredWeights.asIn(graph, graph(graph.draft().withInputs(inputs)));
    }

    /**
     * The same graph, if it keeps to the budget that its model states: where layers in code have declared their weights, more is known than before.
     *
     * @throws GraphException if it does not
     */
    public static Graph withinBudget(Graph graph) {
        List<Problem> problems = graph.draft()
                .budget()
                .map(budget -> BudgetCheck.problems(graph.draft(), budget, Optional.of(graph)))
                .orElse(List.of());
        if (!problems.isEmpty()) {
            throw new GraphException(graph.name(), problems);
        }
        return graph;
    }

    /**
     * What a model is as a part of another one, which has given its inputs their types. What is wrong with its names and wires is said where it is
     * declared, once.
     */
    public static Composite.Expansion expand(Draft draft, List<Assumption> assumptions) {
        return Structure.of(draft).problems().isEmpty()
                ? expandChecked(draft, assumptions)
                : new Composite.Faulty(List.of());
    }

    /** As {@link #expand}, where names and wires are known to be right. */
    public static Composite.Expansion expandChecked(Draft draft, List<Assumption> assumptions) {
        if (!isComplete(draft)) {
            return new Composite.Faulty(List.of());
        }
        TypeCheck types = given(draft);
        return types.problems().isEmpty()
                ? new Composite.Expanded(graph(draft, types), assumptions)
                : new Composite.Faulty(types.problems());
    }

    /** The types inside of a composite whose names and wires are right. */
    static TypeCheck given(Draft draft) {
        return TypeCheck.ofGiven(draft, order(draft, Set.of()));
    }

    /** What is wrong with names and wires, whatever flows through them. */
    public static List<Problem> structure(Draft draft) {
        return Structure.of(draft).problems();
    }

    /** What is wrong with names and wires, and what was found on the way. */
    private record Structure(List<Problem> problems, NameCheck names, CycleCheck cycles) {
        static Structure of(Draft draft) {
            NameCheck names = NameCheck.of(draft);
            CycleCheck cycles = CycleCheck.of(draft);
            List<Problem> problems = new ArrayList<>(names.problems());
            problems.addAll(cycles.problems());
            problems.addAll(ConnectivityCheck.problems(draft, names, cycles.members()));
            return new Structure(problems, names, cycles);
        }
    }

    /**
     * Checks other losses and metrics than those that a graph states, by the same rules.
     *
     * @param outputs as they are to be trained, by the names of the graph's
     * @throws GraphException if a loss or metric does not fit its output
     */
    public static void requireTrainable(Graph graph, List<Draft.Output> outputs) {
        List<Problem> problems = TrainingCheck.problems(graph, outputs);
        if (!problems.isEmpty()) {
            throw new GraphException(graph.name(), problems);
        }
    }

    /** What the checks found, before fixes are looked for. */
    record Findings(List<Problem> problems, TypeCheck types) {}

    static Findings analyse(Draft draft) {
        Structure structure = Structure.of(draft);
        List<Problem> problems = new ArrayList<>(structure.problems());
        TypeCheck types = TypeCheck.of(
                draft,
                order(draft, structure.cycles().members()),
                structure.names().unresolved());
        problems.addAll(types.problems());
        problems.addAll(FedCheck.outputs(draft, types));
        problems.addAll(TrainingCheck.problems(draft, types));
        boolean measurable = problems.isEmpty() && isComplete(draft);
        draft.budget()
                .ifPresent(budget -> problems.addAll(BudgetCheck.problems(
                        draft, budget, measurable ? Optional.of(graph(draft, types)) : Optional.empty())));
        return new Findings(List.copyOf(problems), types);
    }

    /**
     * The steps so that each comes after the ones it takes from, without members of cycles. The walk goes from the outputs by name
     * through the wires in their order, so the result does not depend on the order of declaration; what no output needs comes last.
     */
    private static List<Draft.Step> order(Draft draft, Set<String> cyclic) {
        Map<String, Draft.Step> steps = draft.stepsByName();
        Set<String> done = new LinkedHashSet<>();
        Set<String> outputs = new TreeSet<>();
        for (Draft.Output output : draft.outputs()) {
            outputs.add(output.tensor().source());
        }
        for (String name : outputs) {
            visit(name, steps, cyclic, done);
        }
        for (String name : new TreeSet<>(steps.keySet())) {
            visit(name, steps, cyclic, done);
        }
        List<Draft.Step> order = new ArrayList<>();
        for (String name : done) {
            Draft.Step step = steps.get(name);
            if (step != null) {
                order.add(step);
            }
        }
        return List.copyOf(order);
    }

    /** Depth first, with a stack of its own: models may be thousands of layers deep. */
    private static void visit(String root, Map<String, Draft.Step> steps, Set<String> cyclic, Set<String> done) {
        List<String> stack = new ArrayList<>(List.of(root));
        while (!stack.isEmpty()) {
            String name = stack.get(stack.size() - 1);
            Draft.Step step = steps.get(name);
            if (step == null || done.contains(name) || cyclic.contains(name)) {
                stack.remove(stack.size() - 1);
                continue;
            }
            String next = null;
            for (Draft.Source wire : step.sources()) {
                String source = wire.wire().source();
                if (next == null && steps.containsKey(source) && !done.contains(source) && !cyclic.contains(source)) {
                    next = source;
                }
            }
            if (next != null) {
                stack.add(next);
            } else {
                done.add(name);
                stack.remove(stack.size() - 1);
            }
        }
    }

    static Graph graph(Draft draft, TypeCheck types) {
        List<Graph.Input> inputs = new ArrayList<>();
        for (Draft.Input input : draft.inputs()) {
            inputs.add(new Graph.Input(input.name(), input.type()));
        }
        Flattening flat = new Flattening(types);
        for (Draft.Step step : types.order()) {
            flat.add(step);
        }
        List<Graph.Output> outputs = new ArrayList<>();
        for (Draft.Output output : draft.outputs()) {
            outputs.add(new Graph.Output(
                    output.name(),
                    flat.tensor(output.tensor()),
                    types.known(output.tensor()),
                    output.loss(),
                    output.metrics()));
        }
        return new Graph(draft, inputs, flat.nodes(), outputs, flat.scopes(), flat.recomputed());
    }

    /** Wires as a map from each layer to the layers and inputs it takes from, guesses for unknown names included. */
    static Map<String, List<String>> wiring(Draft draft, Map<String, String> repaired) {
        Map<String, List<String>> wiring = new LinkedHashMap<>();
        for (Draft.Step step : draft.steps()) {
            List<String> sources = new ArrayList<>();
            for (Draft.Source source : step.sources()) {
                String name = source.wire().source();
                sources.add(repaired.getOrDefault(name, name));
            }
            wiring.putIfAbsent(step.name(), List.copyOf(sources));
        }
        return wiring;
    }
}
