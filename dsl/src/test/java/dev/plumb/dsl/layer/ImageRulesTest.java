package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, masks and refusals of layers that prepare and vary images. */
final class ImageRulesTest {
    private static final TensorType IMAGE = TensorType.floats(6, 8, 3);

    @Test
    void sizedImagesHaveTheSizeThatIsStated() {
        for (LayerSpec spec : List.of(Layers.resizing(4, 5), Layers.centerCrop(4, 5))) {
            assertEquals("(4, 5, 3)", infer(spec, IMAGE));
            assertEquals("(4, 5, c)", infer(spec, named("h", "w", "c")));
        }
    }

    @Test
    void variedImagesKeepTheirSize() {
        for (LayerSpec spec : List.of(
                Layers.randomFlip(),
                Layers.randomBrightness(0.1),
                Layers.randomContrast(0.1),
                Layers.randomTranslation(List.of(0.1), 0.2),
                Layers.randomRotation(0.1),
                Layers.randomZoom(0.1),
                Layers.randomErasing(),
                Layers.solarization(),
                Layers.randomInvert(),
                Layers.randomPosterization(4),
                Layers.randomColorJitter().brightnessFactor(0.1),
                Layers.randomSharpness(0.5),
                Layers.randomGaussianBlur(),
                Layers.autoContrast(),
                Layers.equalization(),
                Layers.contrastLimitedAdaptiveHistogramEqualization(),
                Layers.augMix().allOps(false),
                Layers.randomShear(),
                Layers.randomPerspective(),
                Layers.randomElasticTransform())) {
            assertEquals("(6, 8, 3)", infer(spec, masked(6, 8, 3)));
            assertEquals("(h, w, c)", infer(spec, named("h", "w", "c")));
        }
        assertEquals("(4, 5, 3)", infer(Layers.randomCrop(4, 5), IMAGE));
    }

    @Test
    void noneKeepsAMask() {
        for (LayerSpec spec : List.of(Layers.resizing(4, 5), Layers.centerCrop(4, 5))) {
            assertEquals("(4, 5, 3)", infer(spec, masked(6, 8, 3)));
        }
    }

    @Test
    void imagesHaveThreeAxesOfFloats() {
        assertEquals(
                "Resizing needs an input of rank 3 (height, width, channels): 'x0' has rank 2, (6, 8)",
                infer(Layers.resizing(4, 5), TensorType.floats(6, 8)));
        assertEquals(
                "CenterCrop needs an input of float32: 'x0' is int32",
                infer(Layers.centerCrop(4, 5), IMAGE.withDtype(DType.INT32)));
    }

    @Test
    void attributesOfSizesAreChecked() {
        assertEquals(
                List.of("Resizing has height = 0: must be at least 1", "Resizing has width = -1: must be at least 1"),
                validate(Layers.resizing(0, -1)));
        assertEquals(
                List.of(),
                validate(Layers.resizing(4, 5)
                        .interpolation(Interpolation.LANCZOS5)
                        .antialias(true)));
        assertEquals(
                List.of("Resizing has padToAspectRatio = true: must be false where cropToAspectRatio is true"),
                validate(Layers.resizing(4, 5).cropToAspectRatio(true).padToAspectRatio(true)));
        assertEquals(List.of("CenterCrop has width = 0: must be at least 1"), validate(Layers.centerCrop(4, 0)));
    }

    @Test
    void aScaleLeavesSomething() {
        assertEquals(
                List.of("Rescaling has scale = 0.0: must be another number than 0, of which nothing is left;"
                        + " in Java 1 / 255 is 0, and 1 / 255.0 is not"),
                validate(Layers.rescaling(0)));
        assertEquals(List.of(), validate(Layers.rescaling(1 / 255.0)));
    }

