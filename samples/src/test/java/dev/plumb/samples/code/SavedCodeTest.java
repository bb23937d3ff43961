package dev.plumb.samples.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Signature;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Lambda;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.TypedModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of generated models tell whether code computes what it computed. */
final class SavedCodeTest {
    @TempDir
    Path folder;

    /** A function whose formula changes from one version of a program to the next. */
    @Signature("(..., d) -> (..., d)")
    public static final class Squashed implements LayerCode {
        private static int version = 1;

        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            return version == 1 ? x.tanh() : x.tanh().times(x);
        }
    }

    /** A model of it. */
    @Sequential
    public interface Squashing {
        @Input(4)
        Vec features();

        @Dense(units = 3)
        Vec first();

        @Lambda(Squashed.class)
        Vec squashed();

        @Dense(units = 2)
        Vec value();
    }

    @Test
    void aGeneratedModelIsNotLoadedIntoCodeThatHasChanged() {
        Path file = folder.resolve("squashing.plumb");
        SavedCodeTest_SquashingModel model = SavedCodeTest_SquashingModel.create(1);
        model.save(file);
        model.verifySaved(file);
        Squashed.version = 2;
        try {
            String message = assertThrows(IllegalArgumentException.class, () -> SavedCodeTest_SquashingModel.load(file))
                    .getMessage();
            assertTrue(
                    message.contains("layer 'squashed', of the code " + Squashed.class.getName() + ", gives "),
                    message);
            SavedCodeTest_SquashingModel changed = SavedCodeTest_SquashingModel.create(2);
            changed.network().weightsFrom(file, Matching.byName());
            changed.save(file);
            assertEquals(
                    model.network().weights(),
                    SavedCodeTest_SquashingModel.load(file).network().weights());
        } finally {
            Squashed.version = 1;
        }
    }

    @Test
    void theLayersOfTheSamplesComputeWhatTheyComputed() {
        Path file = folder.resolve("model.plumb");
        List<TypedModel> models = List.of(
                ZooModel.create(1), SoundsModel.create(2), ExcitedDigitsModel.create(3), SiameseImagesModel.create(4));
        for (TypedModel model : models) {
            model.network().save(file);
            model.verifySaved(file);
        }
    }
}
