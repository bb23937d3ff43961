package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * No layer takes from itself, by whatever way. One problem for each group of layers that reach each other, with a shortest cycle.
 *
 * @param members all layers of such groups
 */
record CycleCheck(List<Problem> problems, Set<String> members) {

    static CycleCheck of(Draft draft) {
        Map<String, List<String>> wiring = GraphChecker.wiring(draft, Map.of());
        Set<String> acyclic = withoutCycles(wiring);
        List<Problem> problems = new ArrayList<>();
        Set<String> members = new HashSet<>();
        Set<String> ambiguous = ambiguous(draft);
        for (Draft.Step step : draft.steps()) {
            if (acyclic.contains(step.name()) || members.contains(step.name())) {
                continue;
            }
            Optional<List<String>> path = shortestCycle(step.name(), wiring, acyclic);
            if (path.isEmpty()) {
                continue; // takes from a cycle, but is not on one
            }
            members.addAll(group(step.name(), wiring));
            if (path.get().stream().noneMatch(ambiguous::contains)) {
                problems.add(problem(draft, step, path.get()));
            }
        }
        return new CycleCheck(problems, members);
    }

    /** Names of several layers or inputs, which is said already: where a wire to them leads is not known. */
    private static Set<String> ambiguous(Draft draft) {
        Set<String> seen = new HashSet<>();
        Set<String> several = new HashSet<>();
        for (Draft.Input input : draft.inputs()) {
            if (!seen.add(input.name())) {
                several.add(input.name());
            }
        }
        for (Draft.Step step : draft.steps()) {
            if (!seen.add(step.name())) {
                several.add(step.name());
            }
        }
        return several;
    }

    private static Problem problem(Draft draft, Draft.Step step, List<String> path) {
        String before = path.get(path.size() - 2);
        int closing = 0;
        while (!source(step, closing).equals(before)) {
            closing++;
        }
        return Problem.of(
                ProblemId.CYCLE,
                new Place.Source(step.name(), closing),
                ProblemId.CYCLE.headline("'" + draft.name() + "'", String.join(" -> ", path)));
    }

    private static String source(Draft.Step step, int index) {
        return step.sources().get(index).wire().source();
    }

    /** Everything that cannot be on a cycle: repeatedly, what takes only from such (Kahn's algorithm). */
    private static Set<String> withoutCycles(Map<String, List<String>> wiring) {
        Map<String, Integer> waiting = new HashMap<>();
        Map<String, List<String>> takers = Reach.takers(wiring);
        Deque<String> ready = new ArrayDeque<>();
        for (Map.Entry<String, List<String>> wires : wiring.entrySet()) {
            int layers = 0;
            for (String source : wires.getValue()) {
                layers += wiring.containsKey(source) ? 1 : 0;
            }
            waiting.put(wires.getKey(), layers);
            if (layers == 0) {
                ready.add(wires.getKey());
            }
        }
        Set<String> done = new HashSet<>();
        while (!ready.isEmpty()) {
            String name = ready.remove();
            done.add(name);
            for (String consumer : takers.getOrDefault(name, List.of())) {
                if (waiting.merge(consumer, -1, Integer::sum) == 0) {
                    ready.add(consumer);
                }
            }
        }
        return done;
    }

    /** The shortest way from a layer back to itself, in the direction of the data. */
    private static Optional<List<String>> shortestCycle(
            String start, Map<String, List<String>> wiring, Set<String> acyclic) {
        Map<String, String> consumerOf = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            String name = queue.remove();
            for (String source : wiring.getOrDefault(name, List.of())) {
                if (source.equals(start)) {
                    List<String> path = new ArrayList<>(List.of(start));
                    for (String at = name; !at.equals(start); at = consumerOf.get(at)) {
                        path.add(at);
                    }
                    path.add(start);
                    return Optional.of(path);
                }
                if (!acyclic.contains(source) && !consumerOf.containsKey(source)) {
                    consumerOf.put(source, name);
                    queue.add(source);
                }
            }
        }
        return Optional.empty();
    }

    /** The layers that the start reaches and that reach it. */
    private static Set<String> group(String start, Map<String, List<String>> wiring) {
        Set<String> upstream = Reach.from(List.of(start), wiring);
        upstream.retainAll(Reach.from(List.of(start), Reach.takers(wiring)));
        return upstream;
    }
}
