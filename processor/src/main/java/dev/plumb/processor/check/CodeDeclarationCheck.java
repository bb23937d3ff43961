package dev.plumb.processor.check;

import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.code.Signature;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.processor.read.CodeDeclaration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether a declaration is a layer in code: its signature, and whether the class of the code fits it. */
public final class CodeDeclarationCheck {
    private static final String ATTRIBUTES =
            "int, double, boolean, String, an enum, arrays of these, or @Init, @Regularizer and @Constraint";

    private final CodeDeclaration code;
    private final OwnLayerCheck common;

    private CodeDeclarationCheck(CodeDeclaration code) {
        this.code = code;
        this.common = new OwnLayerCheck(code.layer(), code.isLambda() ? "@Signature" : "@Layer", ATTRIBUTES);
    }

    /** Checks a declaration. */
    public static CheckedCode check(CodeDeclaration code) {
        return new CodeDeclarationCheck(code).checked();
    }

    private CheckedCode checked() {
        common.check();
        Optional<Signature> signature = code.signature().flatMap(this::signature);
        String fault = code.code().map(body -> fault(body, signature)).orElseGet(this::noClass);
        if (!fault.isEmpty() && !code.isLambda()) {
            common.add(
                    ProblemId.BAD_SIGNATURE,
                    ProblemId.BAD_SIGNATURE.headline("code", code.layer().name(), fault),
                    code.use().token().attribute("code", -1));
        }
        boolean sound =
                common.problems().isEmpty() && fault.isEmpty() && code.layer().resolved();
        Optional<CodeDefinition> definition = signature
                .filter(read ->
                        sound && code.code().isPresent() && code.code().get().isKnown())
                .map(read -> new CodeDefinition(
                        code.layer().annotation(),
                        code.layer().knownAttributes(),
                        read.text(),
                        code.supportsMasking(),
                        Optional.empty()));
        return new CheckedCode(code, definition, common.problems(), fault);
    }

    private Optional<Signature> signature(String text) {
        try {
            return Optional.of(CodeDefinition.parse(text, code.layer().knownAttributes()));
        } catch (ExpressionException e) {
            common.add(
                    ProblemId.BAD_SIGNATURE,
                    ProblemId.BAD_SIGNATURE.headline("signature", code.layer().name(), e.located()),
                    code.use().token().attribute(code.signatureAttribute(), -1));
            return Optional.empty();
        }
    }

    /** What is wrong with a value that is no class, or "" if it is for the compiler to report. */
    private String noClass() {
        return code.use().resolved() && code.use().has("code")
                ? code.use().values().get("code") + " is no class"
                : "";
    }

    /** What is wrong with the class of the code, or "". */
    private String fault(CodeDeclaration.Body body, Optional<Signature> signature) {
        String simple = body.name().substring(body.name().lastIndexOf('.') + 1);
        if (!body.hindrance().isEmpty()) {
            return "nobody can make a " + simple + ": " + body.hindrance();
        }
        if (!body.givesOne() && !body.givesSeveral()) {
            return body.isKnown()
                    ? simple
                            + " is no dev.plumb.layer.LayerCode: implement it, or LayerCode.Several for several outputs"
                    : "";
        }
        int outputs = signature.map(read -> read.outputs().size()).orElse(1);
        if (outputs > 1 && !body.givesSeveral()) {
            return simple + " gives one Var, and the signature has " + outputs
                    + " outputs: implement LayerCode.Several";
        }
        if (code.layer().attributes().stream()
                .anyMatch(attribute -> attribute.kind().isEmpty())) {
            return ""; // what the constructor has to take is not known, and why is said
        }
        List<CodeDeclaration.Parameter> wanted = code.layer().attributes().stream()
                .flatMap(attribute -> attribute.kind().stream()
                        .map(kind -> new CodeDeclaration.Parameter(attribute.name(), type(kind))))
                .toList();
        Optional<CodeDeclaration.Constructor> constructor = constructor(code, Set.copyOf(wanted));
        if (constructor.isEmpty()) {
            return noConstructor(simple, body, wanted);
        }
        List<String> thrown = constructor.get().thrown();
        return thrown.isEmpty()
                ? ""
                : "the constructor " + simple + parameters(wanted) + " throws " + String.join(", ", thrown)
                        + ", and where a layer is made nobody catches it: let it throw what is not checked";
    }

    /** The constructor that takes the attributes, by name and type, in any order. */
    public static Optional<CodeDeclaration.Constructor> constructor(
            CodeDeclaration code, Set<CodeDeclaration.Parameter> wanted) {
        return code.code().stream()
                .flatMap(body -> body.constructors().stream())
                .filter(constructor -> constructor.access().isEmpty())
                .filter(constructor -> constructor.parameters().size() == wanted.size()
                        && new HashSet<>(constructor.parameters()).equals(wanted))
                .findFirst();
    }

    private static String noConstructor(
            String simple, CodeDeclaration.Body body, List<CodeDeclaration.Parameter> wanted) {
        String needed = "public " + simple + parameters(wanted);
        String there = body.constructors().stream()
                .map(constructor -> simple
                        + parameters(constructor.parameters())
                        + (constructor.access().isEmpty() ? "" : ", which is " + constructor.access()))
                .collect(Collectors.joining(", "));
        return simple + " has no constructor that takes " + (wanted.isEmpty() ? "nothing" : "the attributes") + ": "
                + needed + (there.isEmpty() ? "" : "; it has " + there);
    }

    private static String parameters(List<CodeDeclaration.Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> simple(parameter.type()) + " " + parameter.name())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A type without its package: {@code Init.Spec}. */
    private static String simple(String type) {
        return type.replaceAll("\\b[a-z_0-9]+\\.", "");
    }

    /** The type of a constructor's parameter for an attribute. */
    public static String type(AttributeKind kind) {
        String item =
                switch (kind.name()) {
                    case "String" -> "java.lang.String";
                    case "Init", "Regularizer", "Constraint" -> "dev.plumb.dsl." + kind.name() + ".Spec";
                    default -> kind.name().replace('$', '.');
                };
        return item + (kind.isList() ? "[]" : "");
    }
}
