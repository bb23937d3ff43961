package dev.plumb.source;

import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Kotlin, by its coding conventions. */
record KotlinSyntax() implements Syntax {
    /** Words that are names in Java and not in Kotlin (Kotlin language specification, hard keywords). */
    private static final Set<String> KEYWORDS =
            Set.of("as", "fun", "in", "is", "object", "typealias", "typeof", "val", "var", "when");

    @Override
    public String head(String packageName, Set<String> types, Set<String> constants) {
        Set<String> all = new TreeSet<>(types);
        all.addAll(constants);
        return (packageName.isEmpty() ? "" : "package " + path(packageName) + "\n\n")
                + Syntax.lines(all.stream().map(KotlinSyntax::path).toList(), "import ", "");
    }

    /** A name with its package, each part of which may be a word of the language. */
    private static String path(String qualified) {
        return String.join(
                ".",
                List.of(qualified.split("\\.")).stream().map(KotlinSyntax::name).toList());
    }

    @Override
    public String opening(String name) {
        return "interface " + name(name) + " {";
    }

    @Override
    public String blockOpening(String name, List<DeclaredAttribute> attributes) {
        String parameters = attributes.stream()
                .map(attribute -> "val " + name(attribute.name()) + ": "
                        + (attribute.kind().equals(AttributeKind.INT) ? "Int" : "Double"))
                .collect(Collectors.joining(", "));
        return "annotation class " + name(name) + (parameters.isEmpty() ? "" : "(" + parameters + ")") + " {\n";
    }

    @Override
    public String wiringOpening(String name) {
        return "interface " + name + " {";
    }

    @Override
    public String parameter(String type, String name) {
        return name(name) + ": " + type;
    }

    @Override
    public String beforeParameters(String type, String name) {
        return "fun " + name(name) + "(";
    }

    @Override
    public String afterParameters(String type) {
        return "): " + type;
    }

    @Override
    public String nested(String name) {
        return name;
    }

    @Override
    public Items items(int count, boolean isValueAlone) {
        return isValueAlone && count > 0 ? new Items("", "") : new Items("[", "]");
    }

    @Override
    public String indentation() {
        return "    ";
    }

    @Override
    public String broken(String margin, String before, List<String> items, String after, int width) {
        String below = "\n" + margin + indentation();
        return margin + before + below + String.join("," + below, items) + ",\n" + margin + after;
    }

    @Override
    public String classValue(String name) {
        return name + "::class";
    }

    @Override
    public String text(String text) {
        return "\"" + Syntax.escaped(text).replace("$", "\\$") + "\"";
    }

    private static String name(String name) {
        return KEYWORDS.contains(name) || name.indexOf('$') >= 0 ? "`" + name + "`" : name;
    }
}
