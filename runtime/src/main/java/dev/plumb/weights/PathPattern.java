package dev.plumb.weights;

import java.util.regex.Pattern;

/**
 * A pattern over paths: {@code encoder}, {@code encoder/**}, {@code stage?/conv*}. A star stands for any part of one name, a question mark for one
 * character of it, two stars for any number of names; two stars with their slash stand for no name, too: {@code **}{@code /conv} matches {@code conv}.
 */
public final class PathPattern {
    private final String text;
    private final Pattern expression;

    private PathPattern(String text, Pattern expression) {
        this.text = text;
        this.expression = expression;
    }

    /** The pattern that a text says. */
    public static PathPattern of(String text) {
        StringBuilder expression = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("**/", at)) {
                expression.append("(?:.*/)?");
                at += 3;
            } else if (text.startsWith("**", at)) {
                expression.append(".*");
                at += 2;
            } else {
                char symbol = text.charAt(at++);
                expression.append(
                        switch (symbol) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            default -> Pattern.quote(String.valueOf(symbol));
                        });
            }
        }
        return new PathPattern(text, Pattern.compile(expression.toString(), Pattern.DOTALL));
    }

    /** Whether it is the pattern of a path. */
    public boolean matches(String path) {
        return expression.matcher(path).matches();
    }

    /**
     * Whether it names a weight: by its path ({@code hidden/bias}), by that of a layer or block that it lies in ({@code hidden}), or by its own name
     * ({@code bias}, {@code *gamma}).
     */
    public boolean names(String weight) {
        for (int slash = weight.indexOf('/'); slash >= 0; slash = weight.indexOf('/', slash + 1)) {
            if (matches(weight.substring(0, slash))) {
                return true;
            }
        }
        return matches(weight) || matches(weight.substring(weight.lastIndexOf('/') + 1));
    }

    @Override
    public String toString() {
        return text;
    }
}
