package dev.plumb.keras;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Damages files in ways that files are damaged, and in ways that only somebody does who wants to: the same for the same seed. An archive is damaged as a file, or in one of its entries, with
 * checksums that agree with the damage.
 */
final class FileDamage {
    /** Numbers that readers multiply, add up and allocate. */
    private static final long[] SIZES = {
        0,
        1,
        -1,
        0xFF,
        0x7FFF,
        0xFFFF,
        Integer.MAX_VALUE,
        0xFFFFFFFFL,
        1L << 33,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0x7FFFFFFFFFFFFFF0L
    };

    private final Random random;

    FileDamage(long seed) {
        this.random = new Random(seed);
    }

    /** A damaged file, which may be so little damaged that nobody can see it. */
    byte[] of(byte[] whole) throws IOException {
        boolean isArchive = whole.length > 1 && whole[0] == 'P' && whole[1] == 'K';
        return isArchive && random.nextInt(4) > 0 ? archive(whole) : bytes(whole, 1 + random.nextInt(4));
    }

    private byte[] archive(byte[] whole) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        List<String> names = new ArrayList<>(entries.keySet());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(10)) {
            case 0 -> entries.remove(name);
            case 1 -> entries.put(name, new byte[0]);
            case 2 -> entries.put(name, entries.get(names.get(random.nextInt(names.size()))));
            case 3, 4, 5 -> entries.put(name, text(entries.get(name)));
            default -> entries.put(name, bytes(entries.get(name), 1 + random.nextInt(4)));
        }
        return zip(entries);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                CRC32 sum = new CRC32();
                sum.update(each.getValue());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        }
        return out.toByteArray();
    }

    /** Numbers and brackets of a text. */
    private byte[] text(byte[] whole) {
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        while (at < text.length() && !Character.isDigit(text.charAt(at))) {
            at++;
        }
        int end = at;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        String other =
                switch (random.nextInt(8)) {
                    case 0 -> "null";
                    case 1 -> "[".repeat(1 + random.nextInt(30_000));
                    case 2 -> "{\"a\":".repeat(1 + random.nextInt(30_000));
                    case 3 -> "\"x\"";
                    case 4 -> "1e999";
                    case 5 -> "[[]]";
                    default -> String.valueOf(SIZES[random.nextInt(SIZES.length)]);
                };
        return (text.substring(0, at) + other + text.substring(end))
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(byte[] whole, int times) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < times && damaged.length > 16; i++) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        // half of the time near the beginning, where headers are
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2048));
        int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2, 3 -> number(bytes, at);
            case 4 -> Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0xFF : 0));
            case 5 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 6 -> {
                int from = random.nextInt(bytes.length - (end - at) + 1);
                System.arraycopy(bytes.clone(), from, bytes, at, end - at);
            }
            default -> {
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - (end - at));
                System.arraycopy(bytes, end, shorter, at, bytes.length - end);
                return shorter;
            }
        }
        return bytes;
    }

    /** Another number of 2, 4 or 8 bytes, at a place where there may be one. */
    private void number(byte[] bytes, int near) {
        int width = 2 << random.nextInt(3);
        int at = near / width * width;
        if (at + width <= bytes.length) {
            byte[] number = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(SIZES[random.nextInt(SIZES.length)])
                    .array();
            System.arraycopy(number, 0, bytes, at, width);
        }
    }
}
