package dev.plumb.graph.compose;

import dev.plumb.graph.expression.Binding;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Carries out what binds the attributes of a layer. */
final class Bindings {
    private Bindings() {}

    /** A binding that cannot be carried out. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int text;

        Failure(int text, String reason) {
            super(reason);
            this.text = text;
        }

        /** Which of the texts it is in. */
        int text() {
            return text;
        }

        /** Why, with the column. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * The layer with its attributes set. What a repetition repeats is set later, in each repetition.
     *
     * @throws Failure if there is no such attribute, or its value cannot be computed
     */
    static LayerSpec apply(LayerSpec layer, List<String> texts, Environment names) {
        Predicate<Binding> now = layer instanceof Repetition repetition
                ? binding -> Binder.isOfRepetition(binding, repetition)
                : binding -> true;
        LayerSpec bound = applied(layer, texts, now, names);
        return bound instanceof Repetition set && !texts.isEmpty()
                ? set.with(new Settings(texts, names.values()))
                : bound;
    }

    /**
     * What is repeated, as it is in the repetition of this number.
     *
     * @throws Failure if there is no such attribute, or its value cannot be computed
     */
    static LayerSpec repeated(Repetition repetition, int index) {
        Environment names = new Environment(repetition.settings().names()).with(Settings.INDEX, (long) index);
        return applied(
                repetition.layer(),
                repetition.settings().bindings(),
                binding -> !Binder.isOfRepetition(binding, repetition),
                names);
    }

    /** The layer with those attributes set whose bindings are meant. */
    private static LayerSpec applied(LayerSpec layer, List<String> texts, Predicate<Binding> meant, Environment names) {
        LayerSpec bound = layer;
        for (int i = 0; i < texts.size(); i++) {
            for (Binding binding : parsed(texts.get(i), i)) {
                if (meant.test(binding)) {
                    bound = applied(bound, binding, names, i);
                }
            }
        }
        return bound;
    }

    private static LayerSpec applied(LayerSpec layer, Binding binding, Environment names, int text) {
        try {
            return Binder.apply(layer, binding, names);
        } catch (Binder.Refusal refusal) {
            throw new Failure(text, refusal.reason());
        }
    }

    private static List<Binding> parsed(String text, int index) {
        try {
            return Binding.parse(text);
        } catch (ExpressionException e) {
            throw new Failure(index, e.located());
        }
    }

    /** An environment of one name. */
    static Environment of(String name, Object value) {
        return new Environment(Map.of(name, value));
    }
}
