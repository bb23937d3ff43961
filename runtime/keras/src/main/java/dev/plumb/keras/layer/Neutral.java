package dev.plumb.keras.layer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Options of Keras that no layer here has as an attribute, and the values at which a layer without them is the same. Some change nothing about the numbers, whatever they are.
 */
final class Neutral {
    /**
     * @param values which values are as if the option were not there
     * @param said those values in words
     */
    private record Rule(Predicate<@Nullable Object> values, String said) {
        boolean isForAny() {
            return said.equals("any");
        }
    }

    private static final Rule ANY = new Rule(value -> true, "any");
    private static final Rule NONE = oneOf("null");
    private static final Rule NO = oneOf("false", "null");

    private static final Map<String, Rule> RULES = rules();

    private Neutral() {}

    private static Rule oneOf(String... values) {
        List<String> all = List.of(values);
        return new Rule(value -> all.contains(String.valueOf(value)), String.join(" or ", all));
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        // of the layer as such
        List.of("name", "trainable", "autocast", "batch_input_shape", "batch_shape", "input_length")
                .forEach(option -> rules.put(option, ANY));
        rules.put("dtype", new Rule(value -> isFloat32(value), "float32"));
        rules.put("data_format", oneOf("channels_last", "null"));
        rules.put("activity_regularizer", NONE);
        // how it is computed, not what
        List.of("seed", "unroll", "use_cudnn", "implementation", "time_major", "flash_attention", "synchronized")
                .forEach(option -> rules.put(option, ANY));
        // quantized and adapted layers
        List.of("lora_rank", "lora_alpha", "quantization_config", "gptq_unpacked_column_size", "weights")
                .forEach(option -> rules.put(option, NONE));
        rules.put("renorm_clipping", ANY); // its limits are options of their own by then
        rules.put("rms_scaling", NO);
        rules.put("zero_output_for_mask", NO);
        rules.put("sparse", NO);
        rules.put("ragged", NO);
        rules.put("invert", NO);
        rules.put("encoding", oneOf("utf-8", "null"));
        rules.put("vocabulary_dtype", ANY);
        rules.put("vocabulary_size", ANY);
        rules.put("oov_method", oneOf("floormod", "null"));
        rules.put("salt", NONE);
        rules.put("bounding_box_format", NONE);
        rules.put("fill_mode", oneOf("constant"));
        rules.put(
                "attention_axes", new Rule(value -> value == null || List.of(1).equals(value), "null or [1]"));
        rules.put("tie_weights", oneOf("true"));
        // of Keras 2
        rules.put("groups", oneOf("1"));
        rules.put("softmax_robust_masking", NO);
        List.of("query_shape", "key_shape", "value_shape").forEach(option -> rules.put(option, ANY));
        rules.put("reverse_dtype", NONE);
        rules.put("logit_soft_cap", NONE);
        return rules;
    }

    private static boolean isFloat32(@Nullable Object dtype) {
        return dtype == null || isDtype(dtype, "float32");
    }

    /** Whether an option dtype, which is a name or a policy with a name, says this one. */
    static boolean isDtype(@Nullable Object dtype, String name) {
        Object said = dtype instanceof Map<?, ?> ? Json.config(dtype).get("name") : dtype;
        return name.equals(said);
    }

    /** Why a layer with this option is another one than ours; empty if it is the same. */
    static Optional<String> refusal(String option, @Nullable Object value) {
        Rule rule = RULES.get(option);
        if (rule != null && rule.values().test(value)) {
            return Optional.empty();
        }
        return Optional.of("its option " + option + " is " + Json.shown(value)
                + (rule == null ? ", and is not known here" : ", and has to be " + rule.said()));
    }

    /** Whether there are values of the option, which is in the table, at which a layer is refused. */
    static boolean isRefusable(String option) {
        return Optional.ofNullable(RULES.get(option))
                .filter(rule -> !rule.isForAny())
                .isPresent();
    }

    /** Whether the option is in the table. */
    static boolean knows(String option) {
        return RULES.containsKey(option);
    }
}
