package dev.plumb.processor.check;

import dev.plumb.dsl.layer.Lambda;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.compose.Settings;
import dev.plumb.graph.compose.StepCheck;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.WrapperSpec;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.BlockDeclaration;
import dev.plumb.processor.read.CodeDeclaration;
import dev.plumb.processor.read.Composition;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.OwnDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import dev.plumb.processor.read.Used;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What can be wrong with what a method says about its layer: which one it is, its attributes, which parameter is which input. */
final class LayerCheck {
    /** Of what is shorter any name resembles any other. */
    private static final int SHORTEST_ROLE = 3;

    private final ModelDeclaration model;
    private final Findings findings;

    LayerCheck(ModelDeclaration model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    private static Optional<String> severalFix(
            List<AnnotationUse> uses, List<AnnotationUse> plain, MethodDeclaration method) {
        if (uses.equals(plain)) {
            return Optional.of("write a method for each, one after the other");
        }
        if (method.input().isEmpty() || uses.size() > 2) {
            return Optional.empty();
        }
        return switch (uses.get(1).name()) {
            case "Frozen" -> Optional.of("leave @Frozen out: an input has no weights");
            case "Recompute" -> Optional.of("leave @Recompute out: of an input nothing is computed");
            default -> Optional.empty();
        };
    }

    /** Whether the annotations say which one layer or input it is. */
    boolean isOneLayer(MethodDeclaration method) {
        List<AnnotationUse> plain = method.plainLayers();
        Composition composition = method.composition();
        List<AnnotationUse> uses = new ArrayList<>(method.input().stream().toList());
        composition.sharing().ifPresent(uses::add);
        composition.use().ifPresent(uses::add);
        boolean used = uses.size() == 1 && composition.use().isPresent();
        if (!uses.isEmpty() && !used) {
            composition.repeat().ifPresent(uses::add);
        }
        uses.addAll(uses.isEmpty() || used ? plain : method.layers());
        if (method.input().isPresent()) {
            composition.frozen().ifPresent(uses::add);
            composition.recompute().ifPresent(uses::add);
        }
        if (uses.size() > 1) {
            String names = uses.stream().map(AnnotationUse::name).collect(Collectors.joining(", "));
            Problem several = Problem.of(
                    ProblemId.SEVERAL_LAYERS,
                    new Place.Layer(method.name()),
                    ProblemId.SEVERAL_LAYERS.headline(method.name(), uses.size(), names));
            findings.add(severalFix(uses, plain, method).map(several::withFix).orElse(several));
            return false;
        }
        if (method.input().isPresent() || composition.sharing().isPresent() || used) {
            return true;
        }
        if (method.layers().isEmpty()) {
            if (method.resolved()) {
                findings.add(missing(method));
            }
            return false;
        }
        AnnotationUse lowest = method.layers().get(method.layers().size() - 1);
        if (lowest.wrapper() && method.resolved()) {
            String headline = "method '" + method.name() + "' has no layer annotation below @" + lowest.name()
                    + ": nothing says which layer it wraps";
            findings.add(Problem.of(
                    ProblemId.MISSING_LAYER, new Place.LayerAnnotation(method.name(), lowest.name()), headline));
        }
        return !lowest.wrapper();
    }

    /** Compilers before Java 21 show no processor an annotation that they do not know: then it is there, and its import is missing. */
    private Problem missing(MethodDeclaration method) {
        Place place = new Place.Layer(method.name());
        if (method.isProperty()) {
            String onGetter = "if it has one, it is on the property: to be on its getter it says so, as @get:Input(20)";
            return Problem.of(ProblemId.MISSING_LAYER, place, ProblemId.MISSING_LAYER.headline(method.name()))
                    .withEvidence(List.of(new Problem.Evidence("help", onGetter, "")));
        }
        List<Problem.Evidence> help = new ArrayList<>();
        if (model.methods().stream().allMatch(other -> other.input().isEmpty())
                && FollowOns.mayBeInput(model, method)) {
            String input = "@Input(…) " + method.result().name() + " " + method.name() + "()";
            help.add(new Problem.Evidence("help", "if it is an input, say so: " + input, ""));
        }
        help.add(
                new Problem.Evidence("help", "if it has one, its import is missing: import dev.plumb.dsl.layer.*", ""));
        return Problem.of(ProblemId.MISSING_LAYER, place, ProblemId.MISSING_LAYER.headline(method.name()))
                .withEvidence(help);
    }

    /** The layer that the annotations state, the wrapped one first and then its wrappers, unless something about them is wrong. */
    Optional<LayerSpec> layer(MethodDeclaration method) {
        Optional<AnnotationUse> use = method.composition().use();
        return wrapped(method, use.isPresent() ? nested(method, use.get()) : Optional.empty(), use.isPresent())
                .flatMap(repeated -> repetition(method, repeated))
                .flatMap(spec -> bound(method, spec));
    }

    /** A layer in its wrappers: the lowest annotation is the layer, unless there is a model that they wrap. */
    private Optional<LayerSpec> wrapped(MethodDeclaration method, Optional<LayerSpec> nested, boolean isNested) {
        List<AnnotationUse> uses = method.layers();
        boolean sound = nested.isPresent() || !isNested;
        for (AnnotationUse use : uses) {
            sound &= isComplete(method, use);
        }
        Optional<LayerSpec> layer = nested;
        for (int i = uses.size() - 1; i >= 0 && sound; i--) {
            AnnotationUse use = uses.get(i);
            Optional<LayerSpec> wrapped = layer;
            Map<String, Object> values = new LinkedHashMap<>(isLambda(use) ? Map.of() : use.values());
            wrapped.ifPresent(inner -> values.put(WrapperSpec.WRAPPED, inner));
            layer = definition(method, use).map(definition -> Distribution.settled(definition.read(values)));
            sound = layer.isPresent();
        }
        return sound ? layer : Optional.empty();
    }

    /** The model that a method uses; what is wrong with it is said where it is declared. */
    private Optional<LayerSpec> nested(MethodDeclaration method, AnnotationUse use) {
        if (!use.resolved()) {
            return Optional.empty();
        }
        String name = String.valueOf(use.values().get("value"));
        Place place = new Place.LayerAnnotation(method.name(), use.name());
        Optional<Used<ModelDeclaration, Draft>> used = method.composition().used();
        if (used.isEmpty()) {
            findings.add(Problem.of(
                    ProblemId.UNKNOWN_MODEL,
                    place,
                    ProblemId.UNKNOWN_MODEL.headline(
                            method.name(),
                            name.substring(name.lastIndexOf('.') + 1),
                            method.composition().instead().isEmpty()
                                    ? "it is no @Model or @Sequential of this compilation, nor one of a jar that was"
                                            + " compiled with Plumb"
                                    : method.composition().instead())));
            return Optional.empty();
        }
        Used<ModelDeclaration, Draft> model = used.get();
        if (model.isRecursive()) {
            findings.add(recursive(method, place, model.name()));
            return Optional.empty();
        }
        return model.decided(LayerCheck::sound)
                .flatMap(found -> upTo(method, use, ModelLayer.of(found).withSource(model.generatedName())));
    }

    private static Problem recursive(MethodDeclaration method, Place place, String name) {
        return Problem.of(
                ProblemId.RECURSIVE_BLOCK,
                place,
                ProblemId.RECURSIVE_BLOCK.headline(
                        name, "'" + method.name() + "' uses it, directly or through others"));
    }

    /** A layer of the user's own; what is wrong with it is said where it is declared. */
    private Optional<Definition<? extends LayerSpec>> own(
            MethodDeclaration method, AnnotationUse use, Used<OwnDeclaration, Definition<? extends LayerSpec>> own) {
        Place place = new Place.LayerAnnotation(method.name(), use.name());
        if (own.isRecursive()) {
            findings.add(recursive(method, place, own.name()));
            return Optional.empty();
        }
        Optional<Definition<? extends LayerSpec>> definition = own.decided(LayerCheck::sound);
        if (definition.isEmpty() && own.declared().isPresent()) {
            own.declared()
                    .filter(CodeDeclaration.class::isInstance)
                    .map(CodeDeclaration.class::cast)
                    .filter(CodeDeclaration::isLambda)
                    .map(code -> CodeDeclarationCheck.check(code).fault())
                    .filter(fault -> !fault.isEmpty())
                    .ifPresent(fault -> findings.add(badLambda(method, own.name(), fault)));
        }
        if (definition.isEmpty() && own.declared().isEmpty()) {
            findings.add(Problem.of(
                    ProblemId.UNKNOWN_MODEL,
                    place,
                    ProblemId.UNKNOWN_MODEL.headline(
                            method.name(),
                            own.name(),
                            "its jar was not compiled with Plumb, or with a newer version: there is no class"
                                    + " that carries the layer")));
        }
        return definition;
    }

    /** Whether an annotation names a function, which has no attributes. */
    private static boolean isLambda(AnnotationUse use) {
        return use.binaryName().equals(Lambda.class.getName());
    }

    private static Problem badLambda(MethodDeclaration method, String name, String fault) {
        return Problem.of(
                ProblemId.BAD_SIGNATURE,
                new Place.Attribute(method.name(), "value", -1),
                ProblemId.BAD_SIGNATURE.headline("@Lambda", method.name(), fault.isEmpty() ? name : fault));
    }

    /** The layer of a declaration with which nothing is wrong. */
    private static Optional<Definition<? extends LayerSpec>> sound(OwnDeclaration declaration) {
        return declaration instanceof BlockDeclaration block
                ? BlockDeclarationCheck.sound(block).map(BlockDefinition::definition)
                : CodeDeclarationCheck.check((CodeDeclaration) declaration)
                        .definition()
                        .map(CodeDefinition::definition);
    }

    /** The draft of a declaration with which nothing is wrong. */
    private static Optional<Draft> sound(ModelDeclaration declaration) {
        DraftMaker maker = DraftMaker.of(declaration);
        Draft draft = maker.draft();
        return maker.isCheckable()
                        && maker.problems().isEmpty()
                        && GraphChecker.decide(draft).graph().isPresent()
                ? Optional.of(draft)
                : Optional.empty();
    }

    private Optional<LayerSpec> upTo(MethodDeclaration method, AnnotationUse use, ModelLayer model) {
        Object stated = use.values().getOrDefault("upTo", List.of());
        List<?> layers = stated instanceof List<?> items ? items : List.of(stated);
        Optional<LayerSpec> layer = Optional.of(model);
        if (!layers.isEmpty()) {
            try {
                layer = Optional.of(
                        model.upTo(layers.stream().map(Object::toString).toArray(String[]::new)));
            } catch (IllegalArgumentException e) {
                findings.add(Problem.of(
                        ProblemId.UNKNOWN_OUTPUT,
                        new Place.LayerAnnotation(method.name(), use.name()),
                        "'" + method.name() + "' cannot be cut: " + e.getMessage()));
                layer = Optional.empty();
            }
        }
        return layer;
    }

    /** The reverse of a layer whose weights a method uses. */
    Optional<LayerSpec> reversed(MethodDeclaration method, String owner, LayerSpec layer) {
        if (layer.reversed().isEmpty()) {
            findings.report(
                    ProblemId.DIFFERENT_WEIGHTS,
                    new Place.Sharing(method.name()),
                    "'" + method.name() + "'",
                    owner,
                    "a " + layer.title() + " has no reverse: only an Embedding has");
        }
        return layer.reversed();
    }

    /** A use of weights that leaves out another optional input than the layer that has them. */
    void leftOut(MethodDeclaration method, String owner, LayerSpec layer, String role, boolean here) {
        findings.report(
                ProblemId.DIFFERENT_WEIGHTS,
                new Place.Sharing(method.name()),
                layer.title() + " '" + method.name() + "'",
                owner,
                "its input '" + role + "' is left out " + (here ? "here" : "there")
                        + " before one that is given, and given " + (here ? "there" : "here")
                        + ": all uses of one layer leave out the same");
    }

    /** A repetition is outside of all wrappers, wherever its annotation stands. */
    private Optional<LayerSpec> repetition(MethodDeclaration method, LayerSpec layer) {
        Optional<AnnotationUse> repeat = method.composition().repeat();
        if (repeat.isEmpty()) {
            return Optional.of(layer);
        }
        return isComplete(method, repeat.get())
                ? Optional.of(new Repetition(
                        ((Number) Objects.requireNonNull(repeat.get().values().get("value"))).intValue(),
                        Boolean.TRUE.equals(repeat.get().values().get("parallel")),
                        Settings.NONE,
                        layer))
                : Optional.empty();
    }

    /** In a model, what bindings say is known at once, or once for each repetition; in a block it depends on its use. */
    private Optional<LayerSpec> bound(MethodDeclaration method, LayerSpec layer) {
        List<String> texts = method.composition().bindings();
        if (texts.isEmpty() || model.form().isWiring()) {
            return Optional.of(layer);
        }
        Optional<StepCheck.Fault> fault = StepCheck.inModel(layer, texts);
        fault.ifPresent(found -> findings.report(
                ProblemId.BAD_BINDING,
                new Place.Binding(method.name(), found.text()),
                "@Bind",
                layer.title() + " '" + method.name() + "'",
                found.reason()));
        return fault.isPresent() ? Optional.empty() : Optional.of(StepCheck.bound(layer, texts));
    }

    /** Whether all of an annotation is known and nothing necessary is left out. */
    private boolean isComplete(MethodDeclaration method, AnnotationUse use) {
        if (!use.resolved()) {
            return false; // for the compiler to report
        }
        for (String attribute : use.missing()) {
            findings.add(Problem.of(
                    ProblemId.BAD_ATTRIBUTE,
                    new Place.LayerAnnotation(method.name(), use.name()),
                    use.name() + " '" + method.name() + "' needs the attribute '" + attribute + "'"));
        }
        return use.missing().isEmpty();
    }

    /** What makes the layer of its attributes, if the processor has the layer; classes of the user are never loaded. */
    private Optional<Definition<? extends LayerSpec>> definition(MethodDeclaration method, AnnotationUse use) {
        if (use.own().isPresent()) {
            return own(method, use, use.own().get());
        }
        if (isLambda(use)) {
            String name = String.valueOf(use.values().get("value"));
            String simple = name.substring(name.lastIndexOf('.') + 1);
            findings.add(badLambda(
                    method,
                    simple,
                    simple
                            + " has no @Signature that says which shapes it takes and gives: @Signature(\"(d)"
                            + " -> (d)\") on the class"));
            return Optional.empty();
        }
        Optional<Definition<? extends LayerSpec>> found = Layers.find(use.name())
                .filter(definition -> definition.annotation().equals(use.binaryName()));
        if (found.isEmpty()) {
            findings.add(Problem.of(
                    ProblemId.MISSING_LAYER,
                    new Place.LayerAnnotation(method.name(), use.name()),
                    ProblemId.MISSING_LAYER.headline(method.name()) + ": @" + use.name()
                            + " is not on the path of the annotation processor"));
        }
        return found;
    }

    /** Whether it is known which parameter is which input, and none is missing. */
    boolean roles(MethodDeclaration method, LayerSpec layer, Roles roles) {
        boolean sound = true;
        for (int i = 0; i < method.parameters().size(); i++) {
            ParameterDeclaration parameter = method.parameters().get(i);
            if (!layer.inputNames().isEmpty()
                    && method.parameters().size() > 1
                    && parameter.from().isPresent()
                    && parameter.lost().isPresent()
                    && parameter.compiled().isEmpty()) {
                Problem problem = Problem.of(
                                ProblemId.NAME_NOT_AVAILABLE,
                                new Place.Parameter(method.name(), i),
                                ProblemId.NAME_NOT_AVAILABLE.headline(layer.title(), method.name(), parameter.name()))
                        .withFix("it says which input it is: compile the interface with -parameters");
                findings.add(problem);
                sound = false;
            }
        }
        Optional<Slip> slip =
                sound && !isMadeOfLayers(layer) ? slip(method, layer).filter(this::isRole) : Optional.empty();
        if (sound && isMadeOfLayers(layer) && !isEachGivenOnce(method, layer)) {
            findings.add(unmatched(method, layer));
            sound = false;
        } else if (slip.isPresent()) {
            findings.add(misspelt(method, layer, slip.get()));
            sound = false;
        } else if (sound && roles.missing().isPresent()) {
            String given = roles.given().stream().map(role -> "'" + role + "'").collect(Collectors.joining(", "));
            String wanted = "an input '" + roles.missing().get() + "' beside " + given;
            findings.report(ProblemId.WRONG_ARITY, method, layer.title(), method.name(), wanted, "none");
            sound = false;
        }
        return sound;
    }

    /**
     * A parameter that is named almost like a role that no parameter has.
     *
     * @param index of the parameter
     */
    private record Slip(int index, ParameterDeclaration parameter, String role) {}

    private static Optional<Slip> slip(MethodDeclaration method, LayerSpec layer) {
        List<ParameterDeclaration> parameters = method.parameters();
        List<String> names = parameters.stream().map(ParameterDeclaration::name).toList();
        List<String> left = layer.inputNames().stream()
                .filter(role -> role.length() >= SHORTEST_ROLE && !names.contains(role))
                .toList();
        return IntStream.range(0, parameters.size() > 1 ? parameters.size() : 0)
                .filter(index -> names.get(index).length() >= SHORTEST_ROLE
                        && !layer.inputNames().contains(names.get(index)))
                .boxed()
                .flatMap(index -> Similar.to(names.get(index), left).stream()
                        .map(role -> new Slip(index, parameters.get(index), role)))
                .findFirst();
    }

    /** Whether the name is to say a role: the wire is said beside it, and no wire has this name. One that is numbered, {@code state1}, is as it was meant. */
    private boolean isRole(Slip slip) {
        ParameterDeclaration parameter = slip.parameter();
        String name = parameter.name();
        return parameter.from().isPresent()
                && !Character.isDigit(name.charAt(name.length() - 1))
                && parameter.compiled().isEmpty()
                && !parameter.name().equals(Masked.ROLE)
                && model.methods().stream().noneMatch(method -> method.name().equals(parameter.name()));
    }

    private static Problem misspelt(MethodDeclaration method, LayerSpec layer, Slip slip) {
        String takes = "the roles " + String.join(", ", layer.inputNames());
        String has = "a '" + slip.parameter().name() + "', did you mean '" + slip.role() + "'?";
        return Problem.of(
                ProblemId.WRONG_ARITY,
                new Place.Parameter(method.name(), slip.index()),
                ProblemId.WRONG_ARITY.headline(layer.title(), method.name(), takes, has));
    }

    /** Whether it is a model or block, or several of them: their inputs go by name alone. */
    private static boolean isMadeOfLayers(LayerSpec layer) {
        return WrapperSpec.innermost(layer).isMadeOfLayers()
                && !layer.inputNames().isEmpty();
    }

    private static boolean isEachGivenOnce(MethodDeclaration method, LayerSpec layer) {
        List<String> given = method.parameters().stream()
                .map(ParameterDeclaration::name)
                .sorted()
                .toList();
        boolean compiled = method.parameters().stream()
                .anyMatch(parameter -> parameter.compiled().isPresent());
        return compiled || given.equals(layer.inputNames().stream().sorted().toList());
    }

    private Problem unmatched(MethodDeclaration method, LayerSpec layer) {
        String example = layer.inputNames().stream()
                .map(input -> "@From(\"…\") … " + input)
                .collect(Collectors.joining(", "));
        String has = method.parameters().isEmpty()
                ? "none"
                : method.parameters().stream()
                        .map(parameter -> "'" + parameter.name() + "'")
                        .collect(Collectors.joining(", "));
        String takes = layer.inputNames().stream()
                .map(input -> "'" + input + "'")
                .collect(Collectors.joining(", ", "its inputs ", ", each once"));
        Optional<Slip> slip = slip(method, layer);
        Place place = slip.<Place>map(one -> new Place.Parameter(method.name(), one.index()))
                .orElseGet(() -> new Place.Layer(method.name()));
        String hint = slip.map(one -> ", did you mean '" + one.role() + "'?").orElse("");
        return Problem.of(
                        ProblemId.WRONG_ARITY,
                        place,
                        ProblemId.WRONG_ARITY.headline(layer.title(), method.name(), takes, has + hint))
                .withEvidence(List.of(new Problem.Evidence(
                        "help",
                        "a parameter is the input whose name it has, wherever its wire comes from: " + example,
                        "")));
    }

    /** Checks the attributes of a layer that is no part of the graph: what it takes is already found wrong. */
    void attributes(MethodDeclaration method) {
        List<AnnotationUse> uses = method.layers();
        if (method.plainLayers().size() != 1 || uses.get(uses.size() - 1).wrapper()) {
            return; // not one layer
        }
        layer(method).ifPresent(spec -> {
            for (Mismatch bad : AttributeChecks.of(spec)) {
                Place place = new Place.Attribute(method.name(), bad.attribute(), bad.index());
                findings.add(bad.problem(place, spec.title() + " '" + method.name() + "'"));
            }
        });
    }
}
