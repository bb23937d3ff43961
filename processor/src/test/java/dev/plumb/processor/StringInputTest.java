package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs of strings: what takes them, and what is said where something else does. */
final class StringInputTest {
    private static final String IMPORTS =
            "import static dev.plumb.dsl.DType.*; import static dev.plumb.dsl.OutputMode.*; "
                    + "import static dev.plumb.dsl.Splitting.*; import static dev.plumb.dsl.Standardization.*; "
                    + Javac.IMPORTS;

    @TempDir
    Path output;

    private String compile(String model) throws IOException {
        return Javac.into(output).compile(IMPORTS + model);
    }

    @Test
    void textsAndCategoriesGoThroughAModel() throws IOException {
        assertEquals("", compile("""
            @Model public interface Reader {
                @Input(dtype = STRING) Scalar text();
                @Input(value = 2, dtype = STRING) Tensor tags();
                @Input(3) Vec numbers();
                @TextVectorization(maxTokens = 100, outputSequenceLength = 12, standardize = LOWER, split = CHARACTER) Tokens letters(Scalar text);
                @Embedding(inputDim = 100, outputDim = 4, maskZero = true) Seq vectors(Tokens letters);
                @GlobalAveragePooling1D Vec mean(Seq vectors);
                @StringLookup(vocabulary = {"new", "old"}, outputMode = COUNT) Vec kinds(Tensor tags);
                @Hashing(numBins = 7, salt = {3, 4}) Tokens bins(Tensor tags);
                @CategoryEncoding(numTokens = 7) Vec columns(Tokens bins);
                @Normalization Vec normal(Vec numbers);
                @Concatenate Vec all(Vec mean, Vec kinds, Vec columns, Vec normal);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec score(Vec all);
            }
            """));
    }

