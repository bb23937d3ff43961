package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared weights, frozen layers and repetitions in declarations. */
final class CompositionTest {
    private static final String SIAMESE = """
        package models;

        import static dev.plumb.dsl.ActivationFunction.*;
        import static dev.plumb.dsl.LossFunction.*;
        import dev.plumb.dsl.*;
        import dev.plumb.dsl.layer.*;

        @Model
        public interface Siamese {
            @Input(100)                                  Vec first();
            @Input(100)                                  Vec second();
            @Frozen @Dense(units = 64)                   Vec left(Vec first);
            @SameWeightsAs("left")                       Vec right(Vec second);
            @Concatenate                                 Vec both(Vec left, Vec right);
            @Repeat(3) @Dense(units = 128, activation = RELU) Vec stack(Vec both);
            @Repeat(value = 2, parallel = true)
            @Dense(units = 4, activation = TANH)         Tensor heads(Vec stack);
            @Add                                         Vec joined(Vec heads);
            @Output @Loss(BINARY_CROSSENTROPY)
            @Dense(units = 1, activation = SIGMOID)      Vec same(Vec joined);
        }
        """;

    @TempDir
    Path output;

    private List<String> said(String model) {
        return Javac.errors(Javac.into(output).compile(Javac.IMPORTS + model));
    }

