package dev.plumb.layer;

import dev.plumb.dsl.layer.AugMixLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.RandAugmentLayer;
import dev.plumb.graph.rule.Bounds;
import dev.plumb.graph.rule.VariedImageSpec;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.stream.Stream;

/** Layers that vary images as others do, which a step chooses at random. All of these are computed: a plan has no branches. */
final class VariedImages {
    /** How many bits posterization keeps at the greatest strength. */
    private static final int BITS = 8;

    private VariedImages() {}

    static Var randAugment(RandAugmentLayer spec, LayerContext context, Var x) {
        List<LayerSpec> operations = Stream.of(motions(spec), colors(spec), tones(spec))
                .flatMap(List::stream)
                .toList();
        Var chosen = Draws.choices(context, operations.size(), spec.numOps());
        List<RepeatedDraws> draws =
                operations.stream().map(operation -> new RepeatedDraws(context)).toList();
        Var image = x;
        for (int i = 0; i < spec.numOps(); i++) {
            draws.forEach(RepeatedDraws::start);
            image = varied(operations, draws, image, chosen.get(0, i));
        }
        return image;
    }

    static Var augMix(AugMixLayer spec, LayerContext context, Var x) {
        List<LayerSpec> operations = Stream.of(
                        motions(spec), tones(spec), spec.allOps() ? colors(spec) : List.<LayerSpec>of())
                .flatMap(List::stream)
                .toList();
        List<LayerContext> contexts =
                operations.stream().map(operation -> context).toList();
        Var shares = Draws.shares(context, spec.alpha(), spec.numChains());
        Var own = Draws.shares(context, spec.alpha(), 2).get(0, 0);
        Var mixed = x.times(own);
        for (int chain = 0; chain < spec.numChains(); chain++) {
            Var image = x;
            for (int link = 0; link < spec.chainDepth(); link++) {
                // The last choice is none of them.
                Var chosen = Draws.choices(context, operations.size() + 1, 1).get(0, 0);
                image = varied(operations, contexts, image, chosen);
            }
            mixed = mixed.plus(image.times(shares.get(0, chain).times(own.subtractedFrom(1))));
        }
        return ValueRange.of(spec.valueRange()).clipped(mixed);
    }

    /** What the chosen one of these operations makes of an image; itself where none is chosen. */
    private static Var varied(
            List<LayerSpec> operations, List<? extends LayerContext> contexts, Var image, Var chosen) {
        Var varied = image;
        for (int i = 0; i < operations.size(); i++) {
            Var made = Lowerings.lower(operations.get(i), contexts.get(i), List.of(image))
                    .get(0);
            varied = made.where(chosen.equalTo(i), varied);
        }
        return varied;
    }

    private static List<LayerSpec> motions(VariedImageSpec spec) {
        double[] factor = bounds(spec);
        return List.of(
                Layers.randomShear().xFactor(factor).yFactor(factor).interpolation(spec.interpolation()),
                Layers.randomTranslation(List.of(factor[0], factor[1]), factor).interpolation(spec.interpolation()),
                Layers.randomRotation(factor).interpolation(spec.interpolation()));
    }

    private static List<LayerSpec> colors(VariedImageSpec spec) {
        double[] factor = bounds(spec);
        List<Double> range = spec.valueRange();
        return List.of(
                Layers.randomBrightness(factor).valueRange(range),
                Layers.randomColorDegeneration(factor).valueRange(range),
                Layers.randomContrast(factor).valueRange(range),
                Layers.randomSharpness(factor).valueRange(range));
    }

    private static List<LayerSpec> tones(VariedImageSpec spec) {
        double[] factor = bounds(spec);
        List<Double> range = spec.valueRange();
        int bits = Math.max(1, (int) (BITS * factor[1]));
        return List.of(
                Layers.randomPosterization(bits).valueRange(range),
                Layers.solarization()
                        .additionFactor(factor)
                        .thresholdFactor(factor)
                        .valueRange(range),
                Layers.autoContrast().valueRange(range),
                Layers.equalization().valueRange(range));
    }

    private static double[] bounds(VariedImageSpec spec) {
        Bounds bounds = Bounds.upTo(spec.factor());
        return new double[] {bounds.low(), bounds.high()};
    }
}
