package dev.plumb.runtime;

import dev.plumb.ops.Var;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The code of an eager model as a function from values to values: what it is called with, and gives, is made of them. */
interface TracedCall {

    /** The outputs for these inputs, by names. */
    Map<String, Var> on(EagerContext context, List<Var> inputs);

    /**
     * That of a model which is called with a value or a list of values.
     *
     * @param examples how many arrays an example has
     * @throws NotStaticException if it is called with something else
     */
    static <I, O> TracedCall of(EagerModel<I, O> model, int examples) {
        Type input = input(model);
        if (input.equals(Var.class)) {
            if (examples != 1) {
                throw new IllegalArgumentException(
                        "model '" + model.name() + "' is called with one Var, and an example here is " + examples
                                + " arrays: one array is one example");
            }
            return (context, inputs) -> outputs(model, call(model, context, inputs.get(0)));
        }
        if (isListOfValues(input)) {
            return (context, inputs) -> outputs(model, call(model, context, inputs));
        }
        throw new NotStaticException(
                model.name(),
                "is called with " + name(input) + ", and what goes into a plan are arrays, which code sees as Var"
                        + "\n  fix     say how the one is made of the others: traced((context, inputs) ->"
                        + " List.of(call(context, …)), List.of(array, …)); if it is made of numbers, as a tree is of its words,"
                        + " the model stays eager");
    }

    /** That of a function which calls the model. */
    static TracedCall of(String model, BiFunction<EagerContext, List<Var>, List<Var>> call) {
        return (context, inputs) -> named(model, call.apply(context, inputs));
    }

    @SuppressWarnings("unchecked") // the type was looked at
    private static <I, O> O call(EagerModel<I, O> model, EagerContext context, Object input) {
        return model.call(context, (I) input);
    }

    /** The type that the model's code has stated. */
    private static Type input(EagerModel<?, ?> model) {
        for (Class<?> type = model.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Type[] parameters = method.getGenericParameterTypes();
                if (method.getName().equals("call")
                        && !method.isBridge()
                        && parameters.length == 2
                        && parameters[0].equals(EagerContext.class)) {
                    return parameters[1];
                }
            }
        }
        return Object.class;
    }

    private static boolean isListOfValues(Type input) {
        return input instanceof ParameterizedType list
                && list.getRawType().equals(List.class)
                && list.getActualTypeArguments()[0].equals(Var.class);
    }

    private static String name(Type type) {
        return type instanceof Class<?> known ? known.getSimpleName() : type.getTypeName();
    }

    private static Map<String, Var> outputs(EagerModel<?, ?> model, Object output) {
        if (output instanceof Var value) {
            return Map.of("output", value);
        }
        if (output instanceof Collection<?> several && several.stream().allMatch(Var.class::isInstance)) {
            return named(model.name(), several.stream().map(Var.class::cast).toList());
        }
        if (output instanceof Map<?, ?> several && several.values().stream().allMatch(Var.class::isInstance)) {
            Map<String, Var> named = new LinkedHashMap<>();
            several.forEach((name, value) -> named.put(String.valueOf(name), (Var) value));
            return named;
        }
        throw new NotStaticException(
                model.name(),
                "gives " + (output == null ? "null" : "a " + output.getClass().getSimpleName())
                        + ", and what comes out of a plan are arrays"
                        + "\n  fix     say what of it is to come out: traced((context, inputs) ->"
                        + " List.of(call(context, inputs.get(0)).…), List.of(array, …))");
    }

    private static Map<String, Var> named(String model, List<Var> outputs) {
        if (outputs.isEmpty()) {
            throw new NotStaticException(model, "gives no value, so there is nothing to compute");
        }
        Map<String, Var> named = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            named.put(outputs.size() == 1 ? "output" : "output " + (i + 1), outputs.get(i));
        }
        return named;
    }
}
