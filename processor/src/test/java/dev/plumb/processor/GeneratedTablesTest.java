package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated classes fit the columns of a table to the inputs and targets of their model, and say what does not fit. */
final class GeneratedTablesTest {
    private static final String MODEL = """
            package models;

            import static dev.plumb.dsl.LossFunction.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            @Model
            public interface Animals {
                @Input(3)                   Vec features();
                @Input(dims = {"1"}, dtype = DType.INT32) Vec legs();
                @Embedding(inputDim = 9, outputDim = 2) Seq embedded(Vec legs);
                @Flatten                    Vec flat(Seq embedded);
                @Concatenate                Vec both(Vec features, Vec flat);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec weight(Vec both);
                @Output @Loss(value = SPARSE_CATEGORICAL_CROSSENTROPY, fromLogits = true)
                                            @Dense(units = 2) Vec kind(Vec both);
            }
            """;

    private static final String USE = """
            package models;

            import dev.plumb.array.InputException;
            import dev.plumb.data.*;
            import dev.plumb.data.source.RecordTable;
            import dev.plumb.runtime.*;
            import dev.plumb.train.SGD;
            import java.util.ArrayList;
            import java.util.List;
            import org.nd4j.linalg.api.ndarray.INDArray;

            public class Use {
                public record Animal(double size, boolean tame, int legs, double weight, String kind) {}

                public static List<String> said() {
                    List<String> said = new ArrayList<>();
                    Table table = RecordTable.of(Animal.class, List.of(
                            new Animal(1, true, 4, 5, "cat"), new Animal(2, false, 3, 20, "dog")));
                    Dataset<AnimalsModel.Inputs, AnimalsModel.Targets> data = AnimalsModel.dataset(table, columns -> columns
                            .features("size", "tame", "size")
                            .kind(Column.category("kind", "cat", "dog")));
                    try (ArrayBatches batches = (ArrayBatches) data.batches(2, Order.sequential())) {
                        batches.next();
                        for (int i = 0; i < 2; i++) {
                            said.add(text(batches.inputArray(i)));
                            said.add(text(batches.targetArray(i)));
                        }
                    }
                    History history = AnimalsModel.create(1L)
                            .trainer(SGD.of(0.01))
                            .fit(data, Fit.epochs(1).verbose(Verbosity.SILENT));
                    said.add(history.keys().toString());
                    try {
                        AnimalsModel.dataset(table);
                    } catch (InputException e) {
                        said.add(e.getMessage());
                    }
                    try {
                        AnimalsModel.dataset(table, columns -> columns.features("size", "tam"));
                    } catch (InputException e) {
                        said.add(e.getMessage());
                    }
                    said.add(AnimalsModel.dataset(data.map(example -> example)).inputStructure().names().toString());
                    return said;
                }

                private static String text(INDArray array) {
                    return array.toString().replace(" ", "").replace("\\n", "");
                }
            }
            """;

    @TempDir
    Path output;

    @Test
    @SuppressWarnings("unchecked")
    void columnsAreFittedToInputsAndTargets() throws Exception {
        assertEquals("", Javac.into(output).compile(MODEL, USE));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GeneratedTablesTest.class.getClassLoader())) {
            List<String> said = (List<String>)
                    loader.loadClass("models.Use").getMethod("said").invoke(null);
            assertEquals(
                    List.of(
                            "[[1.0000,1.0000,1.0000],[2.0000,0,2.0000]]",
                            "[[5.0000],[20.0000]]",
                            "[[4],[3]]",
                            "[0,1]",
                            "[kind_loss, loss, weight_loss]",
                            "input 'features': Animal has no column 'features'; it has [size, tame, legs, weight, kind]\n"
                                    + "input 'features' takes (3) an example, and [features] gives 1 number: choose as"
                                    + " many columns as it takes",
                            "input 'features': Animal has no column 'tam', did you mean 'tame'?; it has [size, tame, legs,"
                                    + " weight, kind]\n"
                                    + "input 'features' takes (3) an example, and [size, tam] give 2 numbers: choose"
                                    + " as many columns as it takes",
                            "[features, legs]"),
                    said);
        }
    }
}
