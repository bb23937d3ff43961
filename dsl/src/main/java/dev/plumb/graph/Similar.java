package dev.plumb.graph;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Similar {
    private Similar() {}

    /** The nearest candidate by edit distance, the first by the alphabet of several, if it is near enough to be a slip. */
    public static Optional<String> to(String name, Collection<String> candidates) {
        int tolerated = Math.max(1, name.length() / 3);
        int least = tolerated + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - name.length()) > Math.min(least, tolerated)) {
                continue; // a difference in length is a distance, too
            }
            int distance = distance(name, candidate);
            boolean nearer = distance < least
                    || (distance == least && nearest.isPresent() && candidate.compareTo(nearest.get()) < 0);
            if (nearer) {
                least = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** {@code , did you mean 'hidden'?} or nothing. */
    public static String hint(String name, Collection<String> candidates) {
        return hint(to(name, candidates));
    }

    /** The hint for what {@link #to} has found. */
    public static String hint(Optional<String> nearest) {
        return nearest.map(candidate -> ", did you mean '" + candidate + "'?").orElse("");
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
