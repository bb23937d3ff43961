package dev.plumb.processor.random;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Known reasons for a difference, by what differs. Each use is counted: an excuse that nothing needs any more would hide what comes next. */
final class Excuses {
    private final Map<String, String> reasons;
    private final Map<String, Integer> uses = new TreeMap<>();

    Excuses(Map<String, String> reasons) {
        this.reasons = reasons;
    }

    /** Whether this is excused. */
    boolean excuse(String difference) {
        if (reasons.containsKey(difference)) {
            uses.merge(difference, 1, Integer::sum);
            return true;
        }
        return false;
    }

    /** Whether one of the excuses, as a pattern, is found in this text. */
    boolean excuseText(String text) {
        Optional<String> found = reasons.keySet().stream()
                .filter(pattern -> Pattern.compile(pattern).matcher(text).find())
                .findFirst();
        return found.isPresent() && excuse(found.get());
    }

    /** Those that were never used. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>(reasons.keySet());
        unused.removeAll(uses.keySet());
        return unused;
    }
}
