package dev.plumb.processor.random.composition;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a program as Java: one file, with its models and blocks nested in an interface of its name. */
final class ProgramSource {
    static final String PACKAGE = "random";

    private final Program program;
    private final StringBuilder text = new StringBuilder();

    private ProgramSource(Program program) {
        this.program = program;
    }

    static String of(Program program) {
        return new ProgramSource(program).write();
    }

    /** The generated class of its model. */
    static String generatedClass(Program program) {
        return PACKAGE + "." + program.name() + "_" + program.main().name() + "Model";
    }

    private String write() {
        text.append("package ").append(PACKAGE).append(";\n\n");
        Stream.of("ActivationFunction", "Padding", "Bind")
                .forEach(name ->
                        text.append("import static dev.plumb.dsl.").append(name).append(".*;\n"));
        text.append("import dev.plumb.dsl.*;\nimport dev.plumb.dsl.layer.*;\n\n");
        text.append("public interface ").append(program.name()).append(" {\n");
        text.append("    enum Norm { BATCH, LAYER, NONE }\n");
        program.declarations().forEach(this::declaration);
        return text.append("}\n").toString();
    }

    private void declaration(Program.Declaration one) {
        String margin = "    ";
        text.append("\n");
        if (one.kind() == Program.Kind.BLOCK) {
            text.append("    @Block @interface ").append(one.name()).append(" {\n");
            for (Program.Attribute attribute : one.attributes()) {
                text.append("        ").append(attribute.type()).append(" ").append(attribute.name());
                text.append("()");
                attribute.standard().ifPresent(value -> text.append(" default ")
                        .append(value(Optional.of(attribute), value)));
                text.append(";\n");
            }
            margin = "        ";
            text.append(margin).append(one.line() ? "@Sequential " : "").append("interface Wiring {\n");
        } else {
            text.append(margin).append(one.line() ? "@Sequential" : "@Model");
            text.append(" interface ").append(one.name()).append(" {\n");
        }
        for (Program.Input input : one.inputs()) {
            text.append(margin).append("    ").append(output(one, input.name())).append(input(input));
        }
        for (Program.Step step : one.steps()) {
            text.append(margin).append("    ").append(output(one, step.name())).append(step(one, step));
        }
        text.append(margin).append("}\n");
        if (one.kind() == Program.Kind.BLOCK) {
            text.append("    }\n");
        }
    }

    /** In a straight line the last is the output. */
    private static String output(Program.Declaration one, String name) {
        return one.outputs().contains(name) && !one.line() ? "@Output " : "";
    }

    private static String input(Program.Input input) {
        boolean known = input.axes().stream().allMatch(axis -> axis.matches("\\d+"));
        String quote = known ? "" : "\"";
        return "@Input(" + (known ? "value = " : "dims = ")
                + input.axes().stream().map(axis -> quote + axis + quote).collect(Collectors.joining(", ", "{", "}"))
                + (input.dtype() == DType.FLOAT32 ? "" : ", dtype = DType." + input.dtype()) + ") Tensor "
                + input.name() + "();\n";
    }

    private String step(Program.Declaration in, Program.Step step) {
        StringBuilder line = new StringBuilder();
        for (Program.Extract extract : step.extracts()) {
            line.append("@Extract(value = \"").append(extract.name()).append("\"");
            line.append(extract.from().isEmpty() ? "" : ", from = \"" + extract.from() + "\"")
                    .append(") ");
        }
        if (!step.when().isEmpty()) {
            line.append("@When(\"").append(step.when()).append("\") ");
        }
        if (!step.bindings().isEmpty()) {
            line.append(step.bindings().stream().collect(Collectors.joining("\", \"", "@Bind({\"", "\"}) ")));
        }
        line.append(step.part().map(this::part).orElseGet(() -> "@SameWeightsAs(\"" + step.sharing() + "\")"));
        line.append(" Tensor ").append(step.name()).append("(");
        List<String> parameters = new ArrayList<>();
        for (Program.Wire wire : in.line() ? List.<Program.Wire>of() : step.from()) {
            String parameter = wire.role().isEmpty() ? "p" + parameters.size() : wire.role();
            parameters.add("@From(\"" + wire.tensor() + "\") Tensor " + parameter);
        }
        return line.append(String.join(", ", parameters)).append(");\n").toString();
    }

    private String part(Program.Part part) {
        if (part instanceof Program.Layer layer) {
            return "@" + layer.spec().describe().replace(String.valueOf(Bind.BOUND), "BOUND");
        } else if (part instanceof Program.Use use) {
            String upTo = use.upTo().isEmpty()
                    ? ""
                    : use.upTo().stream().collect(Collectors.joining("\", \"", ", upTo = {\"", "\"}"));
            return "@Use(value = " + program.name() + "." + use.model() + ".class" + upTo + ")";
        } else if (part instanceof Program.OfBlock block) {
            return "@" + program.name() + "." + block.block() + values(block);
        } else if (part instanceof Program.Repeated repeated) {
            String times = repeated.times() == Bind.BOUND ? "BOUND" : String.valueOf(repeated.times());
            return "@Repeat(value = " + times + (repeated.parallel() ? ", parallel = true" : "") + ") "
                    + part(repeated.part());
        }
        return "@TimeDistributed " + part(((Program.Distributed) part).part());
    }

    private String values(Program.OfBlock use) {
        Map<String, Program.Attribute> attributes = program.declarations().stream()
                .filter(one -> one.name().equals(use.block()))
                .flatMap(one -> one.attributes().stream())
                .collect(Collectors.toMap(Program.Attribute::name, attribute -> attribute));
        return use.values().entrySet().stream()
                .map(value -> value.getKey() + " = "
                        + value(Optional.ofNullable(attributes.get(value.getKey())), value.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String value(Optional<Program.Attribute> attribute, Object value) {
        if (value.equals(Bind.BOUND)) {
            return "BOUND";
        }
        boolean isNorm = attribute.filter(one -> one.type().equals("Norm")).isPresent();
        return isNorm ? program.name() + ".Norm." + value : value.toString();
    }
}
