package dev.plumb.source;

import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a language says what both can say. */
interface Syntax {
    /** The syntax of a language. */
    static Syntax of(SourceLanguage language) {
        return switch (language) {
            case JAVA -> new JavaSyntax();
            case KOTLIN -> new KotlinSyntax();
        };
    }

    /** The package and the imports. */
    String head(String packageName, Set<String> types, Set<String> constants);

    /** How the interface begins. */
    String opening(String name);

    /** How the annotation of a block begins, up to its wiring. */
    String blockOpening(String name, List<DeclaredAttribute> attributes);

    /** How the wiring in it begins. */
    String wiringOpening(String name);

    /** A parameter, without annotations. */
    String parameter(String type, String name);

    /** What stands before the parameters of a method, and the parenthesis that opens them. */
    String beforeParameters(String type, String name);

    /** What stands behind the parameters of a method, from the parenthesis that closes them on. */
    String afterParameters(String type);

    /** An annotation as a value: the name and what stands before it. */
    String nested(String name);

    /** Items of an array: of the attribute that needs no name if it is the only one. */
    Items items(int count, boolean isValueAlone);

    /** What stands around the items of an array. */
    record Items(String before, String after) {}

    /** How far what is continued below stands in. */
    String indentation();

    /** What is too long for one line. */
    String broken(String margin, String before, List<String> items, String after, int width);

    /** A class as a value. */
    String classValue(String name);

    /** A text as a literal. */
    String text(String text);

    /** A text with those characters escaped that no literal can have. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            switch (one) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (one < ' ' || one > '~') {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) one));
                    } else {
                        escaped.append(one);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Lines of imports, each ending in the same. */
    static String lines(List<String> names, String before, String after) {
        StringBuilder lines = new StringBuilder();
        names.forEach(name -> lines.append(before).append(name).append(after).append('\n'));
        return lines.isEmpty() ? "" : lines.append('\n').toString();
    }
}