    @Test
    void sharedFrozenAndRepeatedLayersAreInTheGeneratedGraph() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(SIAMESE));
        String generated = javac.generated("models.SiameseModel");
        assertTrue(generated.contains("Wire left = g.applyFrozen(\"left\", Layers.dense(64), first);"), generated);
        assertTrue(generated.contains("Wire right = g.applyAgain(\"right\", left, second);"), generated);
        assertTrue(
                generated.contains(
                        "Wire stack = g.apply(\"stack\", Repetition.of(3, Layers.dense(128).activation(RELU)), both);"),
                generated);
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, CompositionTest.class.getClassLoader())) {
            Graph graph = (Graph)
                    loader.loadClass("models.SiameseModel").getMethod("graph").invoke(null);
            assertEquals("left", graph.node("right").sharing());
            assertEquals(6_464 + 3 * (128 * 128 + 128) + 2 * (128 * 4 + 4) + 5, graph.parameters());
            assertEquals(graph.parameters() - 6_464, graph.trainableParameters());
        }
    }

    @Test
    void aStraightLineSharesAndRepeatsToo() {
        assertEquals("", Javac.into(output).compile(Javac.IMPORTS + """
            @Sequential interface Line {
                @Input(8) Vec x();
                @Dense(units = 8, activation = RELU) Vec first();
                @SameWeightsAs("first") Vec second();
                @Repeat(2) @Dense(units = 8, activation = RELU) Vec third();
                @Dense(units = 2) Vec y();
            }
            """));
    }

    @Test
    void aStraightLineTakesTheListOfARepetitionSideBySide() {
        assertEquals("", Javac.into(output).compile(Javac.IMPORTS + """
            @Sequential interface Line {
                @Input(8) Vec x();
                @Repeat(value = 3, parallel = true) @Dense(units = 4) Tensor heads();
                @Add Vec joined();
            }
            """));
    }

    @Test
    void whatHasTheWeightsMayComeLater() {
        assertEquals("", Javac.into(output).compile(Javac.IMPORTS + """
            @Model interface Later {
                @Input(8) Vec x();
                @SameWeightsAs("second") Vec first(Vec x);
                @Dense(units = 8, activation = RELU) Vec second(Vec first);
                @Output @Dense(units = 2) Vec y(Vec second);
            }
            """));
    }

    @Test
    void whoseWeightsCannotBeShared() {
        assertEquals(
                List.of(
                        "7: [plumb/unknown-wire] 'a' has no layer 'fist' to share the weights of, did you mean"
                                + " 'first'?",
                        "8: [plumb/different-weights] 'b' cannot use the weights of 'x': that is an input, it has none",
                        "9: [plumb/different-weights] 'c' cannot use the weights of 'c': that is the layer itself",
                        "10: [plumb/different-weights] 'd' cannot use the weights of 'shared': they are those of"
                                + " 'first': share that one's",
                        "12: [plumb/different-weights] 'e' cannot use the weights of 'first': it is frozen, and a"
                                + " layer is frozen where its weights are, at 'first'"),
                said("""
                    @Model interface M {
                        @Input(8) Vec x(); @Dense(units = 8, activation = RELU) Vec first(Vec x);
                        @SameWeightsAs("fist") Vec a(Vec first);
                        @SameWeightsAs("x") Vec b(Vec a);
                        @SameWeightsAs("c") Vec c(Vec b);
                        @SameWeightsAs("shared") Vec d(Vec c);
                        @SameWeightsAs("first") Vec shared(Vec d);
                        @Frozen @SameWeightsAs("first") Vec e(Vec shared);
                        @Output @Dense(units = 2) Vec y(Vec e);
                    }
                    """));
    }

    @Test
    void whatIsComputedAgainIsInTheGeneratedGraph() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals(List.of(), Javac.errors(javac.compile(Javac.IMPORTS + """
            @Model interface Deep {
                @Input(8) Vec x();
                @Recompute @Repeat(3) @Dense(units = 8, activation = RELU) Vec stack(Vec x);
                @Recompute @Dense(units = 8) Vec aside(Vec x);
                @Add Vec sum(Vec stack, Vec aside);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Vec y(Vec sum);
            }
            """)));
        String generated = javac.generated("DeepModel");
        assertTrue(generated.contains("g.recompute(stack);"), generated);
        assertTrue(generated.contains("g.recompute(aside);"), generated);
    }

    @Test
    void anInputIsNotComputedAgain() {
        List<String> said = said("""
            @Model interface M {
                @Recompute @Input(8) Vec x();
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Vec y(Vec x);
            }
            """);
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).contains("[plumb/several-layers]"), said.toString());
        assertTrue(said.get(0).contains("Input, Recompute"), said.toString());
    }

    @Test
    void anInputHasNothingToFreeze() {
        List<String> said = said("""
            @Model interface M {
                @Frozen @Input(8) Vec x();
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Vec y(Vec x);
            }
            """);
        assertEquals(
                List.of("6: [plumb/several-layers] method 'x' has 2 layer annotations (Input, Frozen): a method is one"
                        + " layer"),
                said);
    }

    /** Of a block and of a model that is used, as of a layer: what is generated says so, and what uses it hears of it. */
    @Test
    void blocksAndModelsAreComputedAgain() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals(List.of(), Javac.errors(javac.compile(Javac.IMPORTS + """
            interface Parts {
                @Block @interface Wide {
                    interface Wiring {
                        @Input(dims = {"d"}) Vec x();
                        @Dense(units = 16, activation = RELU) Vec wide(Vec x);
                        @Recompute @Dense(units = 8, activation = RELU) Vec narrow(Vec wide);
                        @Output @Activation(TANH) Vec out(Vec narrow);
                    }
                }

                @Model interface Inner {
                    @Input(8) Vec x();
                    @Recompute @Wide Vec part(Vec x);
                    @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 8) Vec y(Vec part);
                }

                @Model interface Outer {
                    @Input(8) Vec x();
                    @Input({3, 8}) Seq frames();
                    @Wide Vec block(Vec x);
                    @Recompute @Use(Inner.class) Vec model(Vec block);
                    @TimeDistributed @Use(Inner.class) Seq each(Seq frames);
                    @Recompute @TimeDistributed @Wide Seq all(Seq each);
                    @Flatten Vec flat(Seq all);
                    @Concatenate Vec joined(Vec model, Vec flat);
                    @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Vec y(Vec joined);
                }
            }
            """)));
        String outer = javac.generated("Parts_OuterModel");
        assertTrue(outer.contains("g.recompute(model);"), outer);
        assertTrue(outer.contains("g.recompute(all);"), outer);
        String inner = javac.generated("Parts_InnerModel");
        assertTrue(inner.contains("g.recompute(part);"), inner);
        String block = javac.generated("Parts_WideLayer");
        assertTrue(block.contains(".recomputed()"), block);
    }

    @Test
    void theInputsOfALayerThatIsRepeatedHaveItsRoles() {
        assertEquals(List.of(), said("""
            @Model interface Attending {
                @Input({5, 8}) Seq x();
                @Input({7, 8}) Seq y();
                @Repeat(2) @MultiHeadAttention(numHeads = 2, keyDim = 4) Seq itself(Seq x);
                @Repeat(2) @MultiHeadAttention(numHeads = 2, keyDim = 4) Seq other(Seq itself, Seq y);
                @Repeat(2) @MultiHeadAttention(numHeads = 2, keyDim = 4)
                Seq named(@From("y") Seq value, @From("other") Seq query);
                @Repeat(2) @Add Seq sum(Seq named, Seq x);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Seq z(Seq sum);
            }
            """));
    }

    @Test
    void aRepetitionIsCheckedInside() {
        assertEquals(
                List.of(
                        "7: [plumb/bad-attribute] Repeat(Dense) 'none' has Repeat.value = 0: must be from 1 to 10000",
                        "8: [plumb/empty-dimension] MaxPooling2D 'small/3' leaves nothing of the height of 'small/2',"
                                + " (1, 1, 1): (height - window) / stride + 1 = (1 - 2) / 2 + 1 = 0"),
                said("""
                    @Model interface M {
                        @Input(8) Vec x(); @Input({8, 8, 1}) Image image();
                        @Repeat(0) @Dense(units = 8) Vec none(Vec x);
                        @Repeat(4) @MaxPooling2D Image small(Image image);
                        @Flatten Vec flat(Image small);
                        @Output @Concatenate Vec y(Vec none, Vec flat);
                    }
                    """));
    }

    @Test
    void aMethodIsOneLayer() {
        assertEquals(
                List.of("7: [plumb/several-layers] method 'b' has 2 layer annotations (SameWeightsAs, Dense): a method"
                        + " is one layer"),
                said("""
                    @Model interface M {
                        @Input(8) Vec x(); @Dense(units = 8, activation = RELU) Vec a(Vec x);
                        @SameWeightsAs("a") @Dense(units = 8) Vec b(Vec a);
                        @Output @Dense(units = 2) Vec y(Vec b);
                    }
                    """));
    }

    private static final String NESTED = """
        package models;

        import static dev.plumb.dsl.ActivationFunction.*;
        import static dev.plumb.dsl.LossFunction.*;
        import dev.plumb.dsl.*;
        import dev.plumb.dsl.layer.*;

        public interface Nested {
            @Model
            interface Encoder {
                @Input(dims = {"h", "w", "3"})                       Image photo();
                @Conv2D(filters = 8, kernelSize = 3)                 Image features(Image photo);
                @GlobalAveragePooling2D                              Vec pooled(Image features);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 4)  Vec code(Vec pooled);
            }

            @Model
            interface Two {
                @Input(4)                                            Vec front();
                @Input(2)                                            Vec back();
                @Output @Dense(units = 3)                            Vec mean(Vec front);
                @Output @Dense(units = 3)                            Vec spread(Vec back);
            }

            @Model
            interface Outer {
                @Input({16, 16, 3})                                  Image left();
                @Input({12, 12, 3})                                  Image right();
                @Input(2)                                            Vec extra();
                @Use(Encoder.class)                                  Vec leftCode(Image left);
                @SameWeightsAs("leftCode")                           Vec rightCode(Image right);
                @Frozen @Use(value = Encoder.class, upTo = "pooled") Vec base(Image right);
                @Use(Two.class)                                      Tensor two(@From("extra") Vec back, @From("rightCode") Vec front);
                @Concatenate                                         Vec all(Vec leftCode, Vec base, @From("two.mean") Vec m, @From("two.spread") Vec s);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1)  Vec y(Vec all);
            }
        }
        """;

    @Test
    void modelsAreLayersOfOtherModels() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals(List.of(), Javac.errors(javac.compile(NESTED)));
        String generated = javac.generated("models.Nested_OuterModel");
        assertTrue(
                generated.contains("g.apply(\"leftCode\", ModelLayer.of(Nested_EncoderModel.graph()), left)"),
                generated);
        assertTrue(
                generated.contains(
                        "g.applyFrozen(\"base\", ModelLayer.of(Nested_EncoderModel.graph()).upTo(\"pooled\"), right)"),
                generated);
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, CompositionTest.class.getClassLoader())) {
            Graph graph = (Graph) loader.loadClass("models.Nested_OuterModel")
                    .getMethod("graph")
                    .invoke(null);
            assertEquals("leftCode/code", graph.node("rightCode/code").sharing());
            assertEquals("[rightCode/code]", graph.node("two/mean").inputs().toString());
            int encoder = 8 * 27 + 8;
            assertEquals(2 * encoder + 8 * 4 + 4 + 4 * 3 + 3 + 2 * 3 + 3 + 18 + 1 + 0, graph.parameters());
        }
    }

    @Test
    void whatCannotBeUsed() {
        assertEquals(
                List.of(
                        "7: [plumb/unknown-model] 'a' uses 'String' as a model: it is no @Model or @Sequential of this"
                                + " compilation, nor one of a jar that was compiled with Plumb",
                        "8: [plumb/unknown-output] 'b' cannot be cut: model 'Inner' has no layer 'hiden', did you mean"
                                + " 'hidden'?",
                        "9: [plumb/recursive-block] 'M' is made of itself: 'c' uses it, directly or through others",
                        "10: [plumb/shape-mismatch] Inner 'd' takes (8) as its input 'x': 'z' is (4)"),
                said("""
                    @Model interface M { @Input(8) Vec x();
                        @Input(4) Vec z();
                        @Use(String.class) Vec a(Vec x);
                        @Use(value = Inner.class, upTo = "hiden") Vec b(Vec x);
                        @Use(M.class) Vec c(Vec x);
                        @Use(Inner.class) Vec d(Vec z);
                        @Output @Add Vec y(Vec a, Vec b, Vec c, Vec d); }
                    @Sequential interface Inner { @Input(8) Vec x(); @Dense(units = 8, activation = RELU) Vec hidden(); @Dense(units = 8) Vec out(); }
                    """));
    }

    @Test
    void whatFollowsFromARefusedCutIsNotSaid() {
        assertEquals(
                List.of(
                        "7: [plumb/unknown-output] 'many' cannot be cut: model 'Inner' has no layer 'hiden', did you"
                                + " mean 'hidden'?",
                        "8: [plumb/unknown-output] 'cut' cannot be cut: model 'Inner' has no layer 'hiden', did you"
                                + " mean 'hidden'?"),
                said("""
                    @Model interface M { @Input(8) Vec x();
                        @Repeat(value = 3, parallel = true)
                        @Use(value = Inner.class, upTo = "hiden") Tensor many(Vec x);
                        @Use(value = Inner.class, upTo = {"hiden", "out"}) Tensor cut(Vec x);
                        @Add Vec sum(Tensor many);
                        @Output @Add Vec y(Vec sum, @From("cut.out") Vec out); }
                    @Sequential interface Inner { @Input(8) Vec x(); @Dense(units = 8, activation = RELU) Vec hidden(); @Dense(units = 8) Vec out(); }
                    """));
    }

    /** A repetition's own names for what goes in and for each time are nowhere in the source. */
    @Test
    void whatIsWrongInARepetitionIsSaidInNamesOfTheSource() {
        assertEquals(
                List.of(
                        "6: [plumb/empty-dimension] Conv2D 'deep/1' leaves nothing of the height of 'deep/0', (4, 4,"
                                + " 4): (height - window) / stride + 1 = (4 - 5) / 1 + 1 = 0",
                        "8: [plumb/shape-mismatch] Add 'sums/0' needs inputs of one shape: 'flat' is (192), 'z' is"
                                + " (4)"),
                said("""
                    @Model interface M { @Input({8, 8, 3}) Image x();
                        @Repeat(3) @Conv2D(filters = 4, kernelSize = 5) Image deep(Image x); @Input(4) Vec z();
                        @Flatten Vec flat(Image x);
                        @Repeat(2) @Add Vec sums(Vec flat, Vec z); @Flatten Vec y(Image deep);
                        @Output @Concatenate Vec both(Vec sums, Vec y); }
                    """));
    }

    @Test
    void aCircleOfSharedWeightsIsSaidOnce() {
        assertEquals(
                List.of("6: [plumb/different-weights] 'a' cannot use the weights of 'b': they share with each other,"
                        + " and none of 'a', 'b' has a layer: write it at one of them"),
                said("""
                    @Model interface M { @Input(8) Vec x();
                        @SameWeightsAs("b") Vec a(Vec x);
                        @SameWeightsAs("a") Vec b(Vec a);
                        @Output @Add Vec y(Vec a, Vec b); }
                    """));
    }

    private static final String AUTOENCODER = """
        @Model interface Autoencoder {
            @Input(16) Vec pixels();
            @Dense(units = 8, activation = RELU) Vec hidden(Vec pixels);
            @Dense(units = 3, activation = RELU) @Extract("encoder") Vec latent(Vec hidden);
            @Dense(units = 8, activation = RELU) Vec unpacked(Vec latent);
            @Output @Loss(BINARY_CROSSENTROPY) @Extract(value = "decoder", from = "latent")
            @Dense(units = 16, activation = SIGMOID) Vec painted(Vec unpacked);
        }
        """;

    @Test
    void whatWasMeantByAnotherClassIsSaid() {
        assertEquals(
                List.of(
                        "15: [plumb/unknown-model] 'a' uses 'Unit' as a model: a @Block is a layer annotation itself:"
                                + " @Unit(…) in place of @Use",
                        "16: [plumb/unknown-model] 'b' uses 'InnerModel' as a model: that is the class which is"
                                + " generated for the model: did you mean Inner.class?"),
                said("""
                    @Sequential interface Inner {
                        @Input(8) Vec x();
                        @Dense(units = 8) Vec y();
                    }
                    @Block @interface Unit { interface Wiring {
                        @Input(dims = "n") Vec x();
                        @Output @Dense(units = 8) Vec y(Vec x);
                    }}
                    @Model interface M {
                        @Input(8) Vec x();
                        @Use(Unit.class) Vec a(Vec x);
                        @Use(InnerModel.class) Vec b(Vec x);
                        @Output @Add Vec c(Vec a, Vec b);
                    }
                    """));
    }

    @Test
    void partsOfAModelAreModelsOfTheirOwn() {
        assertEquals("", Javac.into(output).compile(Javac.IMPORTS + AUTOENCODER + """
            class Uses {
                static org.nd4j.linalg.api.ndarray.INDArray both(org.nd4j.linalg.api.ndarray.INDArray pixels) {
                    AutoencoderModel model = AutoencoderModel.create(42);
                    AutoencoderModel.Encoder encoder = model.encoder();
                    model.decoder().trainer(dev.plumb.train.Adam.of(1e-3));
                    encoder.training().latent(dev.plumb.train.Losses.meanSquaredError()).optimizer(dev.plumb.train.Adam.of(1e-3));
                    encoder.predict(new AutoencoderModel.Encoder.Inputs(pixels), dev.plumb.runtime.Phase.TRAINING, 3);
                    model.predict(pixels, dev.plumb.runtime.Phase.TRAINING, 3);
                    AutoencoderModel.create(1, dev.plumb.runtime.Sharing.sharing("hidden", model));
                    return model.decoder().predict(encoder.predict(pixels));
                }
            }
            """));
    }

    @Test
    void aModelIsCutAtAnOutputThatThereIs() {
        assertEquals(
                List.of(
                        "11: [plumb/unknown-output] 'cut' cannot be cut: Repeat(Dense) 'heads' has no output '0'; it"
                                + " has heads.output/0, heads.output/1",
                        "15: [plumb/declared-rank] input 'x' is declared Image (rank 3: height, width, channels) but"
                                + " its shape is (), Scalar"),
                said("""
                    @Model interface Heads { @Input(4) Vec x();
                        @Repeat(value = 2, parallel = true) @Dense(units = 4) Tensor heads(Vec x);
                        @Output @Add Vec y(Vec heads);
                    }
                    @Model interface Cut {
                        @Input(4) Vec x();
                        @Use(value = Heads.class, upTo = "heads.0") Vec cut(Vec x);
                        @Output @Dense(units = 4) Vec y(Vec cut);
                    }
                    @Model interface Sizeless {
                        @Input Image x();
                        @Output @Dense(units = 4) Image y(Image x);
                    }
                    """));
    }

    @Test
    void partsHaveClassesOfTheirOwn() {
        assertEquals(
                List.of(
                        "7: [plumb/duplicate-name] the parts 'part' and 'Part' of model 'M' would both have the class"
                                + " 'Part'",
                        "8: [plumb/unknown-output] 'inner' cannot be extracted: 'deep/1' is no layer of model 'M'"
                                + " itself: a part starts at one, and not inside of it"),
                said("""
                    @Model interface M { @Input(4) Vec x();
                        @Extract("part") @Repeat(2) @Dense(units = 4, activation = RELU) Vec deep(Vec x);
                        @Extract("Part") @Dense(units = 4, activation = RELU) Vec a(Vec deep);
                        @Extract(value = "inner", from = "deep/1") @Output @Dense(units = 4) Vec b(Vec a);
                    }
                    """));
    }

    @Test
    void whatCannotBeExtracted() {
        assertEquals(
                List.of(
                        "7: [plumb/unknown-output] 'first' cannot be extracted: 'x' is an input",
                        "8: [plumb/bad-name] 'predict' cannot name a part of a model: the class generated for a model"
                                + " has a method of this name",
                        "9: [plumb/duplicate-name] two parts of model 'M' are extracted as 'part'",
                        "10: [plumb/bad-name] '2nd' cannot name a part of a model: it becomes a method, and Java has"
                                + " no such name",
                        "11: [plumb/unknown-output] 'tail' cannot be extracted: model 'M' has no layer 'cc', did you"
                                + " mean 'c'?"),
                said("""
                    @Model interface M {
                        @Extract("part") @Dense(units = 4, activation = RELU) Vec zero(Vec x);
                        @Input(4) @Extract("first") Vec x();
                        @Extract("predict") @Dense(units = 4, activation = RELU) Vec a(Vec zero);
                        @Extract("part") @Dense(units = 4, activation = RELU) Vec b(Vec a);
                        @Extract("2nd") @Dense(units = 4, activation = RELU) Vec c(Vec b);
                        @Extract(value = "tail", from = "cc") @Output @Dense(units = 4) Vec d(Vec c);
                    }
                    """));
    }

    @Test
    void aVariantIsTypedAndCheckedByTheSameRules() throws Exception {
        assertEquals("", Javac.into(output).compile("""
            package models;
            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.LossFunction.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            @Model interface Searched {
                @Input(4) Vec features();
                @Dense(units = 8, activation = RELU) Vec wide(Vec features);
                @Dropout(0.3) Vec dropout1(Vec wide);
                @Dense(units = 4) Vec narrow(Vec dropout1);
                @Add Vec joined(Vec narrow, Vec features);
                @Output @Loss(SPARSE_CATEGORICAL_CROSSENTROPY) @Dense(units = 3, activation = SOFTMAX) Vec classes(Vec joined);
            }
            """, """
            package models;
            public class Search {
                public static String good() {
                    return SearchedModel.variant().wide(wide -> wide.units(256)).features(in -> in.size(5))
                        .narrow(narrow -> narrow.units(5)).without("dropout1").create(42L).summaryText();
                }
                public static String bad() {
                    try {
                        return SearchedModel.variant().features(in -> in.size(5)).graph().name();
                    } catch (dev.plumb.graph.check.GraphException e) {
                        return e.getMessage();
                    }
                }
            }
            """));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, CompositionTest.class.getClassLoader())) {
            Class<?> search = loader.loadClass("models.Search");
            String summary = (String) search.getMethod("good").invoke(null);
            assertTrue(summary.contains("Total params: 2,839"), summary);
            String message = (String) search.getMethod("bad").invoke(null);
            assertTrue(
                    message.contains("Add 'joined' needs inputs of one shape: 'narrow' is (4), 'features' is (5)"),
                    message);
            assertTrue(message.contains("narrow: units = 5"), message);
        }
    }

    @Test
    void anEmbeddingProjectsInReverse() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(Javac.IMPORTS + """
            @Model interface Words {
                @Input(5) Tokens ids();
                @Embedding(inputDim = 100, outputDim = 8) Seq embedded(Tokens ids);
                @Dense(units = 8, activation = RELU) Seq hidden(Seq embedded);
                @Output @SameWeightsAs(value = "embedded", reverse = true) Seq scores(Seq hidden);
            }
            """));
        assertTrue(
                javac.generated("WordsModel").contains("g.applyReversed(\"scores\", embedded, hidden)"),
                () -> javac.generated("WordsModel"));
        assertEquals(
                List.of(
                        "8: [plumb/different-weights] 'scores' cannot use the weights of 'hidden': a Dense has no"
                                + " reverse: only an Embedding has",
                        "9: [plumb/shape-mismatch] ReversedEmbedding 'wide' needs vectors of the embedding of shape"
                                + " (5, 8): 'hidden' is (5, 7)"),
                said("""
                    @Model interface Words {
                        @Input(5) Tokens ids(); @Embedding(inputDim = 100, outputDim = 8) Seq embedded(Tokens ids);
                        @Dense(units = 7, activation = RELU) Seq hidden(Seq embedded);
                        @Output @SameWeightsAs(value = "hidden", reverse = true) Seq scores(Seq hidden);
                        @Output @SameWeightsAs(value = "embedded", reverse = true) Seq wide(Seq hidden);
                    }
                    """));
    }

    @Test
    void aModelIsCutInside() throws Exception {
        assertEquals("", Javac.into(output).compile(Javac.IMPORTS + """
            @Sequential interface Inner {
                @Input(4) Vec x();
                @Repeat(3) @Dense(units = 8, activation = RELU) Vec stack();
                @Dense(units = 2) Vec y();
            }
            @Model interface Outer {
                @Input(4) Vec x();
                @Use(value = Inner.class, upTo = "stack/1") Vec features(Vec x);
                @Use(value = Inner.class, upTo = {"stack/0", "stack"}) Tensor both(Vec x);
                @Output @Concatenate Vec all(Vec features, @From("both.stack/0") Vec first, @From("both.stack") Vec last);
            }
            @Model interface Chained {
                @Input(4) Vec x();
                @Repeat(3) @Dense(units = 4, activation = RELU) Vec stack(Vec x);
                @Use(Inner.class) Vec inner(@From("stack") Vec x);
                @Output @Dense(units = 1) Vec y(Vec inner);
            }
            @Model interface CutTwice {
                @Input(4) Vec x();
                @Use(value = Chained.class, upTo = {"stack/1", "inner/stack/0"}) Tensor cut(Vec x);
                @Output @Concatenate Vec both(@From("cut.stack/1") Vec first, @From("cut.inner/stack/0") Vec last);
            }
            """));
    }
}
