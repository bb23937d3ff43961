package dev.plumb.processor.toolchain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a model of the documentation in Kotlin, line for line: imports, interfaces or abstract classes, methods with annotations. The
 * types of attributes, which Kotlin wants to be met exactly, are looked up in the annotations.
 */
public final class KotlinTranslator {
    private static final Set<String> HARD_KEYWORDS =
            Set.of("as", "fun", "in", "is", "object", "typealias", "val", "var", "when");
    private static final List<String> ANNOTATIONS = List.of("dev.plumb.dsl.", "dev.plumb.dsl.layer.", "java.lang.");

    private static final Map<String, String> TYPES = Map.of("int", "Int", "double", "Double", "boolean", "Boolean");

    private final String java;
    private final StringBuilder kotlin = new StringBuilder();
    private int at;

    private KotlinTranslator(String java) {
        this.java = java;
    }

    /** The same model in Kotlin. */
    public static String translate(String java) {
        return new KotlinTranslator(java).file();
    }

    private String file() {
        for (space(); !isNext("@") && !isNext("interface ") && !isNext("abstract class "); space()) {
            String statement = java.substring(at, java.indexOf(';', at));
            at += statement.length() + 1;
            // lists are Kotlin's own
            kotlin.append(statement.replace("import static ", "import ").replace("import java.util.List", ""));
        }
        while (at < java.length()) {
            type();
            space();
        }
        return kotlin.toString();
    }

    private void type() {
        annotations();
        if (isNext("@interface ")) {
            block();
            return;
        }
        int open = java.indexOf('{', at);
        kotlin.append(java.substring(at, open).replace(" extends ", " : ").replace("public ", ""));
        at = open;
        take("{");
        kotlin.append("{");
        for (space(); !isNext("}"); space()) {
            method();
        }
        take("}");
        kotlin.append("}");
    }

    /** The attributes of an annotation are parameters in Kotlin, and what is nested in it comes behind them. */
    private void block() {
        take("@interface ");
        kotlin.append("annotation class ").append(word()).append("(");
        space();
        take("{");
        for (space(); !isNext("interface ") && !isNext("@") && !isNext("record "); space()) {
            String type = word();
            space();
            kotlin.append("val ").append(identifier(word())).append(": ").append(TYPES.getOrDefault(type, type));
            take("()");
            space();
            if (accept("default ")) {
                int end = java.indexOf(';', at);
                kotlin.append(" = ").append(java, at, end);
                at = end;
            }
            take(";");
            kotlin.append(",");
        }
        kotlin.append(") {");
        if (isNext("record ")) {
            code();
        } else {
            type();
        }
        space();
        take("}");
        kotlin.append("}");
    }

    /** The code of a layer, as the pages write it: a record with one method. */
    private void code() {
        int open = java.indexOf('{', at);
        String head = java.substring(at, open);
        at = open;
        String parameters = head.substring(head.indexOf('(') + 1, head.indexOf(')'));
        for (Map.Entry<String, String> type : TYPES.entrySet()) {
            parameters = parameters.replaceAll("\\b" + type.getKey() + " (\\w+)", "val $1: " + type.getValue());
        }
        kotlin.append(head.replaceFirst("record (\\w+)\\([^)]*\\) implements ", "class $1(" + parameters + ") : "));
        kotlin.append(between('{', '}')
                .replace("@Override", "override")
                .replaceAll(
                        "public Var (\\w+)\\(LayerContext (\\w+), List<Var> (\\w+)\\)",
                        "fun $1($2: LayerContext, $3: List<Var>): Var")
                .replaceAll("\\bVar (\\w+) =", "val $1 =")
                .replace("List.of(", "listOf("));
    }

    /** Annotations, modifiers, type, name, parameters, and nothing or a body. */
    private void method() {
        annotations();
        boolean isAbstract = accept("abstract ");
        accept("default ");
        String type = word();
        space();
        String name = word();
        kotlin.append(isAbstract ? "abstract fun " : "fun ").append(identifier(name));
        take("(");
        kotlin.append("(");
        for (space(); !isNext(")"); space()) {
            annotations();
            String parameterType = word();
            space();
            kotlin.append(identifier(word())).append(": ").append(parameterType);
            kotlin.append(accept(",") ? ", " : "");
        }
        take(")");
        kotlin.append("): ").append(type);
        space();
        if (!accept(";")) {
            kotlin.append(between('{', '}'));
        }
    }

