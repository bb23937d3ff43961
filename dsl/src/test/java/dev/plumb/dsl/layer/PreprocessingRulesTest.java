package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.Splitting;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of layers that prepare data. */
final class PreprocessingRulesTest {

    private static TensorType texts(long... sizes) {
        return TensorType.of(Shape.of(sizes), DType.STRING);
    }

    private static TensorType ids(long... sizes) {
        return TensorType.of(Shape.of(sizes), DType.INT32);
    }

    @Test
    void textsBecomeIdsOrColumns() {
        TextVectorizationLayer ids = Layers.textVectorization().outputSequenceLength(20);
        assertEquals("(20) int32", infer(ids, texts()));
        assertEquals("(20) int32", infer(ids, texts(1)));
        assertEquals("(20) int32", infer(ids.split(Splitting.WHOLE), texts(3)));
        TextVectorizationLayer columns = Layers.textVectorization()
                .outputMode(OutputMode.TF_IDF)
                .maxTokens(100)
                .padToMaxTokens(true);
        assertEquals("(100)", infer(columns, texts(1)));
        assertEquals(": 0", weights(ids, texts(1)));
    }

    @Test
    void textVectorizationTakesOneText() {
        TextVectorizationLayer ids = Layers.textVectorization().outputSequenceLength(20);
        assertEquals("TextVectorization needs an input of string: 'x0' is int32", infer(ids, ids(1)));
        assertEquals(
                "TextVectorization needs an input of one text an example, (1): 'x0' has rank 1, (3)",
                infer(ids, texts(3)));
    }

    @Test
    void sizesOfTextVectorizationAreKnownWhenCompiling() {
        assertEquals(
                List.of("TextVectorization has outputSequenceLength = 0: must be at least 1 in the mode INT: the"
                        + " number of ids of an example is to be known when compiling"),
                validate(Layers.textVectorization()));
        assertEquals(
                List.of("TextVectorization has outputMode = COUNT: must be INT, or have a vocabulary, or maxTokens and"
                        + " padToMaxTokens = true: the number of columns is to be known before the layer is"
                        + " adapted"),
                validate(Layers.textVectorization().outputMode(OutputMode.COUNT).maxTokens(50)));
        assertEquals(
                List.of("TextVectorization has padToMaxTokens = true: must be false without maxTokens: there is"
                        + " nothing to pad to"),
                validate(Layers.textVectorization().outputSequenceLength(4).padToMaxTokens(true)));
    }

    @Test
    void aStatedVocabularySaysHowManyColumnsThereAre() {
        StringLookupLayer lookup =
                Layers.stringLookup().vocabulary("a", "b", "c").outputMode(OutputMode.MULTI_HOT);
        assertEquals(List.of(), validate(lookup));
        assertEquals("(4)", infer(lookup, texts(2)));
        assertEquals("(5)", infer(lookup.numOovIndices(2), texts(2)));
        assertEquals("(4)", infer(lookup.vocabulary("[UNK]", "a", "b", "c"), texts(2)));
        assertEquals("(9)", infer(lookup.maxTokens(9).padToMaxTokens(true), texts(2)));
        assertEquals("(2, 4)", infer(lookup.outputMode(OutputMode.ONE_HOT), texts(2)));
        assertEquals("(2, 4)", infer(lookup.outputMode(OutputMode.ONE_HOT), texts(2, 1)));
        assertEquals("(4)", infer(lookup.outputMode(OutputMode.ONE_HOT), texts(1)));
    }

    @Test
    void aVocabularyHasEachTermOnceAndFits() {
        assertEquals(
                List.of("StringLookup has vocabulary[2] = \"b\": must be another term than those before it"),
                validate(Layers.stringLookup().vocabulary("a", "b", "b")));
        assertEquals(
                List.of("IntegerLookup has vocabulary[3] = 7: must be another term than those before it"),
                validate(Layers.integerLookup().vocabulary(-1, 7, 8, 7)));
        assertEquals(
                List.of("StringLookup has numOovIndices = -1: must be at least 0"),
                validate(Layers.stringLookup().vocabulary("a", "b").numOovIndices(-1)));
        assertEquals(
                List.of("IntegerLookup has numOovIndices = 2147483647: must be at most 2147483644"),
                validate(Layers.integerLookup().vocabulary(1, 2).numOovIndices(Integer.MAX_VALUE)));
        assertEquals(
                List.of("StringLookup has maxTokens = 2: must be at least 3, as many ids as the vocabulary needs"),
                validate(Layers.stringLookup().vocabulary("a", "b").maxTokens(2)));
        assertEquals(
                List.of("IntegerLookup has maxTokens = 1: must be 0 (any number) or above 1, the ids that no term has"),
                validate(Layers.integerLookup().maxTokens(1)));
        assertEquals(
                List.of("StringLookup has idfWeights = 0.5: must be one number for each of the 2 terms"),
                validate(Layers.stringLookup()
                        .vocabulary("a", "b")
                        .outputMode(OutputMode.TF_IDF)
                        .idfWeights(0.5)));
    }