    @Test
    void boundsAreChecked() {
        assertEquals(
                List.of("RandomBrightness has value = {0.5, 0.2}: must be one number or two, the smaller first,"
                        + " between -1 and 1"),
                validate(Layers.randomBrightness(0.5, 0.2)));
        assertEquals(
                List.of("RandomBrightness has valueRange = 255.0: must be two numbers, the smaller first"),
                validate(Layers.randomBrightness(0.5).valueRange(255)));
        assertEquals(
                List.of("RandomContrast has value = -0.1: must be one number or two, between 0 and 1"),
                validate(Layers.randomContrast(-0.1)));
        assertEquals(
                List.of("RandomRotation has value = 90.0: must be one number or two, the smaller first, between -1"
                        + " and 1"),
                validate(Layers.randomRotation(90)));
        assertEquals(
                List.of("RandomTranslation has widthFactor = {0.1, 0.2, 0.3}: must be one number or two, the smaller"
                        + " first, between -1 and 1"),
                validate(Layers.randomTranslation(List.of(0.1), 0.1, 0.2, 0.3)));
        assertEquals(
                List.of("RandomZoom has heightFactor = {-1.0, 0.0}: must be one number or two, the smaller first,"
                        + " between -0.999 and 1"),
                validate(Layers.randomZoom(-1, 0)));
        assertEquals(
                List.of("RandomZoom has interpolation = LANCZOS3: must be NEAREST or BILINEAR"),
                validate(Layers.randomZoom(0.1).interpolation(Interpolation.LANCZOS3)));
        assertEquals(
                List.of("RandomErasing has scale = {0.5, 1.5}: must be one number or two, the smaller first, between 0"
                        + " and 1"),
                validate(Layers.randomErasing().scale(0.5, 1.5)));
        assertEquals(List.of("RandomCrop has height = 0: must be at least 1"), validate(Layers.randomCrop(0, 4)));
    }

    @Test
    void aBoxHasOneNumberOrOneForEachChannel() {
        LayerSpec spec = Layers.randomErasing().fillValue(1, 2);
        assertEquals(
                "RandomErasing has fillValue = {1.0, 2.0}: must be one number, or one for each of 3 channels",
                infer(spec, IMAGE));
        assertEquals("(6, 8, 2)", infer(spec, TensorType.floats(6, 8, 2)));
        assertEquals("(6, 8, 3)", infer(Layers.randomErasing().fillValue(1), IMAGE));
    }

    @Test
    void coloursNeedRedGreenAndBlue() {
        for (LayerSpec spec : List.of(
                Layers.randomSaturation(0.3, 0.7), Layers.randomHue(0.1), Layers.randomColorDegeneration(0.5))) {
            assertEquals("(6, 8, 3)", infer(spec, masked(6, 8, 3)));
            assertEquals("(h, w, c)", infer(spec, named("h", "w", "c")));
            assertEquals(
                    spec.layerName() + " needs an image of red, green and blue, of shape (6, 8, 3): 'x0' is (6, 8, 4)",
                    infer(spec, TensorType.floats(6, 8, 4)));
        }
    }

    @Test
    void aJitterSaysForWhichOfItsFactorsItNeedsThem() {
        RandomColorJitterLayer jitter = Layers.randomColorJitter().contrastFactor(0.1);
        assertEquals("(6, 8, 1)", infer(jitter, TensorType.floats(6, 8, 1)));
        assertEquals("(6, 8, 3)", infer(jitter.hueFactor(0.1), masked(6, 8, 3)));
        assertEquals(
                "RandomColorJitter needs an image of red, green and blue for its hueFactor, of shape (6, 8, 3): 'x0' is"
                        + " (6, 8, 1)",
                infer(jitter.hueFactor(0.1), TensorType.floats(6, 8, 1)));
        assertEquals(
                "RandomColorJitter needs an image of red, green and blue for its saturationFactor and hueFactor, of"
                        + " shape (6, 8, 3): 'x0' is (6, 8, 4)",
                infer(jitter.hueFactor(0.1).saturationFactor(0.5), TensorType.floats(6, 8, 4)));
    }

    @Test
    void whatBecomesGrayMayBeGray() {
        assertEquals("(6, 8, 3)", infer(Layers.randomGrayscale(), IMAGE));
        assertEquals("(6, 8, 1)", infer(Layers.randomGrayscale(), TensorType.floats(6, 8, 1)));
        assertEquals("(h, w, c)", infer(Layers.randomGrayscale(), named("h", "w", "c")));
        assertEquals(
                "RandomGrayscale needs an image that is gray or has colours, of shape (6, 8, 3): 'x0' is (6, 8, 2)",
                infer(Layers.randomGrayscale(), TensorType.floats(6, 8, 2)));
    }

    @Test
    void whatVariesColoursAmongOthersNeedsThem() {
        for (LayerSpec spec : List.of(Layers.randAugment(), Layers.augMix())) {
            assertEquals("(6, 8, 3)", infer(spec, masked(6, 8, 3)));
            assertEquals("(6, 8, 1)", infer(spec, TensorType.floats(6, 8, 1)));
            assertEquals("(h, w, c)", infer(spec, named("h", "w", "c")));
            assertEquals(
                    spec.layerName() + " needs an image that is gray or has colours, of shape (6, 8, 3): 'x0' is"
                            + " (6, 8, 4)",
                    infer(spec, TensorType.floats(6, 8, 4)));
        }
        assertEquals("(6, 8, 4)", infer(Layers.augMix().allOps(false), TensorType.floats(6, 8, 4)));
    }

