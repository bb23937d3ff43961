package dev.plumb.graph.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that was probably meant. */
public final class Similar {
    private static final int NAMES_SHOWN = 3;

    private static final int LAYERS_SHOWN = 12;

    /** What is shorter begins too many names. */
    private static final int SHORTEST_BEGINNING = 3;

    private Similar() {}

    /** The nearest candidate by edit distance, the first by the alphabet of several, if it is near enough to be a slip. */
    public static Optional<String> to(String name, Collection<String> candidates) {
        return all(name, candidates).stream().findFirst();
    }

    /** The nearest candidates, those that are equally near by the alphabet; before all others paths that end with the name; none if none is near enough to be a slip. */
    public static List<String> all(String name, Collection<String> candidates) {
        int least = Math.max(1, name.length() / 3);
        List<String> nearest = new ArrayList<>();
        for (String candidate : candidates) {
            boolean isInside = candidate.endsWith("/" + name);
            if (candidate.equals(name) || (!isInside && Math.abs(candidate.length() - name.length()) > least)) {
                continue; // it was not that, and a difference in length is a distance, too
            }
            int distance = isInside ? 0 : distance(name, candidate);
            if (distance < least) {
                nearest.clear();
            }
            if (distance <= least) {
                least = distance;
                nearest.add(candidate);
            }
        }
        Collections.sort(nearest);
        return nearest;
    }

    /** {@code , did you mean 'hidden'?} or nothing. */
    public static String hint(String name, Collection<String> candidates) {
        return hint(all(name, candidates));
    }

    /** The hint for what {@link #all} has found: {@code , did you mean 'left' or 'lift'?} */
    public static String hint(List<String> nearest) {
        return nearest.isEmpty()
                ? ""
                : nearest.stream().limit(NAMES_SHOWN).collect(Collectors.joining("' or '", ", did you mean '", "'?"));
    }

    /**
     * The hint for a layer that is not there; if none is near enough to be a slip those that begin alike, and which there are: {@code , did you mean
     * 'normal'?; its layers are normal, hidden, energy}.
     *
     * @param layers of the model, in its order
     */
    public static String hintOfLayers(String name, Collection<String> layers) {
        List<String> nearest = all(name, layers);
        if (!nearest.isEmpty() || layers.isEmpty()) {
            return hint(nearest);
        }
        String shown = layers.stream().limit(LAYERS_SHOWN).collect(Collectors.joining(", "));
        int others = layers.size() - LAYERS_SHOWN;
        return hint(layers.stream().filter(layer -> beginAlike(name, layer)).toList()) + "; its layers are " + shown
                + (others > 0 ? " and " + others + " more" : "");
    }

    /** Whether one of two names goes on where the other ends, as that of a layer in a nested model may. */
    private static boolean beginAlike(String name, String layer) {
        String first = name.toLowerCase(Locale.ROOT);
        String second = layer.substring(layer.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return Math.min(first.length(), second.length()) >= SHORTEST_BEGINNING
                && (first.startsWith(second) || second.startsWith(first));
    }

    /** Optimal string alignment distance, ignoring case: insert, delete, replace, or swap two neighbours. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
