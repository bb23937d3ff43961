package dev.plumb.layer;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A layer in code that does not do what it says, or an op in it that cannot be. The message names the layer and the line of the code. */
public final class LayerCodeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Frames of Plumb itself. */
    private static final Pattern OWN =
            Pattern.compile("(dev\\.plumb\\.(ops|layer|compile|engine|graph|runtime|weights)|java|jdk)\\..*");

    LayerCodeException(String message) {
        super(message);
    }

    private LayerCodeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, which happened in this layer of a model. */
    public LayerCodeException inside(String node, String model) {
        return new LayerCodeException("'" + node + "' of model '" + model + "': " + getMessage(), this);
    }

    /** The class of the code, or one that it needs, was there when the layer was compiled and is not now. */
    static LayerCodeException missing(String layer, NoClassDefFoundError cause) {
        String name = String.valueOf(cause.getMessage()).replace('/', '.');
        return new LayerCodeException(
                layer + " needs the class " + name + ", which is missing: put the jar that has it on the class path",
                cause);
    }

    /** What was thrown by the constructor of the code of a layer, with its line. */
    static LayerCodeException notMade(String layer, RuntimeException cause) {
        return thrown(layer + " refuses its attributes", cause, frame(cause, name -> !OWN.matcher(name)
                .matches()));
    }

    /** What was thrown in the code of a layer, with its line. */
    static LayerCodeException thrown(String layer, Class<?> code, RuntimeException cause) {
        return thrown(layer + " failed", cause, line(code, cause));
    }

    private static LayerCodeException thrown(String what, RuntimeException cause, Optional<String> line) {
        String reason = cause instanceof IllegalArgumentException || cause instanceof IllegalStateException
                ? String.valueOf(cause.getMessage())
                : cause.toString();
        String where = reason.contains("\n")
                ? ""
                : line.map(frame -> " (at " + frame + ")").orElse("");
        return new LayerCodeException(what + ": " + reason + where, cause);
    }

    /** The innermost line of the file of the code, or else of what is not Plumb's. */
    private static Optional<String> line(Class<?> code, Throwable cause) {
        String file = code.getNestHost().getName();
        return frame(cause, name -> name.equals(file) || name.startsWith(file + "$"))
                .or(() -> frame(cause, name -> !OWN.matcher(name).matches()));
    }

    private static Optional<String> frame(Throwable cause, Predicate<String> className) {
        return Stream.of(cause.getStackTrace())
                .filter(frame -> className.test(frame.getClassName()))
                .findFirst()
                .map(StackTraceElement::toString);
    }
}
