package dev.plumb.samples.backbones;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the layers of a backbone are called in Keras, by their paths: so the files that Keras publishes fit.
 *
 * <pre>{@code
 * network.weightsFrom(KerasWeights.read(file), Matching.byName().naming(KerasNames.RESNET50::of));
 * }</pre>
 */
public final class KerasNames {
    /** Of {@link VGG16}. */
    public static final KerasNames VGG16 = new KerasNames(List.of(
            new Rule(
                    "(?:features/)?block(\\d)/conv/(\\d+)",
                    found -> "block" + found.group(1) + "_conv" + next(found, 2)),
            new Rule("(fc\\d|predictions)", found -> found.group(1))));

    /** Of {@link ResNet50}. */
    public static final KerasNames RESNET50 = new KerasNames(List.of(
            new Rule("(conv|bn)1", found -> "conv1_" + found.group(1)),
            new Rule(
                    "conv(\\d)/(\\d+)/(conv|bn)(\\d)",
                    found -> "conv" + found.group(1) + "_block" + next(found, 2) + "_" + found.group(4) + "_"
                            + found.group(3)),
            new Rule("(predictions)", found -> found.group(1))));

    /** Of {@link MobileNetV2}. */
    public static final KerasNames MOBILENET_V2 = new KerasNames(List.of(
            new Rule("conv1", found -> "Conv1"),
            new Rule("bn1", found -> "bn_Conv1"),
            new Rule("conv2", found -> "Conv_1"),
            new Rule("bn2", found -> "Conv_1_bn"),
            new Rule("stage1/(.*)", found -> "expanded_conv_" + found.group(1).replace("Bn", "_BN")),
            new Rule(
                    "stage(\\d)/(?:(\\d+)/)?(.*)",
                    found -> "block_" + (Counts.MOBILENET_V2.get(number(found, 1)) + number(found, 2)) + "_"
                            + found.group(3).replace("Bn", "_BN")),
            new Rule("(predictions)", found -> found.group(1))));

    /** Of {@link MobileNetV3Small}. */
    public static final KerasNames MOBILENET_V3_SMALL = new KerasNames(List.of(
            new Rule("(conv|logits)", found -> found.group(1)),
            new Rule("bn", found -> "conv_bn"),
            new Rule("bn1", found -> "conv_1_bn"),
            new Rule("conv(\\d)", found -> "conv_" + found.group(1)),
            new Rule("block(\\d)/(?:(\\d+)/)?(.*)", found -> {
                int block = number(found, 1) + number(found, 2);
                String inside = found.group(3)
                        .replace("Bn", "_bn")
                        .replace("excited/reduce", "squeeze_excite_conv")
                        .replace("excited/expand", "squeeze_excite_conv_1");
                return "expanded_conv_" + (block == 0 ? "" : block + "_") + inside;
            })));

    /** Of {@link EfficientNetB0}. */
    public static final KerasNames EFFICIENTNET_B0 = new KerasNames(List.of(
            new Rule("normalized", found -> "normalization"),
            new Rule("(stem|top)", found -> found.group(1) + "_conv"),
            new Rule("(stem|top)Bn", found -> found.group(1) + "_bn"),
            new Rule("block(\\d)/(?:(\\d+)/)?(.*)", found -> {
                char letter = (char) ('a' + number(found, 2));
                String inside = found.group(3)
                        .replaceAll("^(expand|project)$", "$1_conv")
                        .replace("depthwise", "dwconv")
                        .replace("Bn", "_bn")
                        .replace("excited/", "se_");
                return "block" + found.group(1) + letter + "_" + inside;
            }),
            new Rule("(predictions)", found -> found.group(1))));

    private final List<Rule> rules;

    private KerasNames(List<Rule> rules) {
        this.rules = rules;
    }

    /** Turns paths of one form into names. */
    private record Rule(Pattern path, Function<MatchResult, String> name) {
        Rule(String path, Function<MatchResult, String> name) {
            this(Pattern.compile(path), name);
        }
    }

    /** How many blocks come before a stage. */
    private static final class Counts {
        static final List<Integer> MOBILENET_V2 = List.of(0, 0, 1, 3, 6, 10, 13, 16);
    }

    /** The name in Keras of the layer of a path; the path itself if Keras has no such layer. */
    public String of(String path) {
        for (Rule rule : rules) {
            Matcher matcher = rule.path().matcher(path);
            if (matcher.matches()) {
                return rule.name().apply(matcher.toMatchResult());
            }
        }
        return path;
    }

    /** Repetitions count from 0; what is not repeated is the first. */
    private static int number(MatchResult found, int group) {
        String digits = found.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int next(MatchResult found, int group) {
        return number(found, group) + 1;
    }
}
