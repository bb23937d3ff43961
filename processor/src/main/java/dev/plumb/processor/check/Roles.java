package dev.plumb.processor.check;

import dev.plumb.graph.code.CodeLayer;
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

    /** The layer as it is used: without what is left out. */
    LayerSpec used(LayerSpec layer) {
        return leftOut.isEmpty() ? layer : ((CodeLayer) layer).without(leftOut.toArray(String[]::new));
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
        List<Integer> order = new ArrayList<>(byPosition(parameters).parameters());
        order.remove(Integer.valueOf(mask.getAsInt()));
        order.add(mask.getAsInt());
        return new Roles(order, Optional.empty(), List.of());
    }

    static Roles of(LayerSpec layer, List<ParameterDeclaration> parameters) {
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
            if (parameter == null && layer instanceof CodeLayer code && code.isOptional(names.get(role))) {
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
