package dev.plumb.processor.check;

import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import dev.plumb.processor.read.ParameterDeclaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which parameter is which input of a layer. Where inputs have roles, a parameter that is wired by {@code @From} and named like a role has that
 * role; the others have the roles that are left, in their order.
 *
 * @param parameters for each input of the layer the index of the parameter that it comes from; a parameter may be several inputs
 * @param missing the role that has to be given and is not
 * @param given the roles that are given, in their order
 * @param leftOut the roles of a layer in code that are left out before one that is given
 */
record Roles(List<Integer> parameters, Optional<String> missing, List<String> given, List<String> leftOut) {

    Roles {
        parameters = List.copyOf(parameters);
        given = List.copyOf(given);
        leftOut = List.copyOf(leftOut);
    }

    Roles(List<Integer> parameters, Optional<String> missing, List<String> given) {
        this(parameters, missing, given, List.of());
    }

    /** The layer as it is used: without these optional inputs. */
    static LayerSpec used(LayerSpec layer, List<String> leftOut) {
        if (leftOut.isEmpty()) {
            return layer;
        }
        return layer instanceof Repetition repeated
                ? new Repetition(
                        repeated.value(), repeated.parallel(), repeated.settings(), used(repeated.layer(), leftOut))
                : ((CodeLayer) layer).without(leftOut.toArray(String[]::new));
    }

    /** The layer in code that a method applies, once or repeatedly. */
    private static Optional<CodeLayer> code(LayerSpec layer) {
        LayerSpec once = layer instanceof Repetition repeated ? repeated.layer() : layer;
        return Optional.of(once).filter(CodeLayer.class::isInstance).map(CodeLayer.class::cast);
    }

    /** Each parameter is the input at its own position. */
    static Roles byPosition(List<ParameterDeclaration> parameters) {
        return new Roles(IntStream.range(0, parameters.size()).boxed().toList(), Optional.empty(), List.of());
    }

    /**
     * The parameter that is the mask of the first other one, where a layer has no role of that name: whoever calls a state or a summand so is asked to
     * give it another name. The first parameter is what is masked, unless {@code @From} says where it comes from.
     */
    static OptionalInt mask(LayerSpec layer, List<ParameterDeclaration> parameters) {
        if (!Masked.takesMask(layer) || parameters.size() < 2) {
            return OptionalInt.empty();
        }
        return IntStream.range(0, parameters.size())
                .filter(index -> parameters.get(index).name().equals(Masked.ROLE))
                .filter(index -> parameters.get(index).from().isPresent() || index > 0)
                .findFirst();
    }

    /** The roles of a layer's parameters, of which this one is the mask and comes last. */
    static Roles of(LayerSpec layer, List<ParameterDeclaration> parameters, OptionalInt mask) {
        if (mask.isEmpty()) {
            return of(layer, parameters);
        }
        List<Integer> others = new ArrayList<>(byPosition(parameters).parameters());
        others.remove(Integer.valueOf(mask.getAsInt()));
        Roles roles = of(layer, others.stream().map(parameters::get).toList());
        List<Integer> order =
                new ArrayList<>(roles.parameters().stream().map(others::get).toList());
        order.add(mask.getAsInt());
        return new Roles(order, roles.missing(), roles.given(), roles.leftOut());
    }

