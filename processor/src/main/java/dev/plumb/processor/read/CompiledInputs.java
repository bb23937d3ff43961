package dev.plumb.processor.read;

import dev.plumb.graph.TensorName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which inputs of a compiled layer the parameters of its method are. */
final class CompiledInputs {
    private CompiledInputs() {}

    /**
     * The parameters with the inputs that they are. Those with a wire of their own find it; the others are the inputs that are left, in
     * their order. Inputs may be more than parameters: one that is left out takes what another one takes.
     */
    static List<ParameterDeclaration> of(List<ParameterDeclaration> parameters, List<TensorName> wires) {
        List<ParameterDeclaration> completed = new ArrayList<>(parameters);
        Set<Integer> used = new HashSet<>();
        for (boolean stated : new boolean[] {true, false}) {
            for (int i = 0; i < parameters.size(); i++) {
                ParameterDeclaration parameter = parameters.get(i);
                if (parameter.from().isPresent() != stated) {
                    continue;
                }
                OptionalInt input = IntStream.range(0, wires.size())
                        .filter(index -> !used.contains(index)
                                && (!stated || wires.get(index).equals(parameter.wire())))
                        .findFirst();
                if (input.isEmpty()) {
                    return parameters; // another version of the layer
                }
                used.add(input.getAsInt());
                completed.set(
                        i,
                        parameter.withCompiled(
                                new ParameterDeclaration.CompiledInput(wires.get(input.getAsInt()), input.getAsInt())));
            }
        }
        Set<TensorName> taken = used.stream().map(wires::get).collect(Collectors.toSet());
        return taken.containsAll(wires) ? completed : parameters;
    }
}