    private void annotations() {
        while (isNext("@") && !isNext("@interface ")) {
            take("@");
            String name = word();
            String arguments = isNext("(") ? between('(', ')') : "()";
            kotlin.append(
                    name.equals("Override")
                            ? "override"
                            : "@" + annotation(name, arguments.substring(1, arguments.length() - 1)));
            kotlin.append(" ");
            space();
        }
    }

    private String annotation(String name, String arguments) {
        if (java.contains("@interface " + name + " ")) {
            return name + "(" + arguments + ")";
        }
        Class<?> type = type(name);
        return name
                + parts(arguments).stream()
                        .map(part -> part.matches("\\w+ *=[^=].*") ? part : "value = " + part)
                        .map(part -> {
                            String attribute =
                                    part.substring(0, part.indexOf('=')).strip();
                            return attribute + " = "
                                    + value(
                                            part.substring(part.indexOf('=') + 1)
                                                    .strip(),
                                            type,
                                            attribute);
                        })
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private String value(String java, Class<?> annotation, String attribute) {
        try {
            return value(java, annotation.getMethod(attribute).getReturnType());
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String value(String java, Class<?> type) {
        if (type.isArray()) {
            Stream<String> items =
                    java.startsWith("{") ? parts(java.substring(1, java.length() - 1)).stream() : Stream.of(java);
            return items.map(item -> value(item, type.getComponentType())).collect(Collectors.joining(", ", "[", "]"));
        }
        if (type.isAnnotation()) {
            int open = java.indexOf('(');
            return open < 0
                    ? java.substring(1) + "()"
                    : annotation(java.substring(1, open), java.substring(open + 1, java.length() - 1));
        }
        if (type == double.class && java.matches("-?\\d+")) {
            return java + ".0";
        }
        return java.replace(".class", "::class");
    }

    private static Class<?> type(String name) {
        for (String prefix : ANNOTATIONS) {
            try {
                return Class.forName(prefix + name);
            } catch (ClassNotFoundException e) {
                // then it is in another package
            }
        }
        throw new IllegalArgumentException("no annotation " + name);
    }

    /** What stands between the commas that are not in brackets or texts. */
    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : "({".indexOf(c) >= 0 ? 1 : ")}".indexOf(c) >= 0 ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!list.isBlank()) {
            parts.add(list.substring(start).strip());
        }
        return parts;
    }

    private static String identifier(String name) {
        boolean isQuoted = HARD_KEYWORDS.contains(name) || name.indexOf('$') >= 0;
        return isQuoted ? "`" + name + "`" : name;
    }

    /** From an opening bracket to the one that closes it. */
    private String between(char open, char close) {
        int depth = 0;
        int start = at;
        do {
            char c = java.charAt(at++);
            depth += c == open ? 1 : c == close ? -1 : 0;
        } while (depth > 0);
        return java.substring(start, at);
    }

    /** Copies space and comments. */
    private void space() {
        while (at < java.length() && (Character.isWhitespace(java.charAt(at)) || isNext("//"))) {
            int end = isNext("//") ? java.indexOf('\n', at) : at + 1;
            kotlin.append(java, at, end);
            at = end;
        }
    }

    private String word() {
        int start = at;
        while (Character.isJavaIdentifierPart(java.charAt(at)) || java.charAt(at) == '.') {
            at++;
        }
        return java.substring(start, at);
    }

    private boolean isNext(String text) {
        return java.startsWith(text, at);
    }

    private boolean accept(String text) {
        boolean isNext = isNext(text);
        at += isNext ? text.length() : 0;
        return isNext;
    }

    private void take(String text) {
        if (!accept(text)) {
            throw new IllegalArgumentException("'" + text + "' expected in " + java.substring(at));
        }
    }
}