    @Test
    void lookupsTakeWhatTheirTermsAre() {
        assertEquals("(4) int32", infer(Layers.integerLookup(), ids(4)));
        assertEquals("(4) int32", infer(Layers.stringLookup(), texts(4)));
        assertEquals("IntegerLookup needs an input of int32: 'x0' is string", infer(Layers.integerLookup(), texts(4)));
        assertEquals(
                "StringLookup needs an input of string: 'x0' is float32",
                infer(Layers.stringLookup(), TensorType.floats(4)));
        assertEquals(
                "IntegerLookup needs an input of rank 1 (the categories of one example): 'x0' has rank 2, (2, 3)",
                infer(
                        Layers.integerLookup().maxTokens(5).padToMaxTokens(true).outputMode(OutputMode.COUNT),
                        ids(2, 3)));
    }

    @Test
    void hashesTakeStringsAndNumbers() {
        assertEquals("(4) int32", infer(Layers.hashing(10), texts(4)));
        assertEquals("(10)", infer(Layers.hashing(10).outputMode(OutputMode.COUNT), ids(4)));
        assertEquals(
                "Hashing needs an input of string or int32: 'x0' is float32",
                infer(Layers.hashing(10), TensorType.floats(4)));
        assertEquals(List.of("Hashing has numBins = 0: must be at least 1"), validate(Layers.hashing(0)));
    }

    @Test
    void categoriesBecomeColumns() {
        assertEquals("(7)", infer(Layers.categoryEncoding(7), ids(4)));
        assertEquals("(4, 7)", infer(Layers.categoryEncoding(7).outputMode(OutputMode.ONE_HOT), ids(4)));
        assertEquals("(7)", infer(Layers.categoryEncoding(7).outputMode(OutputMode.ONE_HOT), ids(1)));
        assertEquals(
                "CategoryEncoding needs an input of int32: 'x0' is float32",
                infer(Layers.categoryEncoding(7), TensorType.floats(4)));
        assertEquals(
                List.of("CategoryEncoding has outputMode = INT: must be ONE_HOT, MULTI_HOT or COUNT"),
                validate(Layers.categoryEncoding(7).outputMode(OutputMode.INT)));
    }

    @Test
    void binsAreStatedOrFound() {
        DiscretizationLayer found = Layers.discretization().numBins(4);
        assertEquals("bin_boundaries (3): 3", weights(found, TensorType.floats(2)));
        assertEquals("(2) int32", infer(found, TensorType.floats(2)));
        assertEquals("(4)", infer(found.outputMode(OutputMode.MULTI_HOT), TensorType.floats(2)));
        DiscretizationLayer stated = Layers.discretization().binBoundaries(0.0, 1.0);
        assertEquals(": 0", weights(stated, TensorType.floats(2)));
        assertEquals("(2, 3)", infer(stated.outputMode(OutputMode.ONE_HOT), TensorType.floats(2)));
        assertEquals(
                List.of("Discretization has numBins = 0: must be at least 2, or left out where binBoundaries are"
                        + " stated"),
                validate(Layers.discretization()));
        assertEquals(
                List.of("Discretization has binBoundaries = {1.0, 0.0}: must be in ascending order"),
                validate(Layers.discretization().binBoundaries(1.0, 0.0)));
    }

    @Test
    void normalizationHasStatisticsForEachIndexOfItsAxes() {
        assertEquals("mean (3), variance (3), count (): 7", weights(Layers.normalization(), TensorType.floats(2, 3)));
        assertEquals(
                "mean (), variance (), count (): 3",
                weights(Layers.normalization().with("axis", List.of()), TensorType.floats(2, 3)));
        assertEquals(
                "mean (2, 4), variance (2, 4), count (): 17",
                weights(Layers.normalization().axis(3, 1), TensorType.floats(2, 3, 4)));
        NormalizationLayer stated = Layers.normalization().mean(1.0, 2.0).variance(1.0, 4.0);
        assertEquals(": 0", weights(stated, TensorType.floats(2)));
        assertEquals(
                "Normalization has mean = 2 numbers: must be one number, or one for each of the 3 channels",
                infer(stated, TensorType.floats(3)));
        assertEquals(
                List.of("Normalization has variance = {}: must be stated together with the mean"),
                validate(Layers.normalization().mean(1.0)));
    }

    @Test
    void featuresAreCrossedOneByOne() {
        HashedCrossingLayer bins = Layers.hashedCrossing(10);
        HashedCrossingLayer columns = bins.outputMode(OutputMode.ONE_HOT);
        assertEquals("(1) int32", infer(bins, texts(1), ids(1)));
        assertEquals("() int32", infer(bins, ids(), ids(), texts()));
        assertEquals("(10)", infer(columns, texts(1), ids(1)));
        assertEquals("(10)", infer(columns, texts(), ids()));
        assertEquals(
                "HashedCrossing needs an input of string or int32: 'x1' is float32",
                infer(bins, texts(1), TensorType.floats(1)));
        assertEquals(
                "HashedCrossing needs a feature of one value an example, of shape (1): 'x1' is (3) string",
                infer(bins, texts(1), texts(3)));
        assertEquals(
                "HashedCrossing needs inputs of one shape: 'x0' is (1) string, 'x1' is () string",
                infer(bins, texts(1), texts()));
        assertEquals("at least 2 inputs", bins.arity().toString());
        assertEquals(List.of("HashedCrossing has numBins = 0: must be at least 1"), validate(Layers.hashedCrossing(0)));
        assertEquals(
                List.of("HashedCrossing has outputMode = COUNT: must be INT or ONE_HOT: an example has one crossing"),
                validate(bins.outputMode(OutputMode.COUNT)));
    }
}
