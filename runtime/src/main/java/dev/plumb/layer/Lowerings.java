package dev.plumb.layer;

import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Average;
import dev.plumb.dsl.layer.AveragePooling1D;
import dev.plumb.dsl.layer.AveragePooling2D;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Bidirectional;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Conv1D;
import dev.plumb.dsl.layer.Conv1DTranspose;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Conv2DTranspose;
import dev.plumb.dsl.layer.Cropping2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.DepthwiseConv1D;
import dev.plumb.dsl.layer.DepthwiseConv2D;
import dev.plumb.dsl.layer.Dot;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Embedding;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.GRU;
import dev.plumb.dsl.layer.GlobalAveragePooling1D;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.GlobalMaxPooling1D;
import dev.plumb.dsl.layer.GlobalMaxPooling2D;
import dev.plumb.dsl.layer.GroupNormalization;
import dev.plumb.dsl.layer.LSTM;
import dev.plumb.dsl.layer.LayerNormalization;
import dev.plumb.dsl.layer.LeakyReLU;
import dev.plumb.dsl.layer.Masking;
import dev.plumb.dsl.layer.MaxPooling1D;
import dev.plumb.dsl.layer.MaxPooling2D;
import dev.plumb.dsl.layer.Maximum;
import dev.plumb.dsl.layer.Minimum;
import dev.plumb.dsl.layer.MultiHeadAttention;
import dev.plumb.dsl.layer.Multiply;
import dev.plumb.dsl.layer.PReLU;
import dev.plumb.dsl.layer.Permute;
import dev.plumb.dsl.layer.RepeatVector;
import dev.plumb.dsl.layer.Reshape;
import dev.plumb.dsl.layer.SeparableConv1D;
import dev.plumb.dsl.layer.SeparableConv2D;
import dev.plumb.dsl.layer.SpatialDropout1D;
import dev.plumb.dsl.layer.SpatialDropout2D;
import dev.plumb.dsl.layer.SpatialDropout3D;
import dev.plumb.dsl.layer.Subtract;
import dev.plumb.dsl.layer.TimeDistributed;
import dev.plumb.dsl.layer.UpSampling2D;
import dev.plumb.dsl.layer.ZeroPadding2D;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Reduce.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table from specs to lowerings. A new layer gets a line here. */
public final class Lowerings {
    private static final Map<Class<?>, Lowering<?>> TABLE = new HashMap<>();

