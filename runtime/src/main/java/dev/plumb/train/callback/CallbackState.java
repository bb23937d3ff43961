package dev.plumb.train.callback;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a callback has seen of a training, by names: what it writes in {@link Callback#saveState} and reads in {@link Callback#restoreState}.
 *
 * <pre>{@code
 * public void saveState(CallbackState state) {
 *     state.put("best", best).put("waited", waited);
 * }
 *
 * public void restoreState(Training training, CallbackState state) {
 *     best = state.number("best");
 *     waited = state.count("waited");
 * }
 * }</pre>
 *
 * Numbers come back to the bit, NaN and infinity among them. Not thread safe.
 */
public final class CallbackState {
    private final String callback;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, INDArray> arrays = new LinkedHashMap<>();

    /**
     * Nothing put yet.
     *
     * @param callback its name, for messages
     */
    public CallbackState(String callback) {
        this.callback = Objects.requireNonNull(callback, "the name of the callback is null");
    }

    /** Adds a number. */
    public CallbackState put(String name, double value) {
        return put(name, Double.toString(value));
    }

    /** Adds a whole number. */
    public CallbackState put(String name, long value) {
        return put(name, Long.toString(value));
    }

    /** Adds a text. */
    public CallbackState put(String name, String text) {
        Objects.requireNonNull(text, "the text of '" + name + "' is null");
        values.put(named(name), text);
        return this;
    }

    /** Adds texts. */
    public CallbackState put(String name, List<String> texts) {
        put(name, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            put(name + "/" + i, texts.get(i));
        }
        return this;
    }

    /** Adds arrays by their own names, such as weights by path. They are kept as float32, without a copy where they are that. */
    public CallbackState put(String name, Map<String, INDArray> named) {
        put(name, new ArrayList<>(named.keySet()));
        named.forEach((key, array) -> {
            Objects.requireNonNull(array, () -> "the array '" + key + "' of '" + name + "' is null");
            arrays.put(named(name) + "/" + key, array.castTo(DataType.FLOAT));
        });
        return this;
    }

    private static String named(String name) {
        return Objects.requireNonNull(name, "the name of a value is null");
    }

    /** Whether a value of that name was put. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The number of that name. */
    public double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a number", e);
        }
    }

    /** The whole number of that name. */
    public long whole(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    /**
     * The whole number of that name, within bounds: a file that is damaged may have any.
     *
     * @throws IllegalStateException if there is none, or it is out of them
     */
    public long whole(String name, long least, long most) {
        long number = whole(name);
        if (number < least || number > most) {
            throw wrong(name, "a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most), null);
        }
        return number;
    }

    /**
     * The number of something, of that name: a whole number from 0 to 2<sup>31</sup>-1.
     *
     * @throws IllegalStateException if there is none, or it is another number
     */
    public int count(String name) {
        return (int) whole(name, 0, Integer.MAX_VALUE);
    }

    /**
     * The text of that name.
     *
     * @throws IllegalStateException if there is none; the message says which there are
     */
    public String text(String name) {
        String text = values.get(name);
        if (text == null) {
            throw new IllegalStateException("the backup has no '" + name + "' of the callback " + callback
                    + Similar.hint(name, values.keySet()) + "; it has " + values.keySet()
                    + ": it was written by another version of the callback");
        }
        return text;
    }

    /** The texts of that name. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        int count = count(name);
        for (int i = 0; i < count; i++) {
            texts.add(text(name + "/" + i));
        }
        return texts;
    }

    /** The arrays of that name, by their own names. */
    public Map<String, INDArray> arrays(String name) {
        Map<String, INDArray> named = new LinkedHashMap<>();
        for (String key : texts(name)) {
            INDArray array = arrays.get(name + "/" + key);
            if (array == null) {
                throw new IllegalStateException(
                        "the backup has no array '" + name + "/" + key + "' of the callback " + callback);
            }
            named.put(key, array);
        }
        return named;
    }

    private IllegalStateException wrong(String name, String expected, @Nullable NumberFormatException cause) {
        return new IllegalStateException(
                "the backup has '" + text(name) + "' as '" + name + "' of the callback " + callback + ", expected "
                        + expected,
                cause);
    }

    /** Whether nothing was put. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** All numbers and texts, as texts, by their names. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** All arrays, by their full names. */
    public Map<String, INDArray> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /** The state that {@link #values()} and {@link #arrays()} gave. */
    public static CallbackState of(String callback, Map<String, String> values, Map<String, INDArray> arrays) {
        CallbackState state = new CallbackState(callback);
        state.values.putAll(values);
        state.arrays.putAll(arrays);
        return state;
    }
}
