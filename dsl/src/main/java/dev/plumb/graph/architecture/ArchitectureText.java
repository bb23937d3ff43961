package dev.plumb.graph.architecture;

import dev.plumb.graph.architecture.Architecture.Fact;
import dev.plumb.graph.architecture.Architecture.Kind;
import dev.plumb.graph.architecture.Architecture.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Architectures as text: a line for each part, below it what is said of it, a fact or a weight a line.
 *
 * <pre>{@code
 * input image
 *   gives (784)
 * layer wide
 *   is Dense(units = 512, activation = RELU)
 *   takes image
 *   gives (512)
 *   weight wide/kernel (784, 512)
 *   weight wide/bias (512)
 * output classes
 *   takes wide
 *   gives (512)
 * }</pre>
 */
public final class ArchitectureText {
    private static final String WEIGHT = "weight";
    private static final String COMMENT = "#";
    private static final String INDENT = "  ";

    private ArchitectureText() {}

    /**
     * The text of an architecture; lines end with {@code \n}.
     *
     * @param comment what a reader should know first, a line
     */
    public static String write(Architecture architecture, String comment) {
        StringBuilder text = new StringBuilder(COMMENT + " " + comment + "\n");
        for (Part part : architecture.parts()) {
            text.append(part.kind().word()).append(' ').append(part.name()).append('\n');
            for (Fact fact : Fact.values()) {
                if (!part.fact(fact).isEmpty()) {
                    line(text, fact.word(), part.fact(fact));
                }
            }
            part.weights().forEach((path, shape) -> line(text, WEIGHT, path + " " + shape));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String word, String rest) {
        text.append(INDENT).append(word).append(' ').append(rest).append('\n');
    }

    /** Reads what {@link #write} wrote. */
    public static Architecture read(String text) throws MalformedArchitectureException {
        List<Part> parts = new ArrayList<>();
        Optional<Open> open = Optional.empty();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith(COMMENT)) {
                continue;
            }
            String[] words = line.strip().split(" ", 2);
            if (words.length < 2) {
                throw new MalformedArchitectureException(number, "a word and what it says");
            }
            if (!line.startsWith(INDENT)) {
                open.map(Open::part).ifPresent(parts::add);
                int at = number;
                open = Optional.of(new Open(kind(words[0], at), words[1]));
            } else if (open.isEmpty()) {
                throw new MalformedArchitectureException(number, "an input, a layer or an output");
            } else {
                open.get().add(words[0], words[1], number);
            }
        }
        open.map(Open::part).ifPresent(parts::add);
        return new Architecture(parts);
    }

    private static Kind kind(String word, int line) throws MalformedArchitectureException {
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new MalformedArchitectureException(line, "an input, a layer or an output");
    }

    /** A part whose lines are being read. */
    private record Open(Kind kind, String name, Map<Fact, String> facts, Map<String, String> weights) {
        Open(Kind kind, String name) {
            this(kind, name, new EnumMap<>(Fact.class), new LinkedHashMap<>());
        }

        Part part() {
            return new Part(kind, name, facts, weights);
        }

        void add(String word, String rest, int line) throws MalformedArchitectureException {
            if (word.equals(WEIGHT)) {
                int space = rest.indexOf(' ');
                if (space < 0) {
                    throw new MalformedArchitectureException(line, "a weight and its shape");
                }
                weights.put(rest.substring(0, space), rest.substring(space + 1));
                return;
            }
            for (Fact fact : Fact.values()) {
                if (fact.word().equals(word)) {
                    facts.put(fact, rest);
                    return;
                }
            }
            throw new MalformedArchitectureException(line, "is, takes, gives, shares or weight");
        }
    }
}
