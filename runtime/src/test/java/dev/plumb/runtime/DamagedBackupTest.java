package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.LambdaCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups in which something is not as it was written: each is refused in words, before anything is trained. */
final class DamagedBackupTest {
    /** What stands in the place of something else. */
    private static final List<Object> ODD = Arrays.asList(
            -1,
            0,
            1e300,
            1L << 40,
            Long.MAX_VALUE,
            "1e300",
            "",
            "-1",
            "9223372036854775807",
            "x",
            true,
            null,
            List.of(),
            Map.of(),
            List.of(0),
            List.of("1"));

    @TempDir
    private static Path whole;

    @TempDir
    private Path folder;

    /** What ends a process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeAll
    static void stopTraining() {
        int[] taken = {0};
        Callback kill = LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
            if (++taken[0] == 9) {
                throw new Killed();
            }
        });
        assertThrows(Killed.class, () -> Killable.run(whole, 5, 2, kill));
    }

    /** A copy of what training left, with another {@code fit.json}. */
    private Path damaged(int number, Map<String, Object> fields) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy" + number));
        try (var files = Files.walk(whole)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(whole.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Path backup = copy.resolve("backup/fit.plumb");
        try (ZipFile from = new ZipFile(whole.resolve("backup/fit.plumb").toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(backup))) {
            for (ZipEntry entry : from.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(
                        entry.getName().equals("fit.json")
                                ? JSON.std.asBytes(fields)
                                : from.getInputStream(entry).readAllBytes());
            }
        }
        return copy;
    }

    private static Map<String, Object> fields() throws IOException {
        try (ZipFile zip = new ZipFile(whole.resolve("backup/fit.plumb").toFile())) {
            return JSON.std.mapFrom(zip.getInputStream(zip.getEntry("fit.json")));
        }
    }

    private String refused(int number, Object value, Object... place) throws IOException {
        Map<String, Object> fields = fields();
        set(fields, List.of(place), value);
        Path copy = damaged(number, fields);
        RuntimeException refused = assertThrows(RuntimeException.class, () -> Killable.run(copy, 99, 2));
        assertTrue(isExpected(refused), refused.toString());
        return String.valueOf(refused.getMessage()).replace(copy.toString(), "").replaceFirst("\n  fix .*", "");
    }

    private static boolean isExpected(RuntimeException refused) {
        return List.of(IllegalArgumentException.class, IllegalStateException.class, UncheckedIOException.class)
                .contains(refused.getClass());
    }

    @Test
    void countersThatAreNoneAreRefused() throws IOException {
        String cannot = "training cannot go on from the backup '/backup/fit.plumb': ";
        assertEquals(
                cannot + "the backup has '1e300' as 'waited' of the callback EarlyStopping, expected a whole number",
                refused(0, "1e300", "callbacks", 0, "values", "waited"));
        assertEquals(
                cannot + "the backup has '-1' as 'waited' of the callback EarlyStopping, expected a whole number from 0"
                        + " to 2147483647",
                refused(1, "-1", "callbacks", 0, "values", "waited"));
        assertEquals(
                cannot + "the backup has '1099511627776' as 'cooling' of the callback ReduceLROnPlateau, expected a"
                        + " whole number from 0 to 2147483647",
                refused(2, "1099511627776", "callbacks", 1, "values", "cooling"));
        assertEquals(
                cannot + "the backup has '-5' as 'bytes' of the callback CSVLogger, expected a whole number from 0",
                refused(3, "-5", "callbacks", 3, "values", "bytes"));
        assertEquals(cannot + "these are scores of other metrics", refused(4, "1e300", "sums", 4));
        assertEquals(
                cannot + "its sums of losses and metrics are over -1.0 examples: expected a whole number from 1",
                refused(5, "-1", "sums", 0));
        assertEquals(
                cannot + "it was written after 1 steps of an epoch, and holds no sums of their losses",
                refused(6, List.of(), "sums").replaceFirst("after \\d+", "after 1"));
        assertEquals(
                cannot + "it holds 1 numbers of random draws, and this training has 4",
                refused(7, List.of("0"), "draws"));
    }

    @Test
    void arraysOfAnotherSizeAreSaidToBeOfTheStateOfTraining() throws IOException {
        assertEquals(
                "training cannot go on from its backup: '/backup/fit.plumb' cannot be read as a model: fit.safetensors:"
                        + " '0/bestWeights/hidden/bias' has the shape [8], the state of training in fit.json needs [0]",
                refused(0, List.of(0), "callbacks", 0, "arrays", "bestWeights/hidden/bias"));
        assertEquals(
                "training cannot go on from its backup: '/backup/fit.plumb' cannot be read as a model: fit.safetensors:"
                        + " it has '0/bestWeights/hidden/kernel', which nothing in the state of training in fit.json"
                        + " uses",
                refused(1, Map.of(), "callbacks", 0, "arrays"));
    }

    /** A file that says which files are old ones has no file deleted that no checkpoint has written. */
    @Test
    void noFileOfOthersIsDeleted() throws IOException {
        Path other = Files.writeString(folder.resolve("other.plumb"), "of somebody else");
        Map<String, Object> fields = fields();
        set(fields, List.of("callbacks", 2, "values", "written/0"), other.toString());
        Killable.run(damaged(0, fields), 99, 2);
        assertEquals("of somebody else", Files.readString(other));
    }

    /** A hundred of some thousand ways. */
    @Test
    void whateverIsWrongIsSaidInWords() throws IOException {
        List<List<Object>> places = new ArrayList<>();
        collect(fields(), List.of(), places);
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            List<Object> place = places.get(random.nextInt(places.size()));
            Object odd = ODD.get(random.nextInt(ODD.size()));
            Map<String, Object> fields = fields();
            set(fields, place, odd);
            Path copy = damaged(i, fields);
            try {
                Killable.run(copy, 99, 2);
            } catch (RuntimeException e) {
                String how = place + " = " + odd + ": " + e;
                assertTrue(isExpected(e), how);
                assertTrue(
                        String.valueOf(e.getMessage())
                                .contains(copy.resolve("backup/fit.plumb").toString()),
                        how);
                refused++;
            }
        }
        assertTrue(refused > 80, refused + " were refused");
    }

    private static void collect(Object value, List<Object> place, List<List<Object>> places) {
        if (!place.isEmpty()) {
            places.add(place);
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> collect(each, with(place, key), places));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), with(place, i), places);
            }
        }
    }

    private static List<Object> with(List<Object> place, Object step) {
        List<Object> longer = new ArrayList<>(place);
        longer.add(step);
        return longer;
    }

    @SuppressWarnings("unchecked")
    private static void set(Object in, List<Object> place, Object value) {
        Object at = in;
        for (Object step : place.subList(0, place.size() - 1)) {
            at = at instanceof Map<?, ?> map ? map.get(step) : ((List<Object>) at).get((Integer) step);
        }
        Object last = place.get(place.size() - 1);
        if (at instanceof Map<?, ?>) {
            ((Map<String, Object>) at).put(last.toString(), value);
        } else {
            ((List<Object>) at).set((Integer) last, value);
        }
    }
}