    static Roles of(LayerSpec layer, List<ParameterDeclaration> parameters) {
        List<String> repeating = code(layer).map(CodeLayer::repeatingRoles).orElse(List.of());
        if (!repeating.isEmpty()) {
            return repeating(repeating, parameters);
        }
        List<String> names = layer.inputNames();
        if (names.isEmpty() || parameters.size() > names.size()) {
            return byPosition(parameters);
        }
        boolean byName = WrapperSpec.innermost(layer).isMadeOfLayers();
        @Nullable Integer[] taken = new Integer[names.size()];
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            int role = byName ? names.indexOf(parameters.get(i).name()) : stated(parameters.get(i), names);
            if (role >= 0 && role < taken.length && taken[role] == null) {
                taken[role] = i;
            } else {
                others.add(i);
            }
        }
        if (byName && !others.isEmpty()) {
            return byName(names, taken, parameters);
        }
        for (int role = 0, next = 0; next < others.size(); role++) {
            if (taken[role] == null) {
                taken[role] = others.get(next++);
            }
        }
        return completed(layer, names, taken);
    }

    /** Of a layer whose last role is that of one or more inputs: what is not stated to be another is one of these, once the others are given. */
    private static Roles repeating(List<String> names, List<ParameterDeclaration> parameters) {
        int last = names.size() - 1;
        @Nullable Integer[] taken = new Integer[last];
        List<Integer> rest = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            int role = stated(parameters.get(i), names);
            if (role >= 0 && role < last && taken[role] == null) {
                taken[role] = i;
            } else {
                (role == last ? rest : others).add(i);
            }
        }
        for (int role = 0; role < last && !others.isEmpty(); role++) {
            if (taken[role] == null) {
                taken[role] = others.remove(0);
            }
        }
        rest.addAll(others);
        rest.sort(null);
        boolean isRepeated = !rest.isEmpty();
        List<String> given = IntStream.rangeClosed(0, last)
                .filter(role -> role == last ? isRepeated : taken[role] != null)
                .mapToObj(names::get)
                .toList();
        Optional<String> missing = isRepeated
                ? names.stream().filter(name -> !given.contains(name)).findFirst()
                : Optional.empty();
        List<Integer> order =
                new ArrayList<>(Arrays.stream(taken).filter(Objects::nonNull).toList());
        order.addAll(rest);
        return new Roles(order, missing, given);
    }

    /** The inputs of a model or block go by their names alone: one that is not given is missing, whatever else is. */
    private static Roles byName(List<String> names, @Nullable Integer[] taken, List<ParameterDeclaration> parameters) {
        Optional<String> missing = IntStream.range(0, taken.length)
                .filter(role -> taken[role] == null)
                .mapToObj(names::get)
                .findFirst();
        List<String> given = IntStream.range(0, taken.length)
                .filter(role -> taken[role] != null)
                .mapToObj(names::get)
                .toList();
        return new Roles(byPosition(parameters).parameters(), missing, given);
    }

    /** The index of the role that a parameter states, or -1. */
    private static int stated(ParameterDeclaration parameter, List<String> names) {
        return parameter
                .compiled()
                .map(ParameterDeclaration.CompiledInput::index)
                .orElseGet(() -> parameter.from().isPresent() ? names.indexOf(parameter.name()) : -1);
    }

    /** Gives roles that are left out before the last one their default. */
    private static Roles completed(LayerSpec layer, List<String> names, @Nullable Integer[] taken) {
        Set<String> given = new TreeSet<>();
        int last = -1;
        for (int role = 0; role < taken.length; role++) {
            if (taken[role] != null) {
                given.add(names.get(role));
                last = role;
            }
        }
        List<String> inOrder = names.stream().filter(given::contains).toList();
        List<Integer> parameters = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int role = 0; role <= last; role++) {
            Integer parameter = taken[role];
            if (parameter == null) {
                parameter = layer.inputDefault(names.get(role), given)
                        .map(names::indexOf)
                        .filter(other -> other >= 0 && other < parameters.size())
                        .map(parameters::get)
                        .orElse(null);
            }
            String name = names.get(role);
            if (parameter == null
                    && code(layer).filter(code -> code.isOptional(name)).isPresent()) {
                leftOut.add(names.get(role));
                continue;
            }
            if (parameter == null) {
                List<Integer> asWritten =
                        Arrays.stream(taken).filter(Objects::nonNull).sorted().toList();
                return new Roles(asWritten, Optional.of(names.get(role)), inOrder);
            }
            parameters.add(parameter);
        }
        return new Roles(parameters, Optional.empty(), inOrder, leftOut);
    }
}
