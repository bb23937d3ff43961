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
import dev.plumb.dsl.layer.AugMixLayer;
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
import dev.plumb.dsl.layer.ContrastLimitedAdaptiveHistogramEqualizationLayer;
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
import dev.plumb.dsl.layer.RandAugmentLayer;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table from specs to lowerings. A new layer gets a line here. The lines have names, so that a process reads only the classes of those layers that its models have: all of
 * them take longer than all else that a small model does before its first prediction.
 */
public final class Lowerings {
    private Lowerings() {}

    private static @Nullable Row<?> row(String spec) {
        return switch (spec) {
            case "DenseLayer" -> row(DenseLayer.class, Lowering.unary(CoreLayers::dense));
            case "ActivationLayer" -> row(ActivationLayer.class, Lowering.unary(CoreLayers::activation));
            case "LeakyReLULayer" -> row(LeakyReLULayer.class, Lowering.unary(CoreLayers::leakyReLU));
            case "PReLULayer" -> row(PReLULayer.class, Lowering.unary(CoreLayers::pReLU));
            case "ReLULayer" -> row(ReLULayer.class, Lowering.unary(CoreLayers::reLU));
            case "ELULayer" -> row(ELULayer.class, Lowering.unary(CoreLayers::eLU));
            case "SoftmaxLayer" -> row(SoftmaxLayer.class, Lowering.unary(CoreLayers::softmax));
            case "IdentityLayer" -> row(IdentityLayer.class, Lowering.unary(CoreLayers::identity));
            case "EmbeddingLayer" -> row(EmbeddingLayer.class, Lowering.unary(CoreLayers::embedding));
            case "ReversedEmbedding" -> row(ReversedEmbedding.class, Lowering.unary(CoreLayers::reversedEmbedding));
            case "MaskingLayer" -> row(MaskingLayer.class, Lowering.unary(CoreLayers::masking));
            case "MultiHeadAttentionLayer" -> row(MultiHeadAttentionLayer.class, AttentionLayers::heads);
            case "GroupQueryAttentionLayer" -> row(GroupQueryAttentionLayer.class, AttentionLayers::heads);
            case "AttentionLayer" -> row(AttentionLayer.class, AttentionLayers::attention);
            case "AdditiveAttentionLayer" -> row(AdditiveAttentionLayer.class, AttentionLayers::additiveAttention);
            case "DropoutLayer" -> row(DropoutLayer.class, Lowering.unary(RegularizationLayers::dropout));
            case "SpatialDropout1DLayer" -> row(SpatialDropout1DLayer.class, RegularizationLayers.spatialDropout());
            case "SpatialDropout2DLayer" -> row(SpatialDropout2DLayer.class, RegularizationLayers.spatialDropout());
            case "SpatialDropout3DLayer" -> row(SpatialDropout3DLayer.class, RegularizationLayers.spatialDropout());
            case "AlphaDropoutLayer" ->
                row(AlphaDropoutLayer.class, Lowering.unary(RegularizationLayers::alphaDropout));
            case "GaussianDropoutLayer" ->
                row(GaussianDropoutLayer.class, Lowering.unary(RegularizationLayers::gaussianDropout));
            case "GaussianNoiseLayer" ->
                row(GaussianNoiseLayer.class, Lowering.unary(RegularizationLayers::gaussianNoise));
            case "ActivityRegularizationLayer" ->
                row(ActivityRegularizationLayer.class, Lowering.unary(RegularizationLayers::activityRegularization));
            case "FlattenLayer" -> row(FlattenLayer.class, Lowering.unary(ReshapingLayers::flatten));
            case "ReshapeLayer" -> row(ReshapeLayer.class, Lowering.unary(ReshapingLayers::reshape));
            case "PermuteLayer" -> row(PermuteLayer.class, Lowering.unary(ReshapingLayers::permute));
            case "RepeatVectorLayer" -> row(RepeatVectorLayer.class, Lowering.unary(ReshapingLayers::repeatVector));
            case "ZeroPadding1DLayer" -> row(ZeroPadding1DLayer.class, Lowering.unary(ImageLayers::zeroPadding));
            case "ZeroPadding2DLayer" -> row(ZeroPadding2DLayer.class, Lowering.unary(ImageLayers::zeroPadding));
            case "ZeroPadding3DLayer" -> row(ZeroPadding3DLayer.class, Lowering.unary(ImageLayers::zeroPadding));
            case "Cropping1DLayer" -> row(Cropping1DLayer.class, Lowering.unary(ImageLayers::cropping));
            case "Cropping2DLayer" -> row(Cropping2DLayer.class, Lowering.unary(ImageLayers::cropping));
            case "Cropping3DLayer" -> row(Cropping3DLayer.class, Lowering.unary(ImageLayers::cropping));
            case "UpSampling1DLayer" -> row(UpSampling1DLayer.class, Lowering.unary(ImageLayers::upSampling));
            case "UpSampling3DLayer" -> row(UpSampling3DLayer.class, Lowering.unary(ImageLayers::upSampling));
            case "UpSampling2DLayer" -> row(UpSampling2DLayer.class, Lowering.unary(ImageLayers::upSampling2D));
            case "ResizingLayer" -> row(ResizingLayer.class, Lowering.unary(ImageLayers::resizing));
            case "CenterCropLayer" -> row(CenterCropLayer.class, Lowering.unary(ImageLayers::centerCrop));
            case "RandomFlipLayer" -> row(RandomFlipLayer.class, Lowering.inTraining(AugmentationLayers::flip));
            case "RandomBrightnessLayer" ->
                row(RandomBrightnessLayer.class, Lowering.inTraining(ColorLayers::brightness));
            case "RandomContrastLayer" -> row(RandomContrastLayer.class, Lowering.inTraining(ColorLayers::contrast));
            case "RandomSaturationLayer" ->
                row(RandomSaturationLayer.class, Lowering.inTraining(ColorLayers::saturation));
            case "RandomHueLayer" -> row(RandomHueLayer.class, Lowering.inTraining(ColorLayers::hue));
            case "RandomColorJitterLayer" ->
                row(RandomColorJitterLayer.class, Lowering.inTraining(ColorLayers::jitter));
            case "RandomGrayscaleLayer" -> row(RandomGrayscaleLayer.class, Lowering.inTraining(ColorLayers::grayscale));
            case "RandomColorDegenerationLayer" ->
                row(RandomColorDegenerationLayer.class, Lowering.inTraining(ColorLayers::degeneration));
            case "RandomInvertLayer" -> row(RandomInvertLayer.class, Lowering.inTraining(ColorLayers::invert));
            case "SolarizationLayer" -> row(SolarizationLayer.class, Lowering.inTraining(ColorLayers::solarization));
            case "RandomPosterizationLayer" ->
                row(RandomPosterizationLayer.class, Lowering.inTraining(ColorLayers::posterization));
            case "RandomSharpnessLayer" -> row(RandomSharpnessLayer.class, Lowering.inTraining(BlurLayers::sharpness));
            case "RandomGaussianBlurLayer" ->
                row(RandomGaussianBlurLayer.class, Lowering.inTraining(BlurLayers::gaussian));
            case "AutoContrastLayer" -> row(AutoContrastLayer.class, Lowering.unary(HistogramLayers::autoContrast));
            case "EqualizationLayer" ->
                row(EqualizationLayer.class, Lowering.inTraining(HistogramLayers::equalization));
            case "ContrastLimitedAdaptiveHistogramEqualizationLayer" ->
                row(
                        ContrastLimitedAdaptiveHistogramEqualizationLayer.class,
                        Lowering.unary(AdaptiveEqualization::equalized));
            case "RandAugmentLayer" -> row(RandAugmentLayer.class, Lowering.inTraining(VariedImages::randAugment));
            case "AugMixLayer" -> row(AugMixLayer.class, Lowering.inTraining(VariedImages::augMix));
            case "RandomTranslationLayer" ->
                row(RandomTranslationLayer.class, Lowering.inTraining(AugmentationLayers::translation));
            case "RandomRotationLayer" ->
                row(RandomRotationLayer.class, Lowering.inTraining(AugmentationLayers::rotation));
            case "RandomZoomLayer" -> row(RandomZoomLayer.class, Lowering.inTraining(AugmentationLayers::zoom));
            case "RandomShearLayer" -> row(RandomShearLayer.class, Lowering.inTraining(WarpLayers::shear));
            case "RandomPerspectiveLayer" ->
                row(RandomPerspectiveLayer.class, Lowering.inTraining(WarpLayers::perspective));
            case "RandomElasticTransformLayer" ->
                row(RandomElasticTransformLayer.class, Lowering.inTraining(WarpLayers::elastic));
            case "RandomCropLayer" -> row(RandomCropLayer.class, Lowering.unary(AugmentationLayers::crop));
            case "RandomErasingLayer" ->
                row(RandomErasingLayer.class, Lowering.inTraining(AugmentationLayers::erasing));
            case "AddLayer" -> row(AddLayer.class, MergingLayers.folded(Var::plus));
            case "SubtractLayer" -> row(SubtractLayer.class, MergingLayers.folded(Var::minus));
            case "AverageLayer" -> row(AverageLayer.class, MergingLayers::average);
            case "MaximumLayer" -> row(MaximumLayer.class, MergingLayers.foldedOverValid(Var::maximum));
            case "MinimumLayer" -> row(MinimumLayer.class, MergingLayers.foldedOverValid(Var::minimum));
            case "MultiplyLayer" -> row(MultiplyLayer.class, MergingLayers::multiply);
            case "ConcatenateLayer" -> row(ConcatenateLayer.class, MergingLayers::concatenate);
            case "DotLayer" -> row(DotLayer.class, ContractionLayers::dot);
            case "EinsumDenseLayer" -> row(EinsumDenseLayer.class, Lowering.unary(ContractionLayers::einsumDense));
            case "Conv1DLayer" -> row(Conv1DLayer.class, Lowering.unary(ConvolutionLayers::convolution));
            case "Conv2DLayer" -> row(Conv2DLayer.class, Lowering.unary(ConvolutionLayers::convolution));
            case "Conv3DLayer" -> row(Conv3DLayer.class, Lowering.unary(ConvolutionLayers::convolution));
            case "DepthwiseConv1DLayer" ->
                row(DepthwiseConv1DLayer.class, Lowering.unary(ConvolutionLayers::depthwise));
            case "DepthwiseConv2DLayer" ->
                row(DepthwiseConv2DLayer.class, Lowering.unary(ConvolutionLayers::depthwise));
            case "SeparableConv1DLayer" ->
                row(SeparableConv1DLayer.class, Lowering.unary(ConvolutionLayers::separable));
            case "SeparableConv2DLayer" ->
                row(SeparableConv2DLayer.class, Lowering.unary(ConvolutionLayers::separable));
            case "Conv1DTransposeLayer" ->
                row(Conv1DTransposeLayer.class, Lowering.unary(ConvolutionLayers::transposed));
            case "Conv2DTransposeLayer" ->
                row(Conv2DTransposeLayer.class, Lowering.unary(ConvolutionLayers::transposed));
            case "Conv3DTransposeLayer" ->
                row(Conv3DTransposeLayer.class, Lowering.unary(ConvolutionLayers::transposed));
            case "MaxPooling1DLayer" -> row(MaxPooling1DLayer.class, PoolingLayers.windows(Pooling.Kind.MAX));
            case "MaxPooling2DLayer" -> row(MaxPooling2DLayer.class, PoolingLayers.windows(Pooling.Kind.MAX));
            case "MaxPooling3DLayer" -> row(MaxPooling3DLayer.class, PoolingLayers.windows(Pooling.Kind.MAX));
            case "AveragePooling1DLayer" ->
                row(AveragePooling1DLayer.class, PoolingLayers.windows(Pooling.Kind.AVERAGE));
            case "AveragePooling2DLayer" ->
                row(AveragePooling2DLayer.class, PoolingLayers.windows(Pooling.Kind.AVERAGE));
            case "AveragePooling3DLayer" ->
                row(AveragePooling3DLayer.class, PoolingLayers.windows(Pooling.Kind.AVERAGE));
            case "AdaptiveMaxPooling1DLayer" ->
                row(AdaptiveMaxPooling1DLayer.class, PoolingLayers.adaptive(Function.MAX));
            case "AdaptiveMaxPooling2DLayer" ->
                row(AdaptiveMaxPooling2DLayer.class, PoolingLayers.adaptive(Function.MAX));
            case "AdaptiveMaxPooling3DLayer" ->
                row(AdaptiveMaxPooling3DLayer.class, PoolingLayers.adaptive(Function.MAX));
            case "AdaptiveAveragePooling1DLayer" ->
                row(AdaptiveAveragePooling1DLayer.class, PoolingLayers.adaptive(Function.MEAN));
            case "AdaptiveAveragePooling2DLayer" ->
                row(AdaptiveAveragePooling2DLayer.class, PoolingLayers.adaptive(Function.MEAN));
            case "AdaptiveAveragePooling3DLayer" ->
                row(AdaptiveAveragePooling3DLayer.class, PoolingLayers.adaptive(Function.MEAN));
            case "GlobalMaxPooling3DLayer" -> row(GlobalMaxPooling3DLayer.class, PoolingLayers.global(Function.MAX));
            case "GlobalAveragePooling3DLayer" ->
                row(GlobalAveragePooling3DLayer.class, PoolingLayers.global(Function.MEAN));
            case "GlobalMaxPooling1DLayer" ->
                row(GlobalMaxPooling1DLayer.class, Lowering.unary(PoolingLayers::globalMaxPooling1D));
            case "GlobalMaxPooling2DLayer" -> row(GlobalMaxPooling2DLayer.class, PoolingLayers.global(Function.MAX));
            case "GlobalAveragePooling1DLayer" ->
                row(GlobalAveragePooling1DLayer.class, Lowering.unary(PoolingLayers::globalAveragePooling1D));
            case "GlobalAveragePooling2DLayer" ->
                row(GlobalAveragePooling2DLayer.class, PoolingLayers.global(Function.MEAN));
            case "LayerNormalizationLayer" ->
                row(LayerNormalizationLayer.class, Lowering.unary(NormalizationLayers::layerNormalization));
            case "RMSNormalizationLayer" ->
                row(RMSNormalizationLayer.class, Lowering.unary(NormalizationLayers::rmsNormalization));
            case "UnitNormalizationLayer" ->
                row(UnitNormalizationLayer.class, Lowering.unary(NormalizationLayers::unitNormalization));
            case "GroupNormalizationLayer" ->
                row(GroupNormalizationLayer.class, Lowering.unary(NormalizationLayers::groupNormalization));
            case "BatchNormalizationLayer" ->
                row(BatchNormalizationLayer.class, Lowering.unary(BatchNormalizations::batchNormalization));
            case "NormalizationLayer" ->
                row(NormalizationLayer.class, Lowering.unary(NormalizationLayers::normalization));
            case "CategoryEncodingLayer" ->
                row(CategoryEncodingLayer.class, Lowering.unary(CategoryLayers::categoryEncoding));
            case "DiscretizationLayer" ->
                row(DiscretizationLayer.class, Lowering.unary(CategoryLayers::discretization));
            case "STFTSpectrogramLayer" -> row(STFTSpectrogramLayer.class, Lowering.unary(Spectrograms::stft));
            case "MelSpectrogramLayer" -> row(MelSpectrogramLayer.class, Lowering.unary(Spectrograms::mel));
            case "RescalingLayer" -> row(RescalingLayer.class, Lowering.unary(CoreLayers::rescaling));
            case "SimpleRNNLayer" -> row(SimpleRNNLayer.class, RecurrentLayers::lower);
            case "LSTMLayer" -> row(LSTMLayer.class, RecurrentLayers::lower);
            case "GRULayer" -> row(GRULayer.class, RecurrentLayers::lower);
            case "ConvLSTM1DLayer" -> row(ConvLSTM1DLayer.class, RecurrentLayers::lower);
            case "ConvLSTM2DLayer" -> row(ConvLSTM2DLayer.class, RecurrentLayers::lower);
            case "ConvLSTM3DLayer" -> row(ConvLSTM3DLayer.class, RecurrentLayers::lower);
            case "BidirectionalLayer" -> row(BidirectionalLayer.class, WrapperLayers::bidirectional);
            case "SpectralNormalizationLayer" ->
                row(SpectralNormalizationLayer.class, SpectralNormalizations::spectralNormalization);
            case "Masked" -> row(Masked.class, WrapperLayers::masked);
            case "RNNLayer" -> row(RNNLayer.class, CellLayers::rnn);
            case "TimeDistributedLayer" ->
                row(TimeDistributedLayer.class, Lowering.unary(WrapperLayers::timeDistributed));
            default -> null;
        };
    }

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
        Row<?> row = row(spec.getSimpleName());
        return (row != null && row.spec().equals(spec)) || PreprocessingSpec.class.isAssignableFrom(spec);
    }

    private static Lowering<?> lowering(LayerSpec spec) {
        if (spec instanceof PreprocessingSpec) {
            throw new IllegalArgumentException(spec.layerName()
                    + " is computed before a model runs, of what it is fed: let it be a layer of a @Model, and give"
                    + " code what that makes");
        }
        Row<?> row = row(spec.getClass().getSimpleName());
        if (row == null || !row.spec().isInstance(spec)) {
            throw new IllegalArgumentException("this runtime has no code for the layer " + spec.layerName()
                    + ": use a plumb-runtime that is as new as the plumb-dsl");
        }
        return row.lowering();
    }

    private static <S extends LayerSpec> List<Var> lowerBy(
            Lowering<S> lowering, LayerSpec spec, LayerContext context, List<Var> inputs) {
        // The table pairs each lowering with its own spec class, see Row.
        @SuppressWarnings("unchecked")
        S own = (S) spec;
        return lowering.lower(own, context, inputs);
    }

    private static <S extends LayerSpec> Row<S> row(Class<S> spec, Lowering<S> lowering) {
        return new Row<>(spec, lowering);
    }

    private record Row<S extends LayerSpec>(Class<S> spec, Lowering<S> lowering) {}
}