    @Test
    void whatChoosesAmongOthersIsChecked() {
        assertEquals(
                List.of(
                        "RandAugment has numOps = 0: must be at least 1",
                        "RandAugment has factor = 1.5: must be one number or two, the smaller first, between 0 and 1",
                        "RandAugment has interpolation = BICUBIC: must be NEAREST or BILINEAR",
                        "RandAugment has valueRange = {1.0, 0.0}: must be two numbers, the smaller first"),
                validate(Layers.randAugment()
                        .numOps(0)
                        .factor(1.5)
                        .interpolation(Interpolation.BICUBIC)
                        .valueRange(1, 0)));
        assertEquals(
                List.of(
                        "AugMix has numChains = 0: must be at least 1",
                        "AugMix has chainDepth = -1: must be at least 1",
                        "AugMix has alpha = 0.0: must be above 0"),
                validate(Layers.augMix().numChains(0).chainDepth(-1).alpha(0)));
    }

    @Test
    void tilesAndTheirLimitAreChecked() {
        assertEquals(
                List.of(
                        "ContrastLimitedAdaptiveHistogramEqualization has clipLimit = -1.0: must be 0 or more",
                        "ContrastLimitedAdaptiveHistogramEqualization has tileGridSize = 8: must be the numbers of rows"
                                + " and columns of tiles, each between 1 and 256"),
                validate(Layers.contrastLimitedAdaptiveHistogramEqualization()
                        .clipLimit(-1)
                        .tileGridSize(8)));
    }

    @Test
    void boundsOfColoursAreChecked() {
        assertEquals(
                List.of("Solarization has thresholdFactor = 1.5: must be one number or two, the smaller first, between"
                        + " 0 and 1"),
                validate(Layers.solarization().thresholdFactor(1.5)));
        assertEquals(
                List.of("RandomInvert has value = {0.5, 0.2}: must be one number or two, the smaller first, between 0"
                        + " and 1"),
                validate(Layers.randomInvert().value(0.5, 0.2)));
        assertEquals(
                List.of("RandomGrayscale has value = 1.5: must be between 0 and 1"),
                validate(Layers.randomGrayscale().value(1.5)));
        assertEquals(
                List.of("RandomHue has value = -0.1: must be one number or two, the smaller first, between 0 and 1"),
                validate(Layers.randomHue(-0.1)));
        assertEquals(
                List.of("RandomPosterization has value = {0, 9}: must be one number or two, the smaller first, between"
                        + " 1 and 8"),
                validate(Layers.randomPosterization(0, 9)));
        assertEquals(
                List.of("RandomColorJitter has contrastFactor = 1.5: must be one number or two, the smaller first,"
                        + " between 0 and 1"),
                validate(Layers.randomColorJitter().contrastFactor(1.5)));
        assertEquals(
                List.of("RandomSharpness has value = 2.0: must be one number or two, the smaller first, between 0 and"
                        + " 1"),
                validate(Layers.randomSharpness(2)));
        assertEquals(
                List.of("RandomGaussianBlur has kernelSize = {3, 4}: must be odd: a window has a middle"),
                validate(Layers.randomGaussianBlur().kernelSize(3, 4)));
        assertEquals(
                List.of("RandomGaussianBlur has sigma = 2.0: must be one number or two, the smaller first, between 0"
                        + " and 1"),
                validate(Layers.randomGaussianBlur().sigma(2)));
        assertEquals(
                List.of("Equalization has bins = 0: must be between 1 and 65536"),
                validate(Layers.equalization().bins(0)));
        assertEquals(
                List.of("AutoContrast has valueRange = {1.0, 1.0}: must be two numbers, the smaller first"),
                validate(Layers.autoContrast().valueRange(1, 1)));
    }

    @Test
    void boundsOfBentImagesAreChecked() {
        assertEquals(
                List.of("RandomShear has xFactor = -0.5: must be one number or two, the smaller first, between 0 and"
                        + " 1"),
                validate(Layers.randomShear().xFactor(-0.5)));
        assertEquals(
                List.of("RandomShear has interpolation = BICUBIC: must be NEAREST or BILINEAR"),
                validate(Layers.randomShear().interpolation(Interpolation.BICUBIC)));
        assertEquals(
                List.of("RandomPerspective has scale = 1.5: must be between 0 and 1"),
                validate(Layers.randomPerspective().scale(1.5)));
        assertEquals(
                List.of("RandomElasticTransform has scale = {0.5, 1.5}: must be one number or two, the smaller first,"
                        + " between 0 and 1"),
                validate(Layers.randomElasticTransform().scale(0.5, 1.5)));
    }
}
