package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Changes one thing in an archive, so that the checksums of the zip stay right: its list of entries, a JSON object, or the bytes of a
 * safetensors file. Never to something that could have been saved instead: another finite weight or another seed is no damage that a reader
 * could see.
 */
final class ArchiveMutator {
    private static final List<String> JSON_ENTRIES = List.of("plumb.json", "graph.json", "optimizer.json");
    private static final List<String> ARRAY_ENTRIES = List.of("weights.safetensors", "optimizer.safetensors");
    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            -1,
            0,
            3,
            1e300,
            0.5,
            1L << 31,
            Long.MAX_VALUE,
            new BigInteger("99999999999999999999"),
            "",
            "x",
            "99999999999999999999",
            "\u0000",
            List.of(),
            Map.of(),
            List.of(List.of()),
            Map.of("", ""));

    private final Random random;
    private final ZipMutant original;
    private final ZipMutant foreign;
    private final List<String> objects;
    private final List<String> arrays;

    /** With an archive of another model, from which entries are taken. */
    ArchiveMutator(ZipMutant original, ZipMutant foreign, long seed) {
        this(original, foreign, seed, JSON_ENTRIES, ARRAY_ENTRIES);
    }

    /** One that changes the inside of these entries only. */
    ArchiveMutator(ZipMutant original, ZipMutant foreign, long seed, List<String> objects, List<String> arrays) {
        this.original = original;
        this.foreign = foreign;
        this.random = new Random(seed);
        this.objects = objects;
        this.arrays = arrays;
    }

    /**
     * A mutant.
     *
     * @param what was changed
     */
    record Mutant(String what, ZipMutant zip) {}

    Mutant next() throws IOException {
        ZipMutant zip = original.copy();
        String what =
                switch (random.nextInt(10)) {
                    case 0 -> entries(zip);
                    case 1 -> text(zip);
                    case 2 -> bytes(zip);
                    case 3, 4, 5 -> header(zip);
                    default -> tree(zip);
                };
        return new Mutant(what, zip);
    }

    private <T> T one(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private String entries(ZipMutant zip) {
        List<String> names = new ArrayList<>(zip.entries().keySet());
        String name = one(names);
        String other = one(names);
        return switch (random.nextInt(7)) {
            case 0 -> {
                zip.entries().remove(name);
                yield "without " + name;
            }
            case 1 -> {
                zip.put(
                        other + (random.nextBoolean() ? "/" : "x"),
                        zip.entries().remove(name));
                yield name + " called otherwise";
            }
            case 2 -> {
                zip.put(
                        one(List.of("../" + name, "/" + name, name.toUpperCase(Locale.ROOT), "x", "", name + "/x")),
                        new byte[3]);
                yield "one entry more";
            }
            case 3 -> {
                byte[] bytes = zip.entries().get(name);
                zip.put(name, zip.entries().get(other));
                zip.put(other, bytes);
                yield name + " and " + other + " exchanged";
            }
            case 4 -> {
                zip.put(name, new byte[0]);
                yield name + " empty";
            }
            case 5 -> {
                // The graph alone, or the versions, of another model could have been saved.
                String array = one(arrays);
                zip.put(array, foreign.entries().get(array));
                yield array + " of another model";
            }
            default -> {
                zip.put(name, zip.entries().remove(name));
                yield "in another order";
            }
        };
    }

    /** JSON that is not one object of UTF-8, or not only. */
    private String text(ZipMutant zip) {
        String entry = one(objects);
        String text = zip.text(entry);
        int at = random.nextInt(text.length());
        switch (random.nextInt(7)) {
            case 0 -> zip.put(entry, text.substring(0, at));
            case 1 -> zip.put(entry, text + one(List.of("{}", "x", "]", "}", "\u0000", ",", "1", "\uFEFF")));
            case 2 -> zip.put(entry, one(List.of("\uFEFF", "[", "x", "\u0000", "//\n")) + text);
            case 3 -> zip.put(entry, text.substring(0, at) + "\u0000" + text.substring(at));
            case 4 -> {
                byte[] bytes = zip.entries().get(entry).clone();
                bytes[random.nextInt(bytes.length)] = (byte) 0xC0;
                zip.put(entry, bytes);
            }
            case 5 -> zip.put(entry, "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}");
            default -> zip.put(entry, text.replaceFirst("\\{\"([a-z]+)\":", "{\"$1\":1,\"$1\":"));
        }
        return "the text of " + entry;
    }

    /** A safetensors file whose length, or whose header's length, is wrong; or with an element that is no number. */
    private String bytes(ZipMutant zip) {
        String entry = one(arrays);
        byte[] bytes = zip.entries().get(entry).clone();
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long header = numbers.getLong(0);
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
            case 2 -> numbers.putLong(0, one(List.of(0L, 1L, header - 1, header + 1, -1L, 1L << 40, 99_000_000L)));
            default -> {
                int elements = (bytes.length - Long.BYTES - (int) header) / Float.BYTES;
                int at = Long.BYTES + (int) header + Float.BYTES * random.nextInt(elements);
                numbers.putFloat(at, one(List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)));
            }
        }
        zip.put(entry, bytes);
        return "the bytes of " + entry;
    }

    private String header(ZipMutant zip) throws IOException {
        String entry = one(arrays);
        byte[] bytes = zip.entries().get(entry);
        int end = Long.BYTES
                + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        Map<String, Object> tree = tree(new String(bytes, Long.BYTES, end - Long.BYTES, StandardCharsets.UTF_8));
        String what = change(tree);
        zip.put(entry, ZipMutant.safetensors(JSON.std.asString(tree), Arrays.copyOfRange(bytes, end, bytes.length)));
        return entry + ": " + what;
    }

    private String tree(ZipMutant zip) throws IOException {
        String entry = one(objects);
        Map<String, Object> tree = tree(zip.text(entry));
        String what = change(tree);
        boolean couldBe = isOtherCount(tree.get("iteration"))
                || isOtherCount(tree.get("epoch"))
                || "x".equals(tree.get("optimizer"))
                || "\u0000".equals(tree.get("optimizer"))
                || "99999999999999999999".equals(tree.get("optimizer"));
        if (couldBe) {
            return tree(zip); // another number of steps or epochs, or another optimizer
        }
        zip.put(entry, JSON.std.asString(tree));
        return entry + ": " + what;
    }

    /** The model was trained in four epochs of a step. */
    private static boolean isOtherCount(Object value) {
        return value instanceof Number number && number.longValue() != 4 && number.longValue() >= 0;
    }

    /** Changes something in a tree of maps and lists. */
    private String change(Map<String, Object> tree) {
        List<Object> parents = new ArrayList<>();
        collect(tree, parents);
        Object parent = one(parents);
        return parent instanceof Map<?, ?> ? changeMap(map(parent)) : changeList(list(parent));
    }

    private String changeMap(Map<String, Object> map) {
        String key = one(new ArrayList<>(map.keySet()));
        String where = "'" + key + "' " + map.get(key) + " ";
        switch (random.nextInt(5)) {
            case 0 -> {
                map.remove(key);
                return where + "removed";
            }
            case 1 -> {
                map.put(one(List.of(key + "x", key.substring(1), "", key.toUpperCase(Locale.ROOT))), map.remove(key));
                return where + "under another name";
            }
            case 2 -> {
                String other = one(new ArrayList<>(map.keySet()));
                Object value = map.get(key);
                if (!(value instanceof Map)) { // two weights of one shape: another model
                    map.put(key, map.get(other));
                    map.put(other, value);
                }
                return where + "exchanged with " + other;
            }
            default -> {
                map.put(key, one(VALUES));
                return where + "becomes " + map.get(key);
            }
        }
    }

    private String changeList(List<Object> list) {
        int at = random.nextInt(list.size());
        String where = "[" + at + "] " + list.get(at) + " ";
        switch (random.nextInt(4)) {
            case 0 -> {
                list.remove(at);
                return where + "removed";
            }
            case 1 -> {
                list.add(list.get(at));
                return where + "twice";
            }
            case 2 -> {
                Collections.swap(list, at, random.nextInt(list.size()));
                return where + "elsewhere";
            }
            default -> {
                list.set(at, one(VALUES));
                return where + "becomes " + list.get(at);
            }
        }
    }

    /** An object as maps and lists that can be changed. */
    private static Map<String, Object> tree(String json) throws IOException {
        return map(changeable(JSON.std.mapFrom(json)));
    }

    private static Object changeable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key.toString(), changeable(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(changeable(item)));
            return copy;
        }
        return value;
    }

    /** All maps and lists that are not empty. */
    private static void collect(Object value, List<Object> parents) {
        if (value instanceof Map<?, ?> && !map(value).isEmpty()) {
            parents.add(value);
            map(value).values().forEach(item -> collect(item, parents));
        } else if (value instanceof List<?> && !list(value).isEmpty()) {
            parents.add(value);
            list(value).forEach(item -> collect(item, parents));
        }
    }

    @SuppressWarnings("unchecked") // made by changeable
    private static Map<String, Object> map(Object value) {
        return (LinkedHashMap<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // made by changeable
    private static List<Object> list(Object value) {
        return (ArrayList<Object>) value;
    }
}
