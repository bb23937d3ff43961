package dev.plumb.layer;

import dev.plumb.dsl.layer.ActivationLayer;
import dev.plumb.dsl.layer.ActivityRegularizationLayer;
import dev.plumb.dsl.layer.AdaptiveAveragePooling1DLayer;
import dev.plumb.dsl.layer.AdaptiveAveragePooling2DLayer;
import dev.plumb.dsl.layer.AdaptiveAveragePooling3DLayer;
import dev.plumb.dsl.layer.AdaptiveMaxPooling1DLayer;
import dev.plumb.dsl.layer.AdaptiveMaxPooling2DLayer;
import dev.plumb.dsl.layer.AdaptiveMaxPooling3DLayer;
import dev.plumb.dsl.layer.AddLayer;
import dev.plumb.dsl.layer.AdditiveAttentionLayer;
import dev.plumb.dsl.layer.AlphaDropoutLayer;
import dev.plumb.dsl.layer.AttentionLayer;
import dev.plumb.dsl.layer.AutoContrastLayer;
import dev.plumb.dsl.layer.AverageLayer;
import dev.plumb.dsl.layer.AveragePooling1DLayer;
import dev.plumb.dsl.layer.AveragePooling2DLayer;
import dev.plumb.dsl.layer.AveragePooling3DLayer;
import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.dsl.layer.BidirectionalLayer;
import dev.plumb.dsl.layer.CategoryEncodingLayer;
import dev.plumb.dsl.layer.CenterCropLayer;
import dev.plumb.dsl.layer.ConcatenateLayer;
import dev.plumb.dsl.layer.Conv1DLayer;
import dev.plumb.dsl.layer.Conv1DTransposeLayer;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.Conv2DTransposeLayer;
import dev.plumb.dsl.layer.Conv3DLayer;
import dev.plumb.dsl.layer.Conv3DTransposeLayer;
import dev.plumb.dsl.layer.ConvLSTM1DLayer;
import dev.plumb.dsl.layer.ConvLSTM2DLayer;
import dev.plumb.dsl.layer.ConvLSTM3DLayer;
import dev.plumb.dsl.layer.Cropping1DLayer;
import dev.plumb.dsl.layer.Cropping2DLayer;
import dev.plumb.dsl.layer.Cropping3DLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.DepthwiseConv1DLayer;
import dev.plumb.dsl.layer.DepthwiseConv2DLayer;
import dev.plumb.dsl.layer.DiscretizationLayer;
import dev.plumb.dsl.layer.DotLayer;
import dev.plumb.dsl.layer.DropoutLayer;
import dev.plumb.dsl.layer.ELULayer;
import dev.plumb.dsl.layer.EinsumDenseLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.EqualizationLayer;
import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.GRULayer;
import dev.plumb.dsl.layer.GaussianDropoutLayer;
import dev.plumb.dsl.layer.GaussianNoiseLayer;
import dev.plumb.dsl.layer.GlobalAveragePooling1DLayer;
import dev.plumb.dsl.layer.GlobalAveragePooling2DLayer;
import dev.plumb.dsl.layer.GlobalAveragePooling3DLayer;
import dev.plumb.dsl.layer.GlobalMaxPooling1DLayer;
import dev.plumb.dsl.layer.GlobalMaxPooling2DLayer;
import dev.plumb.dsl.layer.GlobalMaxPooling3DLayer;
import dev.plumb.dsl.layer.GroupNormalizationLayer;
import dev.plumb.dsl.layer.GroupQueryAttentionLayer;
import dev.plumb.dsl.layer.IdentityLayer;
import dev.plumb.dsl.layer.LSTMLayer;
import dev.plumb.dsl.layer.LayerNormalizationLayer;
import dev.plumb.dsl.layer.LeakyReLULayer;
import dev.plumb.dsl.layer.MaskingLayer;
import dev.plumb.dsl.layer.MaxPooling1DLayer;
import dev.plumb.dsl.layer.MaxPooling2DLayer;
import dev.plumb.dsl.layer.MaxPooling3DLayer;
import dev.plumb.dsl.layer.MaximumLayer;
import dev.plumb.dsl.layer.MelSpectrogramLayer;
import dev.plumb.dsl.layer.MinimumLayer;
import dev.plumb.dsl.layer.MultiHeadAttentionLayer;
import dev.plumb.dsl.layer.MultiplyLayer;
import dev.plumb.dsl.layer.NormalizationLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.PermuteLayer;
import dev.plumb.dsl.layer.RMSNormalizationLayer;
import dev.plumb.dsl.layer.RNNLayer;
import dev.plumb.dsl.layer.RandomBrightnessLayer;
import dev.plumb.dsl.layer.RandomColorDegenerationLayer;
import dev.plumb.dsl.layer.RandomColorJitterLayer;
import dev.plumb.dsl.layer.RandomContrastLayer;
import dev.plumb.dsl.layer.RandomCropLayer;
import dev.plumb.dsl.layer.RandomElasticTransformLayer;
import dev.plumb.dsl.layer.RandomErasingLayer;
import dev.plumb.dsl.layer.RandomFlipLayer;
import dev.plumb.dsl.layer.RandomGaussianBlurLayer;
import dev.plumb.dsl.layer.RandomGrayscaleLayer;
import dev.plumb.dsl.layer.RandomHueLayer;
import dev.plumb.dsl.layer.RandomInvertLayer;
import dev.plumb.dsl.layer.RandomPerspectiveLayer;
import dev.plumb.dsl.layer.RandomPosterizationLayer;
import dev.plumb.dsl.layer.RandomRotationLayer;
import dev.plumb.dsl.layer.RandomSaturationLayer;
import dev.plumb.dsl.layer.RandomSharpnessLayer;
import dev.plumb.dsl.layer.RandomShearLayer;
import dev.plumb.dsl.layer.RandomTranslationLayer;
import dev.plumb.dsl.layer.RandomZoomLayer;
import dev.plumb.dsl.layer.ReLULayer;
import dev.plumb.dsl.layer.RepeatVectorLayer;
import dev.plumb.dsl.layer.RescalingLayer;
import dev.plumb.dsl.layer.ReshapeLayer;
import dev.plumb.dsl.layer.ResizingLayer;
import dev.plumb.dsl.layer.ReversedEmbedding;
import dev.plumb.dsl.layer.STFTSpectrogramLayer;
import dev.plumb.dsl.layer.SeparableConv1DLayer;
import dev.plumb.dsl.layer.SeparableConv2DLayer;
import dev.plumb.dsl.layer.SimpleRNNLayer;
import dev.plumb.dsl.layer.SoftmaxLayer;
import dev.plumb.dsl.layer.SolarizationLayer;
import dev.plumb.dsl.layer.SpatialDropout1DLayer;
import dev.plumb.dsl.layer.SpatialDropout2DLayer;
import dev.plumb.dsl.layer.SpatialDropout3DLayer;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.dsl.layer.SubtractLayer;
import dev.plumb.dsl.layer.TimeDistributedLayer;
import dev.plumb.dsl.layer.UnitNormalizationLayer;
import dev.plumb.dsl.layer.UpSampling1DLayer;
import dev.plumb.dsl.layer.UpSampling2DLayer;
import dev.plumb.dsl.layer.UpSampling3DLayer;
import dev.plumb.dsl.layer.ZeroPadding1DLayer;
import dev.plumb.dsl.layer.ZeroPadding2DLayer;
import dev.plumb.dsl.layer.ZeroPadding3DLayer;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.rule.Masked;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.PreprocessingSpec;
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
        add(DenseLayer.class, Lowering.unary(CoreLayers::dense));
        add(ActivationLayer.class, Lowering.unary(CoreLayers::activation));
        add(LeakyReLULayer.class, Lowering.unary(CoreLayers::leakyReLU));
        add(PReLULayer.class, Lowering.unary(CoreLayers::pReLU));
        add(ReLULayer.class, Lowering.unary(CoreLayers::reLU));
        add(ELULayer.class, Lowering.unary(CoreLayers::eLU));
        add(SoftmaxLayer.class, Lowering.unary(CoreLayers::softmax));
        add(IdentityLayer.class, Lowering.unary(CoreLayers::identity));
        add(EmbeddingLayer.class, Lowering.unary(CoreLayers::embedding));
        add(ReversedEmbedding.class, Lowering.unary(CoreLayers::reversedEmbedding));
        add(MaskingLayer.class, Lowering.unary(CoreLayers::masking));
        add(MultiHeadAttentionLayer.class, AttentionLayers::heads);
        add(GroupQueryAttentionLayer.class, AttentionLayers::heads);
        add(AttentionLayer.class, AttentionLayers::attention);
        add(AdditiveAttentionLayer.class, AttentionLayers::additiveAttention);
        add(DropoutLayer.class, Lowering.unary(RegularizationLayers::dropout));
        add(SpatialDropout1DLayer.class, RegularizationLayers.spatialDropout());
        add(SpatialDropout2DLayer.class, RegularizationLayers.spatialDropout());
        add(SpatialDropout3DLayer.class, RegularizationLayers.spatialDropout());
        add(AlphaDropoutLayer.class, Lowering.unary(RegularizationLayers::alphaDropout));
        add(GaussianDropoutLayer.class, Lowering.unary(RegularizationLayers::gaussianDropout));
        add(GaussianNoiseLayer.class, Lowering.unary(RegularizationLayers::gaussianNoise));
        add(ActivityRegularizationLayer.class, Lowering.unary(RegularizationLayers::activityRegularization));
        add(FlattenLayer.class, Lowering.unary(ReshapingLayers::flatten));
        add(ReshapeLayer.class, Lowering.unary(ReshapingLayers::reshape));
        add(PermuteLayer.class, Lowering.unary(ReshapingLayers::permute));
        add(RepeatVectorLayer.class, Lowering.unary(ReshapingLayers::repeatVector));
        add(ZeroPadding1DLayer.class, Lowering.unary(ImageLayers::zeroPadding));
        add(ZeroPadding2DLayer.class, Lowering.unary(ImageLayers::zeroPadding));
        add(ZeroPadding3DLayer.class, Lowering.unary(ImageLayers::zeroPadding));
        add(Cropping1DLayer.class, Lowering.unary(ImageLayers::cropping));
        add(Cropping2DLayer.class, Lowering.unary(ImageLayers::cropping));
        add(Cropping3DLayer.class, Lowering.unary(ImageLayers::cropping));
        add(UpSampling1DLayer.class, Lowering.unary(ImageLayers::upSampling));
        add(UpSampling3DLayer.class, Lowering.unary(ImageLayers::upSampling));
        add(UpSampling2DLayer.class, Lowering.unary(ImageLayers::upSampling2D));
        add(ResizingLayer.class, Lowering.unary(ImageLayers::resizing));
        add(CenterCropLayer.class, Lowering.unary(ImageLayers::centerCrop));
        add(RandomFlipLayer.class, Lowering.inTraining(AugmentationLayers::flip));
        add(RandomBrightnessLayer.class, Lowering.inTraining(ColorLayers::brightness));
        add(RandomContrastLayer.class, Lowering.inTraining(ColorLayers::contrast));
        add(RandomSaturationLayer.class, Lowering.inTraining(ColorLayers::saturation));
        add(RandomHueLayer.class, Lowering.inTraining(ColorLayers::hue));
        add(RandomColorJitterLayer.class, Lowering.inTraining(ColorLayers::jitter));
        add(RandomGrayscaleLayer.class, Lowering.inTraining(ColorLayers::grayscale));
        add(RandomColorDegenerationLayer.class, Lowering.inTraining(ColorLayers::degeneration));
        add(RandomInvertLayer.class, Lowering.inTraining(ColorLayers::invert));
        add(SolarizationLayer.class, Lowering.inTraining(ColorLayers::solarization));
        add(RandomPosterizationLayer.class, Lowering.inTraining(ColorLayers::posterization));
        add(RandomSharpnessLayer.class, Lowering.inTraining(BlurLayers::sharpness));
        add(RandomGaussianBlurLayer.class, Lowering.inTraining(BlurLayers::gaussian));
        add(AutoContrastLayer.class, Lowering.unary(HistogramLayers::autoContrast));
        add(EqualizationLayer.class, Lowering.inTraining(HistogramLayers::equalization));
        add(RandomTranslationLayer.class, Lowering.inTraining(AugmentationLayers::translation));
        add(RandomRotationLayer.class, Lowering.inTraining(AugmentationLayers::rotation));
        add(RandomZoomLayer.class, Lowering.inTraining(AugmentationLayers::zoom));
        add(RandomShearLayer.class, Lowering.inTraining(WarpLayers::shear));
        add(RandomPerspectiveLayer.class, Lowering.inTraining(WarpLayers::perspective));
        add(RandomElasticTransformLayer.class, Lowering.inTraining(WarpLayers::elastic));
        add(RandomCropLayer.class, Lowering.unary(AugmentationLayers::crop));
        add(RandomErasingLayer.class, Lowering.inTraining(AugmentationLayers::erasing));
        add(AddLayer.class, MergingLayers.folded(Var::plus));
        add(SubtractLayer.class, MergingLayers.folded(Var::minus));
        add(AverageLayer.class, MergingLayers::average);
        add(MaximumLayer.class, MergingLayers.foldedOverValid(Var::maximum));
        add(MinimumLayer.class, MergingLayers.foldedOverValid(Var::minimum));
        add(MultiplyLayer.class, MergingLayers::multiply);
        add(ConcatenateLayer.class, MergingLayers::concatenate);
        add(DotLayer.class, ContractionLayers::dot);
        add(EinsumDenseLayer.class, Lowering.unary(ContractionLayers::einsumDense));
        add(Conv1DLayer.class, Lowering.unary(ConvolutionLayers::convolution));
        add(Conv2DLayer.class, Lowering.unary(ConvolutionLayers::convolution));
        add(Conv3DLayer.class, Lowering.unary(ConvolutionLayers::convolution));
        add(DepthwiseConv1DLayer.class, Lowering.unary(ConvolutionLayers::depthwise));
        add(DepthwiseConv2DLayer.class, Lowering.unary(ConvolutionLayers::depthwise));
        add(SeparableConv1DLayer.class, Lowering.unary(ConvolutionLayers::separable));
        add(SeparableConv2DLayer.class, Lowering.unary(ConvolutionLayers::separable));
        add(Conv1DTransposeLayer.class, Lowering.unary(ConvolutionLayers::transposed));
        add(Conv2DTransposeLayer.class, Lowering.unary(ConvolutionLayers::transposed));
        add(Conv3DTransposeLayer.class, Lowering.unary(ConvolutionLayers::transposed));
        add(MaxPooling1DLayer.class, PoolingLayers.windows(Pooling.Kind.MAX));
        add(MaxPooling2DLayer.class, PoolingLayers.windows(Pooling.Kind.MAX));
        add(MaxPooling3DLayer.class, PoolingLayers.windows(Pooling.Kind.MAX));
        add(AveragePooling1DLayer.class, PoolingLayers.windows(Pooling.Kind.AVERAGE));
        add(AveragePooling2DLayer.class, PoolingLayers.windows(Pooling.Kind.AVERAGE));
        add(AveragePooling3DLayer.class, PoolingLayers.windows(Pooling.Kind.AVERAGE));
        add(AdaptiveMaxPooling1DLayer.class, PoolingLayers.adaptive(Function.MAX));
        add(AdaptiveMaxPooling2DLayer.class, PoolingLayers.adaptive(Function.MAX));
        add(AdaptiveMaxPooling3DLayer.class, PoolingLayers.adaptive(Function.MAX));
        add(AdaptiveAveragePooling1DLayer.class, PoolingLayers.adaptive(Function.MEAN));
        add(AdaptiveAveragePooling2DLayer.class, PoolingLayers.adaptive(Function.MEAN));
        add(AdaptiveAveragePooling3DLayer.class, PoolingLayers.adaptive(Function.MEAN));
        add(GlobalMaxPooling3DLayer.class, PoolingLayers.global(Function.MAX));
        add(GlobalAveragePooling3DLayer.class, PoolingLayers.global(Function.MEAN));
        add(GlobalMaxPooling1DLayer.class, Lowering.unary(PoolingLayers::globalMaxPooling1D));
        add(GlobalMaxPooling2DLayer.class, PoolingLayers.global(Function.MAX));
        add(GlobalAveragePooling1DLayer.class, Lowering.unary(PoolingLayers::globalAveragePooling1D));
        add(GlobalAveragePooling2DLayer.class, PoolingLayers.global(Function.MEAN));
        add(LayerNormalizationLayer.class, Lowering.unary(NormalizationLayers::layerNormalization));
        add(RMSNormalizationLayer.class, Lowering.unary(NormalizationLayers::rmsNormalization));
        add(UnitNormalizationLayer.class, Lowering.unary(NormalizationLayers::unitNormalization));
        add(GroupNormalizationLayer.class, Lowering.unary(NormalizationLayers::groupNormalization));
        add(BatchNormalizationLayer.class, Lowering.unary(BatchNormalizations::batchNormalization));
        add(NormalizationLayer.class, Lowering.unary(NormalizationLayers::normalization));
        add(CategoryEncodingLayer.class, Lowering.unary(CategoryLayers::categoryEncoding));
        add(DiscretizationLayer.class, Lowering.unary(CategoryLayers::discretization));
        add(STFTSpectrogramLayer.class, Lowering.unary(Spectrograms::stft));
        add(MelSpectrogramLayer.class, Lowering.unary(Spectrograms::mel));
        add(RescalingLayer.class, Lowering.unary(CoreLayers::rescaling));
        add(SimpleRNNLayer.class, RecurrentLayers::lower);
        add(LSTMLayer.class, RecurrentLayers::lower);
        add(GRULayer.class, RecurrentLayers::lower);
        add(ConvLSTM1DLayer.class, RecurrentLayers::lower);
        add(ConvLSTM2DLayer.class, RecurrentLayers::lower);
        add(ConvLSTM3DLayer.class, RecurrentLayers::lower);
        add(BidirectionalLayer.class, WrapperLayers::bidirectional);
        add(SpectralNormalizationLayer.class, SpectralNormalizations::spectralNormalization);
        add(Masked.class, WrapperLayers::masked);
        add(RNNLayer.class, CellLayers::rnn);
        add(TimeDistributedLayer.class, Lowering.unary(WrapperLayers::timeDistributed));
    }

    private Lowerings() {}

    /**
     * The outputs of a layer.
     *
     * @throws IllegalArgumentException if this runtime does not know the layer
     */
    public static List<Var> lower(LayerSpec spec, LayerContext context, List<Var> inputs) {
        return spec instanceof CodeLayer code
                ? CodeLowering.lower(code, context, inputs)
                : lowerBy(lowering(spec), spec, context, inputs);
    }

    /** Whether this runtime knows the layer. */
    public static boolean covers(Class<? extends LayerSpec> spec) {
        return TABLE.containsKey(spec) || PreprocessingSpec.class.isAssignableFrom(spec);
    }

    private static Lowering<?> lowering(LayerSpec spec) {
        if (spec instanceof PreprocessingSpec) {
            throw new IllegalArgumentException(spec.layerName()
                    + " is computed before a model runs, of what it is fed: let it be a layer of a @Model, and give"
                    + " code what that makes");
        }
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
