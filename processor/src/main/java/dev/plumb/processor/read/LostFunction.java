package dev.plumb.processor.read;

import java.util.List;

/**
 * A function of a Kotlin interface that Java cannot have, so that nothing but its name came to the processor.
 *
 * @param parameters the names of its parameters
 * @param token the interface
 */
public record LostFunction(String name, List<String> parameters, Token token) {
    public LostFunction {
        parameters = List.copyOf(parameters);
    }
}
