package dev.plumb.benchmarks;

import dev.plumb.benchmarks.measure.Breakdown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The numbers of all rounds, by workload and library; and why some have none. */
public final class Results {
    private final Map<Workload, Map<String, List<Double>>> values = new EnumMap<>(Workload.class);
    private final Map<Workload, Map<String, String>> reasons = new EnumMap<>(Workload.class);
    private final Map<Workload, Breakdown> breakdowns = new EnumMap<>(Workload.class);
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> unavailable = new LinkedHashMap<>();

    /** One round's number, in the unit of the workload. */
    public void measured(Workload workload, String peer, double value) {
        values.computeIfAbsent(workload, key -> new LinkedHashMap<>())
                .computeIfAbsent(peer, key -> new ArrayList<>())
                .add(value);
    }

    /** Where Plumb's time goes there. Of several rounds the one with the shortest kernels counts, which was disturbed least. */
    public void broken(Workload workload, Breakdown breakdown) {
        breakdowns.merge(workload, breakdown, (one, other) -> one.kernels() <= other.kernels() ? one : other);
    }

    /** Where Plumb's time goes in a step, if it was told. */
    public Optional<Breakdown> breakdown(Workload workload) {
        return Optional.ofNullable(breakdowns.get(workload));
    }

    public void missing(Workload workload, String peer, String reason) {
        reasons.computeIfAbsent(workload, key -> new LinkedHashMap<>()).put(peer, reason);
    }

    public void version(String peer, String text) {
        versions.put(peer, text);
    }

    /** A library of which nothing can be measured. */
    public void unavailable(String peer, String reason) {
        unavailable.put(peer, reason);
    }

    /** The libraries that were measured, with their versions, in their order. */
    public Map<String, String> versions() {
        return Collections.unmodifiableMap(versions);
    }

    /** The libraries that could not be, with the reasons. */
    public Map<String, String> unavailable() {
        return Collections.unmodifiableMap(unavailable);
    }

    /** The median of the rounds; of an even number of rounds the mean of the two in the middle. */
    public OptionalDouble median(Workload workload, String peer) {
        List<Double> sorted = sorted(workload, peer);
        int count = sorted.size();
        return count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2);
    }

    /** How far the rounds lie apart: the greatest less the least, as a share of the median. */
    public OptionalDouble spread(Workload workload, String peer) {
        List<Double> sorted = sorted(workload, peer);
        return sorted.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((sorted.get(sorted.size() - 1) - sorted.get(0))
                        / median(workload, peer).orElseThrow());
    }

    /** Why it has no number, where the library was asked for one. */
    public Optional<String> reason(Workload workload, String peer) {
        return Optional.ofNullable(reasons.getOrDefault(workload, Map.of()).get(peer));
    }

    /** The library other than this one with the least median. */
    public Optional<String> best(Workload workload, String except) {
        return values.getOrDefault(workload, Map.of()).keySet().stream()
                .filter(peer -> !peer.equals(except))
                .min(Comparator.comparingDouble(peer -> median(workload, peer).orElseThrow()));
    }

    /** How many times the median of the best other library is that of this one: above one, this one is ahead. */
    public OptionalDouble ratio(Workload workload, String peer) {
        OptionalDouble own = median(workload, peer);
        Optional<String> best = best(workload, peer);
        return own.isPresent() && best.isPresent()
                ? OptionalDouble.of(median(workload, best.get()).orElseThrow() / own.getAsDouble())
                : OptionalDouble.empty();
    }

    private List<Double> sorted(Workload workload, String peer) {
        return values.getOrDefault(workload, Map.of()).getOrDefault(peer, List.of()).stream()
                .sorted()
                .toList();
    }
}
