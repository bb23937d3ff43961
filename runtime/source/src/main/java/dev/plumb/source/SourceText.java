package dev.plumb.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a declaration as text: one annotation a line, lines of at most {@value #WIDTH} characters where that is possible. */
final class SourceText {
    private static final int WIDTH = 120;
    private static final int LONGEST_LIST = 90;
    private static final String MARGIN = "    ";

    private final Syntax syntax;
    private final Imports imports;

    private SourceText(Syntax syntax, Imports imports) {
        this.syntax = syntax;
        this.imports = imports;
    }

    static String of(Declaration declaration, SourceLanguage language) {
        Imports imports = new Imports(declaration.packageName(), declaration.name());
        Syntax syntax = Syntax.of(language);
        String body = new SourceText(syntax, imports).body(declaration);
        return syntax.head(declaration.packageName(), imports.types(), imports.constants()) + body;
    }

    /** A block: its attributes, and its wiring inside. */
    static String of(BlockDeclaration block, SourceLanguage language) {
        Imports imports = new Imports(block.packageName(), block.name());
        Syntax syntax = Syntax.of(language);
        SourceText text = new SourceText(syntax, imports);
        String body = text.above(block.documentation(), block.annotations(), "")
                + syntax.blockOpening(block.name(), block.attributes())
                + text.type(
                        block.wiring(),
                        MARGIN,
                        syntax.wiringOpening(block.wiring().name()))
                + "}\n";
        return syntax.head(block.packageName(), imports.types(), imports.constants()) + body;
    }

    private String body(Declaration declaration) {
        return type(declaration, "", syntax.opening(declaration.name()));
    }

    /** An interface that stands in so far. */
    private String type(Declaration declaration, String margin, String opening) {
        StringBuilder body = new StringBuilder(above(declaration.documentation(), declaration.annotations(), margin));
        body.append(margin).append(opening).append('\n');
        String between = "";
        for (Declaration.Method method : declaration.methods()) {
            body.append(between);
            method.annotations().forEach(use -> body.append(annotation(use, margin + MARGIN))
                    .append('\n'));
            body.append(method(method, margin + MARGIN)).append('\n');
            between = "\n";
        }
        return body.append(margin).append("}\n").toString();
    }

    private String above(List<String> documentation, List<AnnotationUse> annotations, String margin) {
        StringBuilder above = new StringBuilder();
        documentation.forEach(
                line -> above.append(margin).append("/** ").append(line).append(" */\n"));
        annotations.forEach(use -> above.append(annotation(use, margin)).append('\n'));
        return above.toString();
    }

    private String method(Declaration.Method method, String margin) {
        String type = imports.type(method.type());
        List<String> parameters =
                method.parameters().stream().map(this::parameter).toList();
        return filled(margin, syntax.beforeParameters(type, method.name()), parameters, syntax.afterParameters(type));
    }

    private String parameter(Declaration.Parameter parameter) {
        String from = parameter
                .from()
                .map(wire -> "@" + imports.type("dev.plumb.dsl.From") + "(" + syntax.text(wire) + ") ")
                .orElse("");
        return from + syntax.parameter(imports.type(parameter.type()), parameter.name());
    }

    private String annotation(AnnotationUse use, String margin) {
        String name = "@" + imports.type(use.type());
        return use.values().isEmpty() ? margin + name : filled(margin, name + "(", arguments(use), ")");
    }

    private List<String> arguments(AnnotationUse use) {
        boolean alone = use.isValueAlone();
        List<String> arguments = new ArrayList<>();
        for (Map.Entry<String, Object> stated : use.values().entrySet()) {
            String value = value(stated.getValue(), alone);
            arguments.add(alone ? value : stated.getKey() + " = " + value);
        }
        return arguments;
    }

    private String value(Object value, boolean isValueAlone) {
        if (value instanceof List<?> list) {
            Syntax.Items around = syntax.items(list.size(), isValueAlone);
            List<String> items = list.stream().map(item -> value(item, false)).toList();
            String line = around.before() + String.join(", ", items) + around.after();
            return line.length() <= LONGEST_LIST ? line : filled(items, around);
        }
        if (value instanceof AnnotationUse use) {
            String name = syntax.nested(imports.type(use.type()));
            String arguments = "(" + String.join(", ", arguments(use)) + ")";
            return arguments.equals("()") && name.startsWith("@") ? name : name + arguments;
        }
        if (value instanceof AnnotationUse.ConstantName constant) {
            return imports.constant(constant);
        }
        if (value instanceof AnnotationUse.ClassName type) {
            return syntax.classValue(imports.type(type.type()));
        }
        if (value instanceof String text) {
            return syntax.text(text);
        }
        return value instanceof Double number ? number(number) : value instanceof Long ? value + "L" : value.toString();
    }

    /** A list that is too long for a line: as many items in each as there is place for. */
    private String filled(List<String> items, Syntax.Items around) {
        String start = "\n" + MARGIN + syntax.indentation().repeat(2);
        StringBuilder text = new StringBuilder(around.before());
        int column = WIDTH;
        for (String item : items) {
            if (column + item.length() + 2 > WIDTH) {
                text.append(start);
                column = start.length() - 1;
            } else {
                text.append(' ');
            }
            text.append(item).append(',');
            column += item.length() + 2;
        }
        text.setLength(text.length() - 1);
        return around.after().isEmpty()
                ? text.toString()
                : text + "\n" + MARGIN + syntax.indentation() + around.after();
    }

    /** A number as people write it: {@code 1e-7} for {@code 1.0E-7}. */
    private static String number(double number) {
        return Double.toString(number).replace(".0E", "E").replace('E', 'e');
    }

    /** Items in one line, or below where that is too long. */
    private String filled(String margin, String before, List<String> items, String after) {
        String line = margin + before + String.join(", ", items) + after;
        return line.length() <= WIDTH || items.isEmpty() ? line : syntax.broken(margin, before, items, after, WIDTH);
    }
}
