package dev.plumb.source;

import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.List;
import java.util.Set;

/** Java, as palantir-java-format lays it out. */
record JavaSyntax() implements Syntax {
    @Override
    public String head(String packageName, Set<String> types, Set<String> constants) {
        return (packageName.isEmpty() ? "" : "package " + packageName + ";\n\n")
                + Syntax.lines(List.copyOf(constants), "import static ", ";")
                + Syntax.lines(List.copyOf(types), "import ", ";");
    }

    @Override
    public String opening(String name) {
        return "public interface " + name + " {";
    }

    @Override
    public String blockOpening(String name, List<DeclaredAttribute> attributes) {
        StringBuilder opening = new StringBuilder("public @interface " + name + " {\n");
        for (DeclaredAttribute attribute : attributes) {
            opening.append("    ")
                    .append(attribute.kind().name())
                    .append(' ')
                    .append(attribute.name())
                    .append("();\n\n");
        }
        return opening.toString();
    }

    @Override
    public String wiringOpening(String name) {
        return "interface " + name + " {";
    }

    @Override
    public String parameter(String type, String name) {
        return type + " " + name;
    }

    @Override
    public String beforeParameters(String type, String name) {
        return type + " " + name + "(";
    }

    @Override
    public String afterParameters(String type) {
        return ");";
    }

    @Override
    public String nested(String name) {
        return "@" + name;
    }

    @Override
    public Items items(int count, boolean isValueAlone) {
        return count == 1 ? new Items("", "") : new Items("{", "}");
    }

    @Override
    public String indentation() {
        return "        ";
    }

    @Override
    public String broken(String margin, String before, List<String> items, String after, int width) {
        String below = "\n" + margin + indentation();
        String joined = String.join(", ", items) + after;
        String separator = below.length() - 1 + joined.length() <= width ? ", " : "," + below;
        return margin + before + below + String.join(separator, items) + after;
    }

    @Override
    public String classValue(String name) {
        return name + ".class";
    }

    @Override
    public String text(String text) {
        return "\"" + Syntax.escaped(text) + "\"";
    }
}
