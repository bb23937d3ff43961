package dev.plumb.keras.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON as Keras writes objects in it. */
public final class Json {
    private Json() {}

    /** An object; empty if it is none. */
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> object.put(String.valueOf(key), item));
        }
        return object;
    }

    /** The items of a list; none if it is no list. */
    public static List<@Nullable Object> items(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /** The name of the class of an object of Keras. */
    public static Optional<String> className(@Nullable Object value) {
        return object(value).get("class_name") instanceof String name ? Optional.of(name) : Optional.empty();
    }

    /**
     * The name under which an object's class is registered or found, if it is somebody's own and no part of Keras: it may have the name of one that is.
     */
    public static Optional<String> ownClass(@Nullable Object value) {
        Map<String, @Nullable Object> object = object(value);
        if (object.get("registered_name") instanceof String registered && registered.contains(">")) {
            return Optional.of(registered);
        }
        boolean isUnregistered = object.containsKey("module") && object.get("module") == null;
        if (isUnregistered && object.get("registered_name") instanceof String name) {
            return Optional.of(name);
        }
        return object.get("module") instanceof String module
                        && !module.isEmpty()
                        && Stream.of("keras", "tf_keras", "tensorflow").noneMatch(module::startsWith)
                ? Optional.of(module + "." + className(value).orElse("?"))
                : Optional.empty();
    }

    /**
     * The name of the class of an object that is to be one of Keras.
     *
     * @throws NoCounterpart if it is somebody's own
     */
    public static Optional<String> kerasClass(@Nullable Object value) throws NoCounterpart {
        Optional<String> own = ownClass(value);
        if (own.isPresent()) {
            throw new NoCounterpart("its class '" + own.get()
                    + "' is not one of Keras: what it computes is code, which a file does not have");
        }
        return className(value);
    }

    /** What an object of Keras was made of. */
    public static Map<String, @Nullable Object> config(@Nullable Object value) {
        return object(object(value).get("config"));
    }

    /** A text as it is, anything else as JSON shows it, shortened. */
    public static String shown(@Nullable Object value) {
        String text = value instanceof String word ? "\"" + word + "\"" : String.valueOf(value);
        return text.length() > 80 ? text.substring(0, 77) + "..." : text;
    }

    /** An object as Keras writes it; what it is made of in a fixed order, so that files are the same each time. */
    static Map<String, @Nullable Object> sorted(String module, String className, Map<String, ?> config) {
        return made(module, className, new TreeMap<>(config));
    }

    /** An object as Keras writes it. */
    public static Map<String, @Nullable Object> made(String module, String className, Map<String, ?> config) {
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        made.put("module", module);
        made.put("class_name", className);
        made.put("config", config);
        made.put("registered_name", null);
        return made;
    }
}
