package dev.plumb.source;

import dev.plumb.dsl.Tensor;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a method: which wire goes where. A parameter is named like its wire where that is possible, and says so otherwise. */
final class Wires {
    private final Map<String, Draft.Step> steps;
    private final Set<String> packages;

    /**
     * @param packages with what names begin that annotations may have with their packages: as kapt writes them
     */
    Wires(Draft draft, Set<String> packages) {
        this.steps = draft.stepsByName();
        this.packages = packages;
    }

    /** A wire as it is written: a tensor, or a list of all that a repetition gives. */
    private record Written(TensorName wire, TensorKind kind) {}

    List<Declaration.Parameter> parameters(Draft.Step step) {
        LayerSpec layer = step.layer().orElseThrow();
        List<Written> wires = written(step.sources());
        List<String> roles = roles(step, layer, wires.size());
        boolean byName = WrapperSpec.innermost(layer).isMadeOfLayers();
        boolean rolesDecide = byName || roles(layer).stream().anyMatch(role -> !role.isEmpty());
        Set<String> taken = new HashSet<>(roles);
        List<Declaration.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < wires.size(); i++) {
            String wire = wires.get(i).wire().toString();
            String role = roles.get(i);
            boolean named = role.isEmpty()
                    ? isParameter(wire, layer) && taken.add(wire)
                    : wire.equals(role) && isParameter(wire);
            boolean plain = named && !(rolesDecide && !byName && leavesOut(layer));
            String name = plain ? wire : !role.isEmpty() ? role : free(taken);
            parameters.add(new Declaration.Parameter(
                    plain ? Optional.empty() : Optional.of(wire),
                    type(wires.get(i).kind()),
                    name));
        }
        return parameters;
    }

    /** The roles of the wires; "" for those that need none. */
    private static List<String> roles(Draft.Step step, LayerSpec layer, int wires) {
        List<String> known = roles(layer);
        List<String> roles = new ArrayList<>();
        for (int i = 0; i < wires; i++) {
            boolean needed = wires > 1 || leavesOut(layer);
            roles.add(needed && i < known.size() ? known.get(i) : "");
        }
        if (step.terms().masked()) {
            roles.set(wires - 1, Masked.ROLE);
        }
        return roles;
    }

    /** The roles of a layer's inputs; of one or more that are alike and come last, none. */
    private static List<String> roles(LayerSpec layer) {
        List<String> repeating = code(layer).map(CodeLayer::repeatingRoles).orElse(List.of());
        return repeating.isEmpty() ? layer.inputNames() : repeating.subList(0, repeating.size() - 1);
    }

    /** Whether a layer in code is used without an input that comes before others. */
    private static boolean leavesOut(LayerSpec layer) {
        return code(layer)
                .filter(one ->
                        one.inputs().size() < one.code().signature().inputs().size())
                .isPresent();
    }

    private static Optional<CodeLayer> code(LayerSpec layer) {
        LayerSpec once = layer instanceof Repetition repeated ? repeated.layer() : layer;
        return Optional.of(once).filter(CodeLayer.class::isInstance).map(CodeLayer.class::cast);
    }

    /** The tensors, with those of a list under the name of the list. */
    private List<Written> written(List<Draft.Source> sources) {
        List<Written> written = new ArrayList<>();
        int next = 0;
        while (next < sources.size()) {
            Draft.Source source = sources.get(next);
            Optional<TensorName> list = list(source.wire());
            List<TensorName> items =
                    list.map(wire -> Composite.tensors(wire, layer(wire))).orElse(List.of());
            boolean whole = !items.isEmpty()
                    && next + items.size() <= sources.size()
                    && sources.subList(next, next + items.size()).stream()
                            .map(Draft.Source::wire)
                            .toList()
                            .equals(items);
            written.add(new Written(whole ? list.orElseThrow() : source.wire(), source.declared()));
            next += whole ? items.size() : 1;
        }
        return written;
    }

    /** The list that begins with this tensor. */
    private Optional<TensorName> list(TensorName wire) {
        int slash = wire.output().lastIndexOf('/');
        if (slash < 0 || !(layer(wire).orElse(null) instanceof Composite composite)) {
            return Optional.empty();
        }
        String output = wire.output().substring(0, slash);
        String shortest = composite.listed("").contains(wire.output()) ? "" : output;
        return composite.listed(shortest).contains(wire.output())
                ? Optional.of(new TensorName(wire.source(), shortest))
                : Optional.empty();
    }

    private Optional<LayerSpec> layer(TensorName wire) {
        return Optional.ofNullable(steps.get(wire.source())).flatMap(Draft.Step::layer);
    }

    /** Whether a parameter of this name is the wire of this name. */
    private boolean isParameter(String wire, LayerSpec layer) {
        return isParameter(wire) && !(wire.equals(Masked.ROLE) && Masked.takesMask(layer));
    }

    /** In the annotations of a method, a parameter hides the constant, type or package of its name: the first two begin with capitals. */
    private boolean isParameter(String wire) {
        return JavaNames.isName(wire) && !Character.isUpperCase(wire.codePointAt(0)) && !packages.contains(wire);
    }

    private static String free(Set<String> taken) {
        String free = "input";
        for (int next = 2; !taken.add(free); next++) {
            free = "input" + next;
        }
        return free;
    }

    /** The name of a tensor type. */
    static String type(TensorKind kind) {
        return Tensor.class.getPackageName() + "." + kind.typeName();
    }
}
