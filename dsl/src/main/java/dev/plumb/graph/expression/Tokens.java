package dev.plumb.graph.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers, names and symbols of a text, one after the other. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:"
                    + "(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
                    + "|(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)"
                    + "|(?<symbol>\\.\\.\\.|->|==|!=|<=|>=|.)"
                    + ")",
            Pattern.DOTALL);

    /** What Java writes with symbols. */
    private static final Map<String, String> WORDS = Map.of("&", "and", "|", "or", "!", "not");

    private enum Kind {
        NUMBER,
        NAME,
        SYMBOL
    }

    private record Token(Kind kind, String text, int column) {}

    private final List<Token> tokens = new ArrayList<>();
    private final int length;
    private int at;

    Tokens(String text) {
        length = text.length();
        Matcher matcher = TOKEN.matcher(text);
        int from = 0;
        while (matcher.find(from) && !text.substring(from).isBlank()) {
            Kind kind = matcher.group("number") != null
                    ? Kind.NUMBER
                    : matcher.group("name") != null ? Kind.NAME : Kind.SYMBOL;
            int start = matcher.start(
                    switch (kind) {
                        case NUMBER -> "number";
                        case NAME -> "name";
                        case SYMBOL -> "symbol";
                    });
            tokens.add(new Token(kind, text.substring(start, matcher.end()), start + 1));
            from = matcher.end();
        }
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    int column() {
        return atEnd() ? length + 1 : tokens.get(at).column();
    }

    String text() {
        return atEnd() ? "" : tokens.get(at).text();
    }

    boolean isName() {
        return !atEnd() && tokens.get(at).kind() == Kind.NAME;
    }

    boolean isNumber() {
        return !atEnd() && tokens.get(at).kind() == Kind.NUMBER;
    }

    String next() {
        return tokens.get(at++).text();
    }

    /** Goes on if this symbol or word is next. */
    boolean accept(String symbol) {
        boolean there = !atEnd() && !isNumber() && text().equals(symbol);
        at += there ? 1 : 0;
        return there;
    }

    ExpressionException unexpected(String expected) {
        String word = WORDS.getOrDefault(text(), "");
        String hint = word.isEmpty() ? "" : ": the word is '" + word + "'";
        return new ExpressionException(
                column(), "expected " + expected + ", found " + (atEnd() ? "the end" : "'" + text() + "'") + hint);
    }
}
