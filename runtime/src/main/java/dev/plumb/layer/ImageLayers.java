package dev.plumb.layer;

import dev.plumb.dsl.layer.Cropping2D;
import dev.plumb.dsl.layer.UpSampling2D;
import dev.plumb.dsl.layer.ZeroPadding2D;
import dev.plumb.engine.Var;
import dev.plumb.graph.Margins;
import dev.plumb.runtime.LayerContext;
import java.util.List;

/** Layers that make images larger or smaller without weights, channels last. */
final class ImageLayers {
    private ImageLayers() {}

    static Var zeroPadding2D(ZeroPadding2D.Spec spec, LayerContext context, Var x) {
        Margins margins = spec.margins();
        return x.pad(List.of(0, margins.top(), margins.left(), 0), List.of(0, margins.bottom(), margins.right(), 0), 0);
    }

    static Var cropping2D(Cropping2D.Spec spec, LayerContext context, Var x) {
        Margins margins = spec.margins();
        int height = x.size(1) - margins.top() - margins.bottom();
        int width = x.size(2) - margins.left() - margins.right();
        return x.slice(List.of(0, margins.top(), margins.left(), 0), List.of(x.size(0), height, width, x.size(3)));
    }

    /** Each pixel becomes a box of equal pixels: axes of size 1 beside height and width grow to the factors. */
    static Var upSampling2D(UpSampling2D.Spec spec, LayerContext context, Var x) {
        int batch = x.size(0);
        int height = x.size(1);
        int width = x.size(2);
        int channels = x.size(3);
        int down = spec.heightFactor();
        int across = spec.widthFactor();
        return x.reshape(batch, height, 1, width, 1, channels)
                .broadcastTo(List.of(batch, height, down, width, across, channels))
                .reshape(batch, height * down, width * across, channels);
    }
}
