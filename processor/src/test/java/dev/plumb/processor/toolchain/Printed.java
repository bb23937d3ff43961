package dev.plumb.processor.toolchain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the messages out of what javac prints: first line, source, caret, other lines. kapt prints the same with a word before it, Kotlin with a column. */
final class Printed {
    private static final Pattern START = Pattern.compile(
            "(?:error: |warning: |e: |w: )?(\\S+\\.(?:java|kt)):(\\d+)(?::\\d+)?: (?:error|warning): (.*)");
    private static final Pattern PLACELESS = Pattern.compile("(?:error|warning|e|w): (.*)");
    private static final Pattern COUNT = Pattern.compile("\\d+ (?:errors?|warnings?)");

    private Printed() {}

    /** {@code file} makes the name of a file in a message of the one that was printed. */
    static List<Message> read(String text, UnaryOperator<String> file) {
        List<Message> messages = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            Matcher start = START.matcher(lines.get(at));
            Matcher placeless = PLACELESS.matcher(lines.get(at));
            boolean placed = start.matches();
            if (!placed && !placeless.matches()) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < lines.size() && isWithin(lines.get(end))) {
                end++;
            }
            List<String> below = lines.subList(at + 1, end);
            int caret = placed ? below.stream().map(String::strip).toList().indexOf("^") : -1;
            String first = placed ? start.group(3) : placeless.group(1);
            List<String> rest = caret < 0 ? below : below.subList(caret + 1, below.size());
            messages.add(new Message(
                    placed ? file.apply(start.group(1)) : "",
                    placed ? Long.parseLong(start.group(2)) : 0,
                    caret < 0 ? 0 : below.get(caret).indexOf('^') + 1L,
                    Message.unindented(String.join("\n", concat(first, rest)))));
            at = end;
        }
        return messages;
    }

    private static List<String> concat(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private static boolean isWithin(String line) {
        return !START.matcher(line).matches()
                && !PLACELESS.matcher(line).matches()
                && !COUNT.matcher(line).matches();
    }
}