    @Test
    void aModelOfOneTextPredictsOneText() throws IOException {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(IMPORTS + """
            @Sequential public interface Mood {
                @Input(dtype = STRING) Scalar review();
                @TextVectorization(maxTokens = 50, outputMode = MULTI_HOT, padToMaxTokens = true) Vec terms();
                @Output @Dense(units = 1, activation = SIGMOID) Vec praise();
            }
            """));
        String generated = javac.generated("MoodModel");
        assertTrue(generated.contains("public float[] predict(String... review)"), generated);
        assertTrue(generated.contains("DType.STRING"), generated);
    }

    @Test
    void aStringIntoDenseWasMeantToBeVectorized() throws IOException {
        String said = compile("""
            @Model interface Mood {
                @Input(value = 1, dtype = STRING) Vec review();
                @Output @Dense(units = 1) Vec praise(Vec review);
            }
            """);
        assertTrue(
                said.contains("[plumb/dtype-mismatch] Dense 'praise' needs an input of float32: 'review' is string"),
                said);
        assertTrue(
                said.contains(
                        "vectorize 'review' first: add @TextVectorization(maxTokens = 10000, outputMode = MULTI_HOT,"
                                + " padToMaxTokens = true) Vec vectorized"),
                said);
    }

    @Test
    void aStringIntoATableWasMeantToBeIds() throws IOException {
        String said = compile("""
            @Model interface Mood {
                @Input(value = 1, dtype = STRING) Vec review();
                @Embedding(inputDim = 500, outputDim = 8) Seq vectors(Vec review);
                @GlobalAveragePooling1D Vec mean(Seq vectors);
                @Output @Dense(units = 1) Vec praise(Vec mean);
            }
            """);
        assertTrue(
                said.contains(
                        "vectorize 'review' first: add @TextVectorization(maxTokens = 500, outputSequenceLength = 100)"
                                + " Tokens vectorized"),
                said);
    }

    @Test
    void aStringBesideNumbersIsWhatIsWrong() throws IOException {
        List<String> said = Javac.errors(compile("""
            @Model interface Mood {
                @Input(value = 2, dtype = STRING) Vec words();
                @Input(3) Vec numbers();
                @Concatenate Vec all(Vec words, Vec numbers);
                @Output @Dense(units = 1) Vec praise(Vec all);
            }
            """));
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.get(0).contains("Concatenate 'all' needs an input of float32 or int32 or bool: 'words' is string"),
                said::toString);
    }

    @Test
    void aStringIsNotReshaped() throws IOException {
        List<String> said = Javac.errors(compile("""
            @Model interface Mood {
                @Input(value = {2, 3}, dtype = STRING) Tensor words();
                @Flatten Tensor flat(Tensor words);
                @StringLookup(vocabulary = "a") Tokens ids(Tensor flat);
                @Embedding(inputDim = 5, outputDim = 8) Seq vectors(Tokens ids);
                @GlobalAveragePooling1D Vec mean(Seq vectors);
                @Output @Dense(units = 1) Vec praise(Vec mean);
            }
            """));
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.get(0).contains("Flatten 'flat' needs an input of float32 or int32 or bool: 'words' is string"),
                said::toString);
    }

    @Test
    void whatIsComputedBeforeTakesWhatIsFed() throws IOException {
        List<String> said = Javac.errors(compile("""
            @Model interface Bins {
                @Input(4) Vec numbers();
                @Discretization(binBoundaries = {0, 1}) Tokens bins(Vec numbers);
                @Hashing(numBins = 5) Tokens hashed(Tokens bins);
                @CategoryEncoding(numTokens = 5) Vec columns(Tokens hashed);
                @Output @Dense(units = 1) Vec score(Vec columns);
            }
            """));
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.get(0)
                        .contains(
                                "[plumb/dtype-mismatch] Hashing 'hashed' is computed before the model runs, of what it"
                                        + " is fed: 'bins' is computed when it runs; take an input of the model"),
                said::toString);
    }

    @Test
    void aLookupIsNotWrapped() throws IOException {
        List<String> said = Javac.errors(compile("""
            @Model interface Mood {
                @Input(value = {3, 2}, dtype = INT32) Tensor words();
                @TimeDistributed @IntegerLookup(vocabulary = {1, 2}) Tensor ids(Tensor words);
                @Flatten Tensor flat(Tensor ids);
                @Embedding(inputDim = 5, outputDim = 8) Seq vectors(Tensor flat);
                @GlobalAveragePooling1D Vec mean(Seq vectors);
                @Output @Dense(units = 1) Vec praise(Vec mean);
            }
            """));
        assertTrue(
                said.get(0).contains("in TimeDistributed, which takes a layer of one input and one output"),
                said::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @StringLookup(vocabulary = {"a", "b"}, maskToken = "") | @Embedding(inputDim = 4, outputDim = 2)  | 4 | inputDim
        @StringLookup(maxTokens = 9)                           | @Embedding(inputDim = 9, outputDim = 2)  | 9 | inputDim
        @Hashing(numBins = 7)                                  | @Embedding(inputDim = 7, outputDim = 2)  | 7 | inputDim
        @StringLookup(vocabulary = {"a", "b"})                 | @CategoryEncoding(numTokens = 3)         | 3 | numTokens
        """)
    void idsHaveTheirRow(String first, String second, int ids, String attribute) throws IOException {
        String model = """
            @Model interface Mood%s {
                @Input(value = 2, dtype = STRING) Vec tags();
                %s Tokens ids(Vec tags);
                @Identity Tokens same(Tokens ids);
                %s Tensor rows(Tokens same);
                @Flatten Vec flat(Tensor rows);
                @Output @Dense(units = 1) Vec praise(Vec flat);
            }
            """;
        String fewer = second.replace(attribute + " = " + ids, attribute + " = " + (ids - 1));
        String said = compile(model.formatted("1", first, second) + model.formatted("2", first, fewer));
        assertEquals(1, Javac.errors(said).size(), said);
        assertTrue(
                said.contains("'rows' has " + attribute + " = " + (ids - 1) + ": must be at least " + ids
                        + ": 'ids' gives ids from 0 to " + (ids - 1)),
                said);
    }

    @Test
    void aTermThatIsThereTwiceIsShown() throws IOException {
        String said = compile("""
            @Sequential interface Mood {
                @Input(value = 2, dtype = STRING) Vec tags();
                @StringLookup(vocabulary = {"new", "old", "new"}, outputMode = COUNT) Vec terms();
                @Output @Dense(units = 1) Vec praise();
            }
            """);
        String line = "    @StringLookup(vocabulary = {\"new\", \"old\", \"new\"}";
        assertTrue(said.contains("\n" + " ".repeat(line.lastIndexOf("\"new\"")) + "^\n"), said);
    }

    @Test
    void theNumberOfColumnsIsKnownWhenCompiling() throws IOException {
        List<String> said = Javac.errors(compile("""
            @Sequential interface Mood {
                @Input(dtype = STRING) Scalar review();
                @TextVectorization(outputMode = TF_IDF) Vec terms();
                @Output @Dense(units = 1) Vec praise();
            }
            """));
        assertEquals(1, said.size(), said::toString);
        assertTrue(
                said.get(0)
                        .contains(
                                "[plumb/bad-attribute] TextVectorization 'terms' has outputMode = TF_IDF: must be INT,"
                                        + " or have a vocabulary, or maxTokens and padToMaxTokens = true"),
                said::toString);
    }
}