    static {
        add(Dense.Spec.class, Lowering.unary(CoreLayers::dense));
        add(Activation.Spec.class, Lowering.unary(CoreLayers::activation));
        add(LeakyReLU.Spec.class, Lowering.unary(CoreLayers::leakyReLU));
        add(PReLU.Spec.class, Lowering.unary(CoreLayers::pReLU));
        add(Embedding.Spec.class, Lowering.unary(CoreLayers::embedding));
        add(Masking.Spec.class, Lowering.unary(CoreLayers::masking));
        add(MultiHeadAttention.Spec.class, AttentionLayers::multiHeadAttention);
        add(Dropout.Spec.class, Lowering.unary(RegularizationLayers::dropout));
        add(SpatialDropout1D.Spec.class, RegularizationLayers.spatialDropout(SpatialDropout1D.Spec::value));
        add(SpatialDropout2D.Spec.class, RegularizationLayers.spatialDropout(SpatialDropout2D.Spec::value));
        add(SpatialDropout3D.Spec.class, RegularizationLayers.spatialDropout(SpatialDropout3D.Spec::value));
        add(Flatten.Spec.class, Lowering.unary(ReshapingLayers::flatten));
        add(Reshape.Spec.class, Lowering.unary(ReshapingLayers::reshape));
        add(Permute.Spec.class, Lowering.unary(ReshapingLayers::permute));
        add(RepeatVector.Spec.class, Lowering.unary(ReshapingLayers::repeatVector));
        add(ZeroPadding2D.Spec.class, Lowering.unary(ImageLayers::zeroPadding2D));
        add(Cropping2D.Spec.class, Lowering.unary(ImageLayers::cropping2D));
        add(UpSampling2D.Spec.class, Lowering.unary(ImageLayers::upSampling2D));
        add(Add.Spec.class, MergingLayers.folded(Var::plus));
        add(Subtract.Spec.class, MergingLayers.folded(Var::minus));
        add(Average.Spec.class, MergingLayers::average);
        add(Maximum.Spec.class, MergingLayers.foldedOverValid(Var::maximum));
        add(Minimum.Spec.class, MergingLayers.foldedOverValid(Var::minimum));
        add(Multiply.Spec.class, MergingLayers::multiply);
        add(Concatenate.Spec.class, MergingLayers::concatenate);
        add(Dot.Spec.class, ContractionLayers::dot);
        add(Conv1D.Spec.class, Lowering.unary(ConvolutionLayers::conv1D));
        add(Conv2D.Spec.class, Lowering.unary(ConvolutionLayers::conv2D));
        add(DepthwiseConv1D.Spec.class, Lowering.unary(ConvolutionLayers::depthwiseConv1D));
        add(DepthwiseConv2D.Spec.class, Lowering.unary(ConvolutionLayers::depthwiseConv2D));
        add(SeparableConv1D.Spec.class, Lowering.unary(ConvolutionLayers::separableConv1D));
        add(SeparableConv2D.Spec.class, Lowering.unary(ConvolutionLayers::separableConv2D));
        add(Conv1DTranspose.Spec.class, Lowering.unary(ConvolutionLayers::conv1DTranspose));
        add(Conv2DTranspose.Spec.class, Lowering.unary(ConvolutionLayers::conv2DTranspose));
        add(MaxPooling1D.Spec.class, PoolingLayers.windows(Pooling.Kind.MAX, MaxPooling1D.Spec::window));
        add(MaxPooling2D.Spec.class, PoolingLayers.windows(Pooling.Kind.MAX, MaxPooling2D.Spec::window));
        add(AveragePooling1D.Spec.class, PoolingLayers.windows(Pooling.Kind.AVERAGE, AveragePooling1D.Spec::window));
        add(AveragePooling2D.Spec.class, PoolingLayers.windows(Pooling.Kind.AVERAGE, AveragePooling2D.Spec::window));
        add(GlobalMaxPooling1D.Spec.class, PoolingLayers.global(Function.MAX, GlobalMaxPooling1D.Spec::keepdims));
        add(GlobalMaxPooling2D.Spec.class, PoolingLayers.global(Function.MAX, GlobalMaxPooling2D.Spec::keepdims));
        add(GlobalAveragePooling1D.Spec.class, Lowering.unary(PoolingLayers::globalAveragePooling1D));
        add(
                GlobalAveragePooling2D.Spec.class,
                PoolingLayers.global(Function.MEAN, GlobalAveragePooling2D.Spec::keepdims));
        add(LayerNormalization.Spec.class, Lowering.unary(NormalizationLayers::layerNormalization));
        add(GroupNormalization.Spec.class, Lowering.unary(NormalizationLayers::groupNormalization));
        add(BatchNormalization.Spec.class, Lowering.unary(NormalizationLayers::batchNormalization));
        add(LSTM.Spec.class, RecurrentLayers::lower);
        add(GRU.Spec.class, RecurrentLayers::lower);
        add(Bidirectional.Spec.class, WrapperLayers::bidirectional);
        add(TimeDistributed.Spec.class, Lowering.unary(WrapperLayers::timeDistributed));
    }

    private Lowerings() {}

    /**
     * The outputs of a layer.
     *
     * @throws IllegalArgumentException if this runtime does not know the layer
     */
    public static List<Var> lower(LayerSpec spec, LayerContext context, List<Var> inputs) {
        return lowerBy(lowering(spec), spec, context, inputs);
    }

    /** Whether this runtime knows the layer. */
    public static boolean covers(Class<? extends LayerSpec> spec) {
        return TABLE.containsKey(spec);
    }

    private static Lowering<?> lowering(LayerSpec spec) {
        Lowering<?> lowering = TABLE.get(spec.getClass());
        if (lowering == null) {
            throw new IllegalArgumentException("this runtime has no code for the layer " + spec.layerName()
                    + ": use a plumb-runtime that is as new as the plumb-dsl");
        }
        return lowering;
    }

    private static <S extends LayerSpec> List<Var> lowerBy(
            Lowering<S> lowering, LayerSpec spec, LayerContext context, List<Var> inputs) {
        // The table pairs each lowering with its own spec class, see add.
        @SuppressWarnings("unchecked")
        S own = (S) spec;
        return lowering.lower(own, context, inputs);
    }

    private static <S extends LayerSpec> void add(Class<S> spec, Lowering<S> lowering) {
        TABLE.put(spec, lowering);
    }
}
